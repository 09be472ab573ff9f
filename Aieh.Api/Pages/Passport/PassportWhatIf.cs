using System.Globalization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Pages.Passport;

/// <summary>The weights that somebody tries.</summary>
/// <param name="ByAssessment">Those that could be read.</param>
/// <param name="AreReadable">Whether all could.</param>
internal sealed record TriedWeights(IReadOnlyDictionary<string, double> ByAssessment, bool AreReadable)
{
    private const string Prefix = "w-";

    /// <summary>Whether any is given.</summary>
    public bool IsAny => ByAssessment.Count > 0 || !AreReadable;

    public static string FieldOf(string assessment) => Prefix + assessment;

    /// <summary>One for each assessment of the bundle; what else is asked for is nobody's.</summary>
    public static TriedWeights Of(IQueryCollection query, RoleDocument role)
    {
        var read = new Dictionary<string, double>(StringComparer.Ordinal);
        var areReadable = true;
        foreach (var entry in role.Bundle!.Entries)
        {
            if (!query.TryGetValue(FieldOf(entry.Assessment), out var text)) continue;

            var isRead = double.TryParse(text.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight);
            if (isRead) read[entry.Assessment] = weight;
            areReadable &= isRead;
        }

        return new TriedWeights(read, areReadable);
    }
}

/// <summary>
/// Readiness by weights that its owner tries: worked out as it is for an employer with weights of its own, of the same evidence, and kept
/// nowhere.
/// </summary>
internal sealed class PassportWhatIf(Db db, CatalogCache cache, TimeProvider time)
{
    /// <summary>The figures, or why these weights give none: exactly one of them.</summary>
    public async Task<(Answer<ReadinessResponse> Answer, WeightProblemKind? Fault)> TryAsync(
        Guid passport, RoleDocument role, TriedWeights weights, Principal principal, CancellationToken cancellationToken)
    {
        if (!weights.AreReadable) return (default, WeightProblemKind.OutOfRange);
        if (!PublishedBundle.TryWeigh(role, null, null, weights.ByAssessment, out var bundle, out var problems))
        {
            return (default, problems[0].Kind);
        }

        var now = time.Now();
        var (refused, evidence) = await PassportAccess.ReadAsync(
            db, passport, principal, GrantScope.Passport, now,
            (session, _) => EvidenceStore.ListMeasuresAsOfAsync(session, passport, now),
            cancellationToken);
        if (refused is not null) return (new(null, refused.ProblemDetails), null);

        var readiness = ReadinessViews.Of(
            new ReadinessQuestion(passport, role.Slug, now), bundle, cache.Current, CountedEvidence.Of(evidence), [], now);
        return (new(readiness, null), null);
    }
}
