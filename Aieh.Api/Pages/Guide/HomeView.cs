namespace Aieh.Api.Pages.Guide;

/// <summary>The first page that somebody sees.</summary>
public sealed record HomeView
{
    /// <summary>The lowest score and the highest.</summary>
    public required string Minimum { get; init; }

    public required string Maximum { get; init; }

    public required IReadOnlyList<TestCard> Tests { get; init; }

    public required IReadOnlyList<RoleCard> Roles { get; init; }

    /// <summary>A first call of the API, to paste; null when nothing can be taken.</summary>
    public string? FirstCall { get; init; }
}

/// <summary>A test in a list.</summary>
public sealed record TestCard
{
    public required string Slug { get; init; }

    public required GuideLink Link { get; init; }

    public required string Summary { get; init; }

    public required string Pillar { get; init; }

    /// <summary>How it measures.</summary>
    public required string Method { get; init; }

    /// <summary>How many questions its sample has, and how long they take; null when it has none.</summary>
    public string? Sample { get; init; }

    /// <summary>Whether the sample can be taken now.</summary>
    public required bool HasSample { get; init; }

    /// <summary>What is to be said of the sample's being offered or not; null when it has none.</summary>
    public string? SampleNote { get; init; }

    /// <summary>The forms there are, with how many questions each has.</summary>
    public required IReadOnlyList<string> Forms { get; init; }
}

/// <summary>A role in a list.</summary>
public sealed record RoleCard(GuideLink Link, string Summary, bool HasBundle);
