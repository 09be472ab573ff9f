using System.Collections.Immutable;

namespace Aieh.Scoring.Adaptive;

/// <summary>How an adaptive test chooses its items and when it ends; immutable, checked when it is made.</summary>
public sealed class AdaptiveSettings
{
    /// <summary>Settings of an adaptive test.</summary>
    /// <param name="minimumLength">Items given before precision may end the test; at least 1.</param>
    /// <param name="maximumLength">Items after which the test ends; at least the minimum.</param>
    /// <param name="targetStandardError">
    /// The test ends when the posterior standard deviation is at most this, logits; at least 0, and 0 gives a test of fixed length.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public AdaptiveSettings(int minimumLength, int maximumLength, double targetStandardError)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLength, minimumLength);
        if (!(targetStandardError >= 0) || !double.IsFinite(targetStandardError))
            throw new ArgumentOutOfRangeException(
                nameof(targetStandardError), targetStandardError, "A target standard error must be finite and at least 0.");
        (MinimumLength, MaximumLength, TargetStandardError) = (minimumLength, maximumLength, targetStandardError);
    }

    /// <summary>Items given before precision may end the test; at least 1.</summary>
    public int MinimumLength { get; }

    /// <summary>Items after which the test ends.</summary>
    public int MaximumLength { get; }

    /// <summary>The test ends when the posterior standard deviation is at most this, logits.</summary>
    public double TargetStandardError { get; }

    /// <summary>The ability at which the first item is chosen, logits, within ±1e9; null, the default, for the prior's mean.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ability is outside its domain.</exception>
    public double? StartingAbility
    {
        get;
        init => field = value is { } theta && !(Math.Abs(theta) <= 1e9)
            ? throw new ArgumentOutOfRangeException(nameof(value), value, "An ability must lie within ±1e9 logits.")
            : value;
    }

    /// <summary>
    /// The item is drawn at random among this many best ones, at least 1; 1, the default, always takes the best [KingsburyZara1989].
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int Randomesque
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    = 1;

    /// <summary>
    /// The share of the test each content area should have, by area, each at least 0, summing to 1;
    /// empty, the default, leaves content alone.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A share is negative or not a number, or they do not sum to 1 within 1e-6.</exception>
    public ImmutableArray<double> ContentShares
    {
        get;
        init
        {
            if (!value.IsEmpty && (value.Any(share => !(share >= 0)) || !(Math.Abs(value.Sum() - 1) <= 1e-6)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "Content shares must be at least 0 and sum to 1.");
            field = value;
        }
    }

    = [];

    /// <summary>
    /// Sympson–Hetter parameters P(A|S) by item, each above 0 and at most 1, as found by <see cref="SympsonHetter.Fit"/>;
    /// empty, the default, for no such control.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public ImmutableArray<double> ExposureParameters
    {
        get;
        init
        {
            if (value.Any(parameter => !(parameter is > 0 and <= 1)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "Exposure parameters must be above 0 and at most 1.");
            field = value;
        }
    }

    = [];

    /// <summary>The same choices for a test of fixed length.</summary>
    internal AdaptiveSettings WithLength(int length) => new(length, length, 0)
    {
        StartingAbility = StartingAbility,
        Randomesque = Randomesque,
        ContentShares = ContentShares,
        ExposureParameters = ExposureParameters,
    };

    internal AdaptiveSettings WithExposure(ImmutableArray<double> parameters) => new(MinimumLength, MaximumLength, TargetStandardError)
    {
        StartingAbility = StartingAbility,
        Randomesque = Randomesque,
        ContentShares = ContentShares,
        ExposureParameters = parameters,
    };
}
