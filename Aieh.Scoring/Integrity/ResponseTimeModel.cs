namespace Aieh.Scoring.Integrity;

/// <summary>
/// How long honest people take: ln T = β − τ + ε for an item of time intensity β, a person of speed τ ~ N(0, s²) and ε ~ N(0, σ²)
/// [VanDerLinden2006]; immutable, checked when it is made.
/// </summary>
public sealed class ResponseTimeModel
{
    private const double Largest = 3;

    /// <summary>A model of response times.</summary>
    /// <param name="speedDeviation">s, standard deviation of speeds, in ln seconds; 0..3.</param>
    /// <param name="residualDeviation">σ, standard deviation of one person's times about what speed and item say; above 0, at most
    /// 3.</param>
    /// <param name="meanError">
    /// Standard deviation of ln(stated mean/true mean) of an item: how far stated means may be off; 0..3, about 0 for means of many times.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A standard deviation is outside its domain.</exception>
    public ResponseTimeModel(double speedDeviation, double residualDeviation, double meanError)
    {
        Check(speedDeviation, nameof(speedDeviation));
        Check(residualDeviation, nameof(residualDeviation));
        Check(meanError, nameof(meanError));
        ArgumentOutOfRangeException.ThrowIfZero(residualDeviation);
        (SpeedDeviation, ResidualDeviation, MeanError) = (speedDeviation, residualDeviation, meanError);
    }

    /// <summary>
    /// Speeds 0.35, residuals 0.5, about what is found for items of a minute [VanDerLinden2006], and means that an author judged, off by
    /// 0.35 (a factor of 1.4).
    /// </summary>
    public static ResponseTimeModel Judged { get; } = new(0.35, 0.5, 0.35);

    /// <summary>The same, for means of a hundred times and more, off by 0.1.</summary>
    public static ResponseTimeModel Measured { get; } = new(0.35, 0.5, 0.1);

    /// <summary>Standard deviation of speeds, in ln seconds.</summary>
    public double SpeedDeviation { get; }

    /// <summary>Standard deviation of one person's times about what speed and item say, in ln seconds.</summary>
    public double ResidualDeviation { get; }

    /// <summary>Standard deviation of ln(stated mean/true mean) of an item.</summary>
    public double MeanError { get; }

    /// <summary>ln of the median time of a person of speed 0, by the stated mean over people, e^(β + (σ² + s²)/2).</summary>
    internal double IntensityOf(double meanSeconds) =>
        Math.Log(meanSeconds) - (ResidualDeviation * ResidualDeviation + SpeedDeviation * SpeedDeviation) / 2;

    private static void Check(double deviation, string name)
    {
        if (!(deviation is >= 0 and <= Largest))
            throw new ArgumentOutOfRangeException(name, deviation, $"A standard deviation must lie in 0..{Largest}.");
    }
}
