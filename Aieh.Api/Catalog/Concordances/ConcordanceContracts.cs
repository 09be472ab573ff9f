using System.Text.Json.Serialization;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Catalog.Methodology;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Catalog.Concordances;

/// <summary>How another provider's scores correspond to the passport scale.</summary>
internal sealed record ConcordanceResponse
{
    /// <summary>Slug of the concordance.</summary>
    /// <example>percentile-general-cognitive</example>
    public required string Slug { get; init; }

    /// <summary>Version; evidence names the one it was made with.</summary>
    /// <example>1</example>
    public required int Version { get; init; }

    /// <summary>Provisional while its numbers are a judgement, observed once people who took both instruments stand behind them.</summary>
    public required ConcordanceStatus Status { get; init; }

    /// <summary>Name of the concordance.</summary>
    public required string Title { get; init; }

    /// <summary>Which results it is for.</summary>
    public required string Summary { get; init; }

    /// <summary>Slug of the assessment whose evidence it makes.</summary>
    /// <example>cognitive-reasoning</example>
    public required string Assessment { get; init; }

    /// <summary>
    /// Linear: slope times raw score plus intercept. Percentile: the norm's mean plus its standard deviation times the normal quantile.
    /// Table: the points.
    /// </summary>
    public required ConcordanceMapping Mapping { get; init; }

    /// <summary>Lowest raw score that is mapped; what lies outside is refused.</summary>
    public required SourcedNumber Lowest { get; init; }

    /// <summary>Highest raw score that is mapped.</summary>
    public required SourcedNumber Highest { get; init; }

    /// <summary>Scale points for each unit of the raw score; with linear only.</summary>
    public SourcedNumber? Slope { get; init; }

    /// <summary>Passport score of the raw score 0; with linear only.</summary>
    public SourcedNumber? Intercept { get; init; }

    /// <summary>The norm group's mean on the passport scale; with percentile only.</summary>
    public SourcedNumber? NormMean { get; init; }

    /// <summary>The norm group's standard deviation on the passport scale; with percentile only.</summary>
    public SourcedNumber? NormStandardDeviation { get; init; }

    /// <summary>Standard error of a mapped score, in scale points; with linear and percentile, a table has one for each point.</summary>
    public SourcedNumber? StandardError { get; init; }

    /// <summary>The table, by increasing raw score; with table only.</summary>
    public IReadOnlyList<ConcordancePointResponse>? Points { get; init; }

    /// <summary>What is done between the points: nothing, only listed raw scores are mapped; or linear. With table only.</summary>
    public TableInterpolation? Interpolation { get; init; }

    public static ConcordanceResponse Of(ConcordanceDocument document)
    {
        return new()
        {
            Slug = document.Slug,
            Version = document.Version,
            Status = document.Status,
            Title = document.Title,
            Summary = document.Summary,
            Assessment = document.Assessment,
            Mapping = document.Mapping,
            Lowest = SourcedNumber.Of(document.Lowest ?? End(document.Points!, 0)),
            Highest = SourcedNumber.Of(document.Highest ?? End(document.Points!, ^1)),
            Slope = Of(document.Slope),
            Intercept = Of(document.Intercept),
            NormMean = Of(document.NormMean),
            NormStandardDeviation = Of(document.NormStandardDeviation),
            StandardError = Of(document.StandardError),
            Points = document.Points is { } points ? [.. points.Value.Select(ConcordancePointResponse.Of)] : null,
            Interpolation = document.Interpolation?.Value,
        };

        static SourcedNumber? Of(Sourced<double>? number) => number is null ? null : SourcedNumber.Of(number);

        static Sourced<double> End(Sourced<IReadOnlyList<ConcordancePoint>> points, Index index) => new()
        {
            Value = points.Value.ElementAt(index).RawScore,
            Provenance = points.Provenance,
            Source = points.Source,
            Rationale = points.Rationale,
        };
    }
}

/// <summary>A line of a concordance table.</summary>
internal sealed record ConcordancePointResponse
{
    /// <summary>Score as the other provider reports it.</summary>
    /// <example>30</example>
    public required double RawScore { get; init; }

    /// <summary>Score on the passport scale.</summary>
    /// <example>640.5</example>
    public required double Score { get; init; }

    /// <summary>Its standard error, in scale points.</summary>
    /// <example>60</example>
    public required double StandardError { get; init; }

    public static ConcordancePointResponse Of(ConcordancePoint point) =>
        new() { RawScore = point.RawScore, Score = point.Score, StandardError = point.StandardError };
}

/// <summary>A page of concordances, by slug.</summary>
internal sealed record ConcordanceListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<ConcordanceResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
