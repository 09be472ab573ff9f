using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Employers.Verifications;

/// <summary>Which unsupervised score is to be verified.</summary>
internal sealed record RequestVerificationRequest
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }
}

/// <summary>How far a verification has come.</summary>
internal enum VerificationState
{
    /// <summary>Asked for; the candidate has not submitted it.</summary>
    Asked,

    /// <summary>Submitted.</summary>
    Taken,

    /// <summary>Its time was over before it was started.</summary>
    Expired,
}

/// <summary>
/// A verification: ten to twelve adaptive items under supervision, none of the verified attempt's, and what they say of its score. Nothing
/// follows from an outcome until a person has confirmed it; then one that is inconsistent takes the place of the unsupervised score in this
/// hiring loop, and nowhere else. The passport's score never holds it.
/// </summary>
internal sealed record VerificationResponse
{
    /// <summary>Id of the verification.</summary>
    public required Guid Id { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>How far it has come.</summary>
    public required VerificationState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Until when it can be started.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was submitted; absent before.</summary>
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>What came of it; absent until it was taken, and where nobody says that it was watched.</summary>
    public VerificationFigures? Figures { get; init; }

    /// <summary>When a person has confirmed the outcome; absent before.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    public static VerificationResponse Of(VerificationRow row, DateTimeOffset now) => new()
    {
        Id = row.Id,
        Assessment = row.Assessment,
        State = row.ObservedAt is not null ? VerificationState.Taken
            : row.AttemptId is null && row.ExpiresAt <= now ? VerificationState.Expired
            : VerificationState.Asked,
        RequestedAt = row.RequestedAt,
        ExpiresAt = row.ExpiresAt,
        ObservedAt = row.ObservedAt,
        Figures = VerificationFigures.Of(row),
        ConfirmedAt = row.ConfirmedAt,
    };
}

/// <summary>The outcome of a verification, with the rates at which such outcomes are wrong.</summary>
internal sealed record VerificationFigures
{
    // Told no finer: more digits would tell which answer moved them.
    private const double Step = 0.001;

    /// <summary>
    /// Consistent: the answers go with the score. Inconsistent: with the ability that the score shows, answers as poor as these are rarer
    /// than falseAlarmRate. Inconclusive: neither, and then nothing is said.
    /// </summary>
    public required VerificationOutcome Outcome { get; init; }

    /// <summary>The probability of answers that speak as much against the score, had it been earned; to a thousandth.</summary>
    /// <example>0.004</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double P { get; init; }

    /// <summary>How often somebody whose score was earned is found inconsistent all the same.</summary>
    /// <example>0.01</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double FalseAlarmRate { get; init; }

    /// <summary>How often somebody is found consistent whose score is too high by 2 logits, 183 points.</summary>
    /// <example>0.1</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double MissRate { get; init; }

    /// <summary>How probable inconsistent was with these items, had the score been too high by 2 logits; to a thousandth.</summary>
    /// <example>0.73</example>
    [JsonConverter(typeof(SixDecimals))]
    public required double Power { get; init; }

    public static VerificationFigures? Of(VerificationRow row)
    {
        if (row.Outcome is not { } text || !KebabCase.TryParse<VerificationOutcome>(text, out var outcome)) return null;

        var settings = VerificationSettings.Standard;
        return new VerificationFigures
        {
            Outcome = outcome,
            P = Math.Max(Step, Math.Round(row.PValue!.Value, 3)),
            FalseAlarmRate = settings.FalseAlarmRate,
            MissRate = settings.MissRate,
            Power = Math.Round(row.Power!.Value, 3),
        };
    }
}

/// <summary>The verifications that an employer has asked for in an invitation.</summary>
internal sealed record VerificationListResponse
{
    /// <summary>All of them, by assessment.</summary>
    public required IReadOnlyList<VerificationResponse> Items { get; init; }
}
