using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Reports;

// Public, because the compiler makes components public, and so must be what they are given.

/// <summary>A page of what selection does to groups, as it is written: words and numbers that need no further thought.</summary>
public sealed record ImpactView
{
    /// <summary>The loop's name.</summary>
    public required string Name { get; init; }

    public required string Employer { get; init; }

    /// <summary>The loop with its version; null before there are figures, as the moment and the sample are.</summary>
    public string? Loop { get; init; }

    public PageTime? TakenAt { get; init; }

    public string? People { get; init; }

    /// <summary>The scores that can be asked for.</summary>
    public required IReadOnlyList<ImpactCut> Cuts { get; init; }

    /// <summary>The selection, then the scoring rates; those that can be told and were asked for.</summary>
    public required IReadOnlyList<ImpactPart> Parts { get; init; }

    /// <summary>Why something that was asked for is not told.</summary>
    public required IReadOnlyList<string> Lacks { get; init; }

    /// <summary>Where the figures are as a table for programs; null before there are any.</summary>
    public string? Csv { get; init; }

    public required string LinkEndsAt { get; init; }
}

/// <summary>A score that can be asked for.</summary>
public sealed record ImpactCut(string Name, string Address, bool IsCurrent);

/// <summary>Figures of one score.</summary>
/// <param name="Id">How the page's addresses name it.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Text">What it counts, in words.</param>
/// <param name="Picture">Rates side by side; null where there are none.</param>
/// <param name="Tables">By sex, by race or ethnicity, by both.</param>
public sealed record ImpactPart(string Id, string Title, string Text, FigureView? Picture, IReadOnlyList<ImpactTable> Tables);

/// <summary>Groups side by side.</summary>
public sealed record ImpactTable(string Caption, IReadOnlyList<ImpactRow> Rows);

/// <summary>A group; what is not told is empty.</summary>
public sealed record ImpactRow
{
    public required string Name { get; init; }
    public required string Status { get; init; }
    public required string People { get; init; }
    public required string Selected { get; init; }
    public required string Rate { get; init; }
    public required string Interval { get; init; }
    public required string Ratio { get; init; }
    public required string FisherP { get; init; }
    public required string Z { get; init; }
    public required string Shortfall { get; init; }
}
