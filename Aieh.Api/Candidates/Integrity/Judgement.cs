using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>What is made of how an attempt was taken.</summary>
/// <param name="Status">How much there is to be asked; null before it is worked out.</param>
/// <param name="Reasons">Why.</param>
internal sealed record Judgement(IntegrityStatus? Status, IReadOnlyList<StoredReason> Reasons)
{
    /// <summary>The reasons in words.</summary>
    public IReadOnlyList<IntegrityReason> Told => [.. Reasons.Select(IntegrityTexts.Of)];

    /// <summary>The attempt's own status and reasons, and what has come of comparing it with others.</summary>
    public static Judgement Of(string? status, string? reasons, int? alike, int? compared)
    {
        if (status is null || !KebabCase.TryParse<IntegrityStatus>(status, out var own)) return new Judgement(null, []);

        var read = StoredReason.Read(reasons);
        if (alike is null or 0) return new Judgement(own, read);

        var similar = new StoredReason
        {
            Kind = IntegrityReasonKind.SimilarAnswers,
            Level = IntegrityStatus.Medium,
            Count = alike,
            Of = compared,
        };
        return new Judgement(own > similar.Level ? own : similar.Level, [.. read, similar]);
    }
}
