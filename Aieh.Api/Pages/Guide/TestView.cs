using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Guide;

/// <summary>One test: what it measures, its forms, and how exactly.</summary>
public sealed record TestView
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    public required string Pillar { get; init; }

    public required string Method { get; init; }

    public required string HalfLife { get; init; }

    /// <summary>After which time a score is due to be renewed.</summary>
    public required string Refresh { get; init; }

    public required IReadOnlyList<FormView> Forms { get; init; }

    /// <summary>Whether starts of the full and of the adaptive form count together.</summary>
    public required bool HasSharedRetakes { get; init; }

    /// <summary>Empty where no form says what it is made of.</summary>
    public required IReadOnlyList<TopicView> Topics { get; init; }

    /// <summary>Null where there are no items to say it of.</summary>
    public PrecisionView? Precision { get; init; }

    /// <summary>Null where there is no calibration.</summary>
    public CalibrationView? Calibration { get; init; }

    /// <summary>Roles in whose bundle it is.</summary>
    public required IReadOnlyList<GuideLink> Roles { get; init; }
}

/// <summary>A form of a test.</summary>
public sealed record FormView
{
    /// <summary>sample, full or adaptive.</summary>
    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string Text { get; init; }

    /// <summary>On the button that starts it.</summary>
    public required string Start { get; init; }

    public required string Length { get; init; }

    public string? ExpectedTime { get; init; }

    public required string TimeLimit { get; init; }

    public required string Retakes { get; init; }

    /// <summary>Which help is allowed; null where nothing is said of it.</summary>
    public string? Help { get; init; }

    /// <summary>The standard error of a score in the middle of the scale, points; null where it cannot be said.</summary>
    public string? Error { get; init; }

    public required bool IsAvailable { get; init; }

    public required bool NeedsPassport { get; init; }

    public required string Note { get; init; }

    /// <summary>What is collected while it is taken, besides the answers.</summary>
    public required IReadOnlyList<string> Collected { get; init; }
}

public sealed record TopicView(string Name, string Share);

/// <summary>How exactly a form measures.</summary>
public sealed record PrecisionView
{
    public required string Form { get; init; }

    public required FigureView Curve { get; init; }

    public required FigureView Map { get; init; }

    /// <summary>What the curve means.</summary>
    public required IReadOnlyList<string> Text { get; init; }

    /// <summary>What the map means.</summary>
    public required string MapText { get; init; }

    /// <summary>The error at each limit between two bands.</summary>
    public required IReadOnlyList<CutView> Cuts { get; init; }
}

public sealed record CutView(string Below, string Above, string Score, string Error);

/// <summary>Where the difficulties of the questions come from.</summary>
public sealed record CalibrationView(bool IsProvisional, string Version, string Method, string Model);
