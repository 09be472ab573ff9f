using System.Collections.Immutable;

namespace Aieh.Scoring.Linking;

/// <summary>What a table says about raw scores between its points.</summary>
public enum TableInterpolation
{
    /// <summary>Nothing: only raw scores that are listed are mapped.</summary>
    None,

    /// <summary>Score and standard error are interpolated linearly between neighbouring points.</summary>
    Linear,
}

/// <summary>One line of a concordance table.</summary>
/// <param name="RawScore">Score as the instrument reports it.</param>
/// <param name="Score">Score on the passport scale, points.</param>
/// <param name="StandardError">Its standard error, points; above 0.</param>
public readonly record struct ConcordancePoint(double RawScore, double Score, double StandardError);

/// <summary>A table of corresponding scores, monotone, each with its own standard error, with a stated rule between the points.</summary>
public sealed class TableConcordance : Concordance
{
    private readonly ImmutableArray<ConcordancePoint> _points;
    private readonly TableInterpolation _interpolation;

    /// <summary>Makes a table.</summary>
    /// <param name="points">At least two, by increasing raw score; the passport scores all do not fall, or all do not rise.</param>
    /// <param name="interpolation">The rule between the points.</param>
    /// <exception cref="ArgumentException">There are fewer than two points, or they are not in order or not monotone.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its domain.</exception>
    public TableConcordance(ImmutableArray<ConcordancePoint> points, TableInterpolation interpolation)
        : base(Checked(points)[0].RawScore, points[^1].RawScore)
    {
        _interpolation = Enum.IsDefined(interpolation)
            ? interpolation
            : throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Not a rule of interpolation.");
        _points = points;
    }

    private protected override bool TryMapInDomain(double rawScore, out ConcordantScore score)
    {
        var above = 0;
        while (_points[above].RawScore < rawScore) above++;
        var upper = _points[above];
        score = new ConcordantScore(upper.Score, upper.StandardError);
        if (upper.RawScore == rawScore) return true;
        if (_interpolation == TableInterpolation.None) return false;

        var lower = _points[above - 1];
        var share = (rawScore - lower.RawScore) / (upper.RawScore - lower.RawScore);
        score = new ConcordantScore(
            lower.Score + share * (upper.Score - lower.Score),
            lower.StandardError + share * (upper.StandardError - lower.StandardError));
        return true;
    }

    private static ImmutableArray<ConcordancePoint> Checked(ImmutableArray<ConcordancePoint> points)
    {
        if (points.IsDefault || points.Length < 2) throw new ArgumentException("A table has at least two points.", nameof(points));
        var (rises, falls) = (false, false);
        for (var i = 0; i < points.Length; i++)
        {
            Finite(points[i].RawScore, nameof(points));
            Finite(points[i].Score, nameof(points));
            CheckedError(points[i].StandardError, nameof(points));
            if (i == 0) continue;
            if (points[i].RawScore <= points[i - 1].RawScore)
                throw new ArgumentException($"Point {i + 1} is not above point {i} in raw score.", nameof(points));
            rises |= points[i].Score > points[i - 1].Score;
            falls |= points[i].Score < points[i - 1].Score;
        }

        return rises && falls
            ? throw new ArgumentException("The passport scores both rise and fall with the raw score.", nameof(points))
            : points;
    }
}
