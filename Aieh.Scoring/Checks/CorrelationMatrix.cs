using MathNet.Numerics.LinearAlgebra;

namespace Aieh.Scoring.Checks;

/// <summary>The correlations of several variables; immutable, checked once.</summary>
public sealed class CorrelationMatrix
{
    // Correlations are often published rounded; these must still be the same numbers twice.
    private const double Symmetry = 1e-12;

    // An eigenvalue below this is a linear dependence but for rounding.
    private const double SmallestEigenvalue = 1e-10;

    private readonly double[] _values;

    /// <summary>Makes a correlation matrix.</summary>
    /// <param name="values">Row-major, size × size: symmetric, within [−1, 1], 1 on the diagonal.</param>
    /// <param name="size">Number of variables; at least 1.</param>
    /// <exception cref="ArgumentException">There are not size² values, or they are not symmetric.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value or the size is outside its domain.</exception>
    public CorrelationMatrix(ReadOnlySpan<double> values, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (values.Length != (long)size * size)
            throw new ArgumentException($"{values.Length} values are not {size} × {size} correlations.", nameof(values));
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
            {
                var r = values[i * size + j];
                if (!(Math.Abs(r) <= 1))
                    throw new ArgumentOutOfRangeException(
                        nameof(values), r, $"The correlation of variables {i} and {j} must lie in [-1, 1].");
                if (i == j && r != 1)
                    throw new ArgumentOutOfRangeException(nameof(values), r, $"The correlation of variable {i} with itself is 1.");
                if (Math.Abs(r - values[j * size + i]) > Symmetry)
                    throw new ArgumentException(
                        $"The correlations of variables {i} and {j} differ: {r} and {values[j * size + i]}.", nameof(values));
            }

        Size = size;
        _values = values.ToArray();
        var eigenvalues = Matrix<double>.Build.Dense(size, size, (i, j) => this[i, j]).Evd(Symmetricity.Symmetric).EigenValues;
        IsPositiveDefinite = eigenvalues.All(value => value.Real > SmallestEigenvalue);
    }

    /// <summary>Number of variables.</summary>
    public int Size { get; }

    /// <summary>
    /// Whether no variable follows linearly from the others; false too for numbers that cannot be correlations of the same people.
    /// </summary>
    public bool IsPositiveDefinite { get; }

    /// <summary>One correlation.</summary>
    /// <param name="i">Row, from 0.</param>
    /// <param name="j">Column, from 0.</param>
    /// <returns>The correlation, in [−1, 1].</returns>
    public double this[int i, int j] => _values[i * Size + j];

    /// <summary>R⁻¹ y for a positive definite matrix, over some of the variables.</summary>
    internal double[] Solve(ReadOnlySpan<int> variables, ReadOnlySpan<double> y)
    {
        var of = variables.ToArray();
        var right = new double[of.Length];
        for (var i = 0; i < of.Length; i++) right[i] = y[of[i]];
        var matrix = Matrix<double>.Build.Dense(of.Length, of.Length, (i, j) => this[of[i], of[j]]);
        return matrix.Cholesky().Solve(Vector<double>.Build.Dense(right)).ToArray();
    }
}
