using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Passport;

/// <summary>Readiness for a role, by the published weights and by those that are tried.</summary>
public sealed record ReadinessView
{
    public required string Role { get; init; }

    /// <summary>Address of the page without weights.</summary>
    public required string Path { get; init; }

    /// <summary>From the lowest score to the highest.</summary>
    public required string Scale { get; init; }

    public required ReadinessFiguresView Published { get; init; }

    public required IReadOnlyList<StepView> Steps { get; init; }

    public required IReadOnlyList<WeightView> Weights { get; init; }

    /// <summary>Null where no weights are tried, or none can be worked out by them.</summary>
    public ReadinessFiguresView? Tried { get; init; }

    /// <summary>Why nothing can be worked out by the weights that are tried; null where it can.</summary>
    public string? Fault { get; init; }
}

/// <summary>What readiness is by some weights.</summary>
public sealed record ReadinessFiguresView
{
    /// <summary>Null without evidence.</summary>
    public ScoreView? Score { get; init; }

    /// <summary>Whether there is enough evidence, in words.</summary>
    public required string Status { get; init; }

    public required bool IsSufficient { get; init; }

    public required string Coverage { get; init; }

    public required string MinimumCoverage { get; init; }

    public required FigureView Picture { get; init; }

    public required IReadOnlyList<ContributionView> Contributions { get; init; }

    public required IReadOnlyList<MissingView> Missing { get; init; }
}

public sealed record ContributionView(string Title, string Relevance, string Freshness, string Share, string Points);

public sealed record MissingView(string Title, string Relevance);

/// <summary>A slider.</summary>
/// <param name="Field">Its name in the query.</param>
/// <param name="Value">As programs write it.</param>
/// <param name="Text">As people write it.</param>
/// <param name="Published">What is published, as people write it.</param>
public sealed record WeightView(string Field, string Title, string Value, string Text, string Published);
