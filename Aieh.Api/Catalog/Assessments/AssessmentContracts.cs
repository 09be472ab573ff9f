using System.Text.Json.Serialization;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Assessments;

/// <summary>One page of assessments, ordered by slug.</summary>
internal sealed record AssessmentListResponse
{
    /// <summary>The assessments of this page.</summary>
    public required IReadOnlyList<AssessmentResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    /// <example>Y29tbXVuaWNhdGlvbg</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}

/// <summary>An assessment: what it measures, how long a score stays current, and the forms in which it can be taken.</summary>
internal sealed record AssessmentResponse
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Slug { get; init; }

    /// <summary>Name of the assessment.</summary>
    /// <example>Python Fundamentals</example>
    public required string Title { get; init; }

    /// <summary>What it measures.</summary>
    public required string Summary { get; init; }

    /// <summary>Slug of the passport pillar that it counts towards.</summary>
    /// <example>domain</example>
    public required string Pillar { get; init; }

    /// <summary>How it measures.</summary>
    /// <example>multiple-choice-knowledge</example>
    public required AssessmentMethod Method { get; init; }

    /// <summary>What one item is.</summary>
    /// <example>question</example>
    public required ItemUnit ItemUnit { get; init; }

    /// <summary>Months in which the weight of a score halves; it is the pillar's.</summary>
    /// <example>18</example>
    public required double HalfLifeMonths { get; init; }

    /// <summary>Whether the half-life has been published or is this service's default.</summary>
    /// <example>published</example>
    public required Provenance HalfLifeProvenance { get; init; }

    /// <summary>The forms in which the assessment exists or is planned.</summary>
    public required IReadOnlyList<AssessmentFormResponse> Forms { get; init; }

    /// <summary>The item parameters that scores are made with now; absent while the assessment has no content.</summary>
    public CalibrationReference? Calibration { get; init; }

    public static AssessmentResponse Of(AssessmentDocument assessment, CatalogSnapshot catalog)
    {
        var halfLife = catalog.Methodology.Pillars.First(pillar => pillar.Slug == assessment.Pillar).HalfLifeMonths;
        return new()
        {
            Slug = assessment.Slug,
            Title = assessment.Title,
            Summary = assessment.Summary,
            Pillar = assessment.Pillar,
            Method = assessment.Method,
            ItemUnit = assessment.ItemUnit,
            HalfLifeMonths = halfLife.Value,
            HalfLifeProvenance = halfLife.Provenance,
            Forms = [.. assessment.Forms.Select(AssessmentFormResponse.Of)],
            Calibration = catalog.Calibrations.TryGetValue(assessment.Slug, out var calibration)
                ? new CalibrationReference { Id = calibration.Id, Version = calibration.Version, Status = calibration.Status }
                : null,
        };
    }
}

/// <summary>A form of an assessment.</summary>
internal sealed record AssessmentFormResponse
{
    /// <summary>The free sample, or a form that counts as certified evidence: the full one, or the adaptive one, which chooses each item by the answers before it.</summary>
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
    };
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

/// <summary>A calibration by id and version.</summary>
internal sealed record CalibrationReference
{
    /// <summary>Id of the calibration.</summary>
    /// <example>python-fundamentals-provisional</example>
    public required string Id { get; init; }

    /// <summary>Version of the calibration.</summary>
    /// <example>1</example>
    public required int Version { get; init; }

    /// <summary>Provisional while the parameters are an author's judgement, calibrated once response data have replaced them.</summary>
    public required CalibrationStatus Status { get; init; }
}
