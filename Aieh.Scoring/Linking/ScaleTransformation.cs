using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>A linear change of the ability scale, θ_base = A·θ_new + B [KolenBrennan2014, ch. 6].</summary>
public readonly record struct ScaleTransformation
{
    /// <summary>Makes a transformation.</summary>
    /// <param name="slope">A, base logits per new logit; finite, above 0.</param>
    /// <param name="intercept">B, base logits; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public ScaleTransformation(double slope, double intercept)
    {
        if (!(slope > 0) || !double.IsFinite(slope))
            throw new ArgumentOutOfRangeException(nameof(slope), slope, "A slope must be finite and above 0.");
        if (!double.IsFinite(intercept))
            throw new ArgumentOutOfRangeException(nameof(intercept), intercept, "An intercept must be finite.");
        (Slope, Intercept) = (slope, intercept);
    }

    /// <summary>A, base logits per new logit; above 0. Also the factor of every standard error of an ability.</summary>
    public double Slope { get; }

    /// <summary>B, base logits.</summary>
    public double Intercept { get; }

    /// <summary>The transformation back.</summary>
    /// <returns>θ_new = θ_base/A − B/A.</returns>
    public ScaleTransformation Invert() => new(1 / Slope, -Intercept / Slope);

    /// <summary>An ability on the base scale.</summary>
    /// <param name="theta">Ability on the new scale, logits; within ±1e9.</param>
    /// <returns>A·θ + B.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is outside its domain.</exception>
    public double Apply(double theta) => Slope * Ability.Check(theta) + Intercept;

    /// <summary>
    /// An item on the base scale: discrimination a/A, thresholds A·b + B, lower asymptote unchanged.
    /// Its response curve is the same at transformed abilities.
    /// </summary>
    /// <param name="item">The item on the new scale.</param>
    /// <returns>
    /// The item on the base scale. A one-parameter item becomes a two-parameter one unless A is 1: its discrimination is then no longer 1.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A transformed parameter is outside the domain of <see cref="ItemParameters"/>.
    /// </exception>
    public ItemParameters Apply(ItemParameters item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Span<double> thresholds = stackalloc double[item.Thresholds.Length];
        for (var k = 0; k < thresholds.Length; k++) thresholds[k] = Slope * item.Thresholds[k] + Intercept;
        return With(item, item.Discrimination / Slope, thresholds);
    }

    /// <summary>The item with another discrimination and other thresholds.</summary>
    internal static ItemParameters With(ItemParameters item, double discrimination, ReadOnlySpan<double> thresholds) =>
        ItemParameters.Of(item.Model, discrimination, thresholds, item.Guessing);
}
