using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>How exactly the parameters of anchors are known on both scales, whose calibrations are taken as independent.</summary>
public sealed class AnchorErrors
{
    private AnchorErrors(double[] onNew, double[] onBase, bool areCovariances) =>
        (New, Base, AreCovariances) = (onNew, onBase, areCovariances);

    /// <summary>Whether the covariances are known, and not the standard errors alone.</summary>
    public bool AreCovariances { get; }

    internal double[] New { get; }

    internal double[] Base { get; }

    /// <summary>From the covariance matrices of all parameters of all anchors.</summary>
    /// <param name="newCovariance">
    /// On the new scale, row by row, finite, in the order of the anchors; see <see cref="LinkingErrors.ParameterCount"/>.
    /// </param>
    /// <param name="baseCovariance">The same on the base scale.</param>
    /// <returns>The errors.</returns>
    /// <exception cref="ArgumentException">A matrix is not square, not finite or has a negative variance.</exception>
    public static AnchorErrors OfCovariances(ReadOnlySpan<double> newCovariance, ReadOnlySpan<double> baseCovariance) => new(
        Checked(newCovariance, nameof(newCovariance)), Checked(baseCovariance, nameof(baseCovariance)), areCovariances: true);

    /// <summary>From standard errors alone: correlations, within and between items, are unknown.</summary>
    /// <param name="newErrors">Of all parameters on the new scale, finite, at least 0, in the same order.</param>
    /// <param name="baseErrors">The same on the base scale.</param>
    /// <returns>The errors.</returns>
    /// <exception cref="ArgumentException">A standard error is outside its domain.</exception>
    public static AnchorErrors OfStandardErrors(ReadOnlySpan<double> newErrors, ReadOnlySpan<double> baseErrors) => new(
        Checked(Diagonal(newErrors), nameof(newErrors)), Checked(Diagonal(baseErrors), nameof(baseErrors)), areCovariances: false);

    internal void Check(IReadOnlyList<AnchorItem> anchors)
    {
        Fits(New, anchors.Select(anchor => anchor.New), "newCovariance");
        Fits(Base, anchors.Select(anchor => anchor.Base), "baseCovariance");

        static void Fits(double[] matrix, IEnumerable<ItemParameters> items, string name)
        {
            var parameters = items.Sum(LinkingErrors.ParameterCount);
            if (matrix.Length != parameters * parameters)
                throw new ArgumentException($"The anchors have {parameters} parameters, the matrix {matrix.Length} entries.", name);
        }
    }

    private static double[] Diagonal(ReadOnlySpan<double> errors)
    {
        var matrix = new double[errors.Length * errors.Length];
        for (var i = 0; i < errors.Length; i++) matrix[i * errors.Length + i] = errors[i] < 0 ? -1 : errors[i] * errors[i];
        return matrix;
    }

    private static double[] Checked(ReadOnlySpan<double> matrix, string name)
    {
        var size = (int)Math.Sqrt(matrix.Length);
        if (size * size != matrix.Length) throw new ArgumentException($"{matrix.Length} entries are no square matrix.", name);
        for (var i = 0; i < matrix.Length; i++)
            if (!double.IsFinite(matrix[i]) || (i % (size + 1) == 0 && matrix[i] < 0))
                throw new ArgumentException($"Entry {i}, {matrix[i]}, is not finite or a negative variance.", name);
        return matrix.ToArray();
    }
}
