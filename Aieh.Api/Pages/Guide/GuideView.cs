namespace Aieh.Api.Pages.Guide;

// Public, because the compiler makes components public, and so must be what they are given.

/// <summary>Something of the catalog, by its name.</summary>
public sealed record GuideLink(string Path, string Title);

/// <summary>What the page of a wrong address says, and what there is in its place.</summary>
public sealed record UnknownView(string Title, string Text, IReadOnlyList<GuideLink> There);

/// <summary>A number with where it comes from.</summary>
/// <param name="Value">As it is written.</param>
/// <param name="Origin">Published, or this service's default.</param>
/// <param name="Why">The source of the one, the reason of the other.</param>
public sealed record GuideNumber(string Value, string Origin, string Why);
