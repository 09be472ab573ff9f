namespace Aieh.Scoring.Scale;

/// <summary>The four published bands of the passport scale, in ascending order.</summary>
public enum Band
{
    /// <summary>Below the threshold of functional skill.</summary>
    BelowThreshold,

    /// <summary>Functional.</summary>
    Functional,

    /// <summary>Strong.</summary>
    Strong,

    /// <summary>Exceptional.</summary>
    Exceptional,
}

/// <summary>The names by which bands travel in URLs and documents.</summary>
public static class BandSlugs
{
    private static readonly string[] Slugs = ["below-threshold", "functional", "strong", "exceptional"];

    /// <summary>The slug of a band.</summary>
    /// <param name="band">A defined band.</param>
    /// <returns>One of <c>below-threshold</c>, <c>functional</c>, <c>strong</c>, <c>exceptional</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="band"/> is not a defined band.</exception>
    public static string Slug(this Band band) =>
        (uint)band < Slugs.Length
            ? Slugs[(int)band]
            : throw new ArgumentOutOfRangeException(nameof(band), band, "Not a band of the scale.");

    /// <summary>Reads a slug.</summary>
    /// <param name="slug">The text to read; matched exactly.</param>
    /// <param name="band">The band, when the slug is known.</param>
    /// <returns>Whether the slug names a band.</returns>
    public static bool TryParse(string? slug, out Band band)
    {
        var index = Array.IndexOf(Slugs, slug);
        band = index < 0 ? default : (Band)index;
        return index >= 0;
    }
}

/// <summary>The reported scores that a band covers, both ends included.</summary>
/// <param name="Band">The band.</param>
/// <param name="Lowest">Lowest reported score of the band, points.</param>
/// <param name="Highest">Highest reported score of the band, points.</param>
public readonly record struct BandRange(Band Band, int Lowest, int Highest);

/// <summary>The probability that the score lies in a band.</summary>
/// <param name="Band">The band.</param>
/// <param name="Probability">Probability in [0, 1]; over all bands of a scale they sum to 1.</param>
public readonly record struct BandProbability(Band Band, double Probability);
