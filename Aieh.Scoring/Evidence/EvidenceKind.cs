namespace Aieh.Scoring.Evidence;

/// <summary>What a piece of evidence rests on.</summary>
public enum EvidenceKind
{
    /// <summary>A full or adaptive form; θ and its error are a posterior mean and standard deviation under N(0, 1).</summary>
    Assessed,

    /// <summary>
    /// A free sample, whose items are public; a posterior like <see cref="Assessed"/>, and not counted unless asked for.
    /// </summary>
    Indicative,

    /// <summary>A vendor's result mapped by a concordance; θ and its error are already free of a prior.</summary>
    Vendor,
}

/// <summary>The names by which kinds of evidence travel in documents.</summary>
public static class EvidenceKindSlugs
{
    private static readonly string[] Slugs = ["assessed", "indicative", "vendor"];

    /// <summary>The slug of a kind.</summary>
    /// <param name="kind">A defined kind.</param>
    /// <returns>One of <c>assessed</c>, <c>indicative</c>, <c>vendor</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not a defined kind.</exception>
    public static string Slug(this EvidenceKind kind) =>
        (uint)kind < Slugs.Length ? Slugs[(int)kind] : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of evidence.");

    /// <summary>Reads a slug.</summary>
    /// <param name="slug">The text to read; matched exactly.</param>
    /// <param name="kind">The kind, when the slug is known.</param>
    /// <returns>Whether the slug names a kind.</returns>
    public static bool TryParse(string? slug, out EvidenceKind kind)
    {
        var index = Array.IndexOf(Slugs, slug);
        kind = index < 0 ? default : (EvidenceKind)index;
        return index >= 0;
    }
}
