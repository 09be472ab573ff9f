using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Assessments;

/// <summary>A form of an assessment.</summary>
internal sealed record AssessmentFormResponse
{
    /// <summary>
    /// The free sample, or a form that counts as assessed evidence: the full one, or the adaptive one, which chooses each item by the
    /// answers before it.
    /// </summary>
    /// <example>sample</example>
    public required FormKind Form { get; init; }

    /// <summary>Whether the form can be taken now.</summary>
    /// <example>available</example>
    public required FormAvailability Availability { get; init; }

    /// <summary>What to know about the availability.</summary>
    public required string Note { get; init; }

    /// <summary>How many items the form has, or is planned to have; of an adaptive form, the most that are asked.</summary>
    /// <example>5</example>
    public required int ItemCount { get; init; }

    /// <summary>Whether the number of items has been published or is this service's default.</summary>
    /// <example>published</example>
    public required Provenance ItemCountProvenance { get; init; }

    /// <summary>How many seconds it usually takes; absent when that is not known. The time limit is longer.</summary>
    /// <example>60</example>
    public int? ExpectedSeconds { get; init; }

    /// <summary>Whether the expected time has been published or is this service's default; absent with it.</summary>
    /// <example>published</example>
    public Provenance? ExpectedSecondsProvenance { get; init; }

    /// <summary>Seconds after which answers are no longer taken.</summary>
    /// <example>600</example>
    public required int TimeLimitSeconds { get; init; }

    /// <summary>Whether the time limit has been published or is this service's default.</summary>
    /// <example>default</example>
    public required Provenance TimeLimitProvenance { get; init; }

    /// <summary>How often the form may be taken; attempts at the full and at the adaptive form count together.</summary>
    public required RetakePolicyResponse RetakePolicy { get; init; }

    /// <summary>How an adaptive form works; absent for the other forms.</summary>
    public AdaptiveFormResponse? Adaptive { get; init; }

    /// <summary>Which help is allowed, and what candidates are asked to agree to; absent where nothing is said of it.</summary>
    public AiPolicyResponse? AiPolicy { get; init; }

    /// <summary>What is collected while it is taken besides the answers, in words: say so before it is started.</summary>
    public required IReadOnlyList<string> Collected { get; init; }

    public static AssessmentFormResponse Of(AssessmentForm form) => new()
    {
        Form = form.Kind,
        Availability = form.Availability,
        Note = form.AvailabilityNote,
        ItemCount = form.ItemCount.Value,
        ItemCountProvenance = form.ItemCount.Provenance,
        ExpectedSeconds = form.ExpectedSeconds?.Value,
        ExpectedSecondsProvenance = form.ExpectedSeconds?.Provenance,
        TimeLimitSeconds = form.TimeLimitSeconds.Value,
        TimeLimitProvenance = form.TimeLimitSeconds.Provenance,
        RetakePolicy = RetakePolicyResponse.Of(form.RetakeWindows),
        Adaptive = form.Adaptive is { } rules ? AdaptiveFormResponse.Of(rules, form.Items) : null,
        AiPolicy = AiPolicyResponse.Of(form),
        Collected = CollectedIn(form.Kind),
    };

    /// <summary>Of a sample, which counts for nothing, nobody is shown how it was taken.</summary>
    public static IReadOnlyList<string> CollectedIn(FormKind form) => form == FormKind.Sample ? [Times] : [Times, Signals];

    private const string Times = "How long each answer takes.";

    private const string Signals =
        "When the page is hidden and shown again, when something on it is copied or pasted, and when a lost connection comes back, as far "
        + "as the browser tells. It changes no score and rejects nobody by itself, and it is deleted with the attempt.";
}

/// <summary>
/// Which help is allowed while a form is taken, and the honour statement: to be shown before the attempt, whose declaration names the
/// version.
/// </summary>
internal sealed record AiPolicyResponse
{
    /// <summary>Another one whenever a word of the text or of the statement is.</summary>
    /// <example>5f0c1b7a92de</example>
    public required string Version { get; init; }

    /// <summary>Which help is allowed.</summary>
    /// <example>none</example>
    public required AiPolicyKind Kind { get; init; }

    /// <summary>What that means, for candidates.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the policy has been published or is this service's default.</summary>
    /// <example>default</example>
    public required Provenance Provenance { get; init; }

    /// <summary>What candidates say of how they take the form.</summary>
    public required string HonourStatement { get; init; }

    /// <summary>Whether the statement has been published or is this service's default.</summary>
    /// <example>default</example>
    public required Provenance HonourStatementProvenance { get; init; }

    public static AiPolicyResponse? Of(AssessmentForm form) => FormPolicy.Of(form) is { } policy
        ? new AiPolicyResponse
        {
            Version = policy.Version,
            Kind = policy.Kind,
            Text = policy.Text,
            Provenance = form.AiPolicy!.Provenance,
            HonourStatement = policy.Statement,
            HonourStatementProvenance = form.HonourStatement!.Provenance,
        }
        : null;
}

/// <summary>When an adaptive form ends, and what it chooses from; all of it is this service's default.</summary>
internal sealed record AdaptiveFormResponse
{
    /// <summary>The fewest items that are asked, and the fewest answers for a score.</summary>
    /// <example>12</example>
    public required int MinimumItemCount { get; init; }

    /// <summary>The test ends when the standard error of the ability estimate is at most this, in logits.</summary>
    /// <example>0.5</example>
    public required double TargetStandardError { get; init; }

    /// <summary>How many items it chooses from; absent while the form is planned.</summary>
    /// <example>50</example>
    public int? BankSize { get; init; }

    public static AdaptiveFormResponse Of(AdaptiveRules rules, IReadOnlyList<string>? items) => new()
    {
        MinimumItemCount = rules.MinimumLength.Value,
        TargetStandardError = rules.TargetStandardError.Value,
        BankSize = items?.Count,
    };
}

/// <summary>How often a form may be taken. All windows hold at once; without any, it may be taken freely.</summary>
internal sealed record RetakePolicyResponse
{
    /// <summary>The rolling windows.</summary>
    public required IReadOnlyList<RetakeWindowResponse> Windows { get; init; }

    /// <summary>Whether the policy has been published or is this service's default.</summary>
    /// <example>default</example>
    public required Provenance Provenance { get; init; }

    public static RetakePolicyResponse Of(Sourced<IReadOnlyList<RetakeWindow>> windows) => new()
    {
        Windows = [.. windows.Value.Select(window => new RetakeWindowResponse { Attempts = window.Attempts, Days = window.Days })],
        Provenance = windows.Provenance,
    };
}

/// <summary>At most so many started attempts in any so many consecutive days.</summary>
internal sealed record RetakeWindowResponse
{
    /// <summary>The most attempts that may be started within the window.</summary>
    /// <example>2</example>
    public required int Attempts { get; init; }

    /// <summary>Length of the window in days.</summary>
    /// <example>30</example>
    public required int Days { get; init; }
}
