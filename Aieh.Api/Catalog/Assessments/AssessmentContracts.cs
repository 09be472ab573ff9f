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
