using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Guide;

/// <summary>
/// A role: what it is and pays, and what shows that somebody is ready for it. What the catalog does not have is empty or null.
/// </summary>
public sealed record RoleView
{
    public required string Title { get; init; }

    public required string Summary { get; init; }

    public required PayView Pay { get; init; }

    public required IReadOnlyList<NamedText> Activities { get; init; }

    /// <summary>The strongest first.</summary>
    public required IReadOnlyList<NamedText> Skills { get; init; }

    public string? SkillsNote { get; init; }

    public NamedText? SeniorSkill { get; init; }

    public string? WorkingCadence { get; init; }

    /// <summary>Roles beside it, and the difference, from whichever side it was told.</summary>
    public required IReadOnlyList<NeighbourView> Neighbours { get; init; }

    public required IReadOnlyList<OriginView> Origins { get; init; }

    public string? OriginsNote { get; init; }

    /// <summary>Null where none is published yet.</summary>
    public BundleView? Bundle { get; init; }

    /// <summary>What can be taken all the same, where there is no bundle.</summary>
    public required IReadOnlyList<GuideLink> Tests { get; init; }

    /// <summary>What there is not yet, in words.</summary>
    public required IReadOnlyList<string> Lacks { get; init; }

    public required IReadOnlyList<SourceView> Sources { get; init; }
}

public sealed record NamedText(string Name, string Text);

/// <param name="Role">The other role.</param>
/// <param name="Difference">How they differ.</param>
/// <param name="ToldBy">The other role, where it is its page that says so; null where it is this one's.</param>
public sealed record NeighbourView(GuideLink Role, string Difference, string? ToldBy);

public sealed record OriginView(string Name, string Frequency, string Text);

public sealed record SourceView(string Citation, string? Address);

/// <summary>What a role pays.</summary>
public sealed record PayView
{
    public required string Market { get; init; }

    public required string AsOf { get; init; }

    /// <summary>Low, median and high.</summary>
    public required IReadOnlyList<PayFigure> Figures { get; init; }

    /// <summary>That figures get old.</summary>
    public string? Notice { get; init; }

    public string? Distribution { get; init; }

    public required IReadOnlyList<PayReference> References { get; init; }

    public required IReadOnlyList<PayRegion> Regions { get; init; }

    public required IReadOnlyList<NamedText> Notes { get; init; }
}

public sealed record PayFigure(string Name, GuideNumber Number);

public sealed record PayReference(string Name, string? Amount, string Statement, string Sources);

public sealed record PayRegion(string Region, string RelativeTo, string Change, string Sources);

/// <summary>The tests that make up readiness for a role.</summary>
public sealed record BundleView
{
    public required FigureView Bars { get; init; }

    public required IReadOnlyList<BundleRow> Rows { get; init; }

    public required GuideNumber MinimumCoverage { get; init; }

    public required IReadOnlyList<ContextRow> Contexts { get; init; }

    /// <summary>What to take, the first first.</summary>
    public required IReadOnlyList<StepView> Steps { get; init; }

    /// <summary>How often a score should be renewed for this role; null where nothing is advised.</summary>
    public string? Renewal { get; init; }

    public string? EmployerAdvice { get; init; }
}

public sealed record BundleRow(GuideLink Test, GuideNumber Relevance, string Rationale);

/// <summary>What a context does to one test's relevance.</summary>
public sealed record ContextRow(string Context, string Test, string Direction, string From, string To, GuideNumber Multiplier);

/// <summary>A test to take, why, and how much is covered when it and those before it have been taken.</summary>
public sealed record StepView(string Slug, GuideLink Test, string Reason, string? Advice, bool HasSample, string? Note);
