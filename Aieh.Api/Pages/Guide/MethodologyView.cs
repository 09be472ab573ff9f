using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Guide;

/// <summary>How scores are made, for people who are no psychometricians.</summary>
public sealed record MethodologyView
{
    public required string Minimum { get; init; }

    public required string Maximum { get; init; }

    /// <summary>The average of the norm population.</summary>
    public required string Centre { get; init; }

    public required IReadOnlyList<BandRow> Bands { get; init; }

    /// <summary>What two questions do; null where no test has two to show.</summary>
    public ItemCurveView? Items { get; init; }

    public required IntervalView Interval { get; init; }

    /// <summary>The same score from a sample and from a full form; null where there are no such forms.</summary>
    public SampleWorthView? SampleWorth { get; init; }

    public required FigureView HalfLives { get; init; }

    /// <summary>Share of a half-life after which a score is due to be renewed, and of which it is called stale.</summary>
    public required string RefreshAfter { get; init; }

    public required string StaleAfter { get; init; }

    /// <summary>Null where no role has a bundle.</summary>
    public ExampleView? Example { get; init; }

    public required PromotionView Promotion { get; init; }

    /// <summary>What the catalog says that tests do not reach.</summary>
    public required IReadOnlyList<NamedText> Gaps { get; init; }

    /// <summary>What whoever reads a score should know.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    public required IReadOnlyList<NumberRow> Numbers { get; init; }
}

public sealed record BandRow(string Name, string Range, GuideNumber From);

/// <summary>How probable a right answer is, for an easier and for a harder question.</summary>
public sealed record ItemCurveView(FigureView Picture, string Test, string Text, string Guessing);

public sealed record IntervalView(string Level, string Multiplier, string ScoreStep, string ErrorStep);

public sealed record SampleWorthView(FigureView Picture, string Test, string Score, string Sample, string Full);

public sealed record PromotionView(string Fewest, string Most, string Error);

/// <summary>A number of the methodology.</summary>
public sealed record NumberRow(string Name, GuideNumber Number);

/// <summary>Readiness of somebody made up, worked out as for everybody.</summary>
public sealed record ExampleView
{
    public required GuideLink Role { get; init; }

    public required IReadOnlyList<ExampleRow> Rows { get; init; }

    public required FigureView Contributions { get; init; }

    /// <summary>Which score is old, how old, and what is left of its weight.</summary>
    public required string Aged { get; init; }

    public required string Age { get; init; }

    public required string Currency { get; init; }

    /// <summary>What was not measured; null where all was.</summary>
    public string? Missing { get; init; }

    public required string Readiness { get; init; }

    public required string Error { get; init; }

    public required string Interval { get; init; }

    public required string Coverage { get; init; }

    public required string MinimumCoverage { get; init; }

    public required bool IsSufficient { get; init; }

    /// <summary>Readiness and coverage if all had been measured today.</summary>
    public required string FreshReadiness { get; init; }

    public required string FreshCoverage { get; init; }

    public required FigureView Bands { get; init; }

    /// <summary>How far apart two people have to be who are as surely known.</summary>
    public required string Apart { get; init; }

    /// <summary>Null where no context changes anything.</summary>
    public OverrideView? Override { get; init; }
}

public sealed record ExampleRow(
    string Test, string Relevance, string Age, string Currency, string Weight, string Score, string Error, string Share, string Points);

/// <summary>The same person, weighed in a context.</summary>
public sealed record OverrideView(string Context, string Readiness, string Coverage, IReadOnlyList<OverrideRow> Rows);

public sealed record OverrideRow(string Test, string Published, string InContext);
