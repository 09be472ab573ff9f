using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace Aieh.Scoring.Irt;

/// <summary>
/// An item of which the parameters are known as a distribution only, such as an author's judgement with how far it may be off.
/// What it says about ability is its expected response function, the mean of P(k | θ) over that distribution.
/// </summary>
/// <remarks>
/// Because the parameters of different items are independent, the likelihood of a response vector with the parameters integrated out is the
/// product of the items' expected response functions [MislevyWingerskySheehan1994]: an EAP made from them is the posterior mean of ability
/// given the answers alone, and its standard error holds the uncertainty of the parameters as well.
/// The mean is taken over <see cref="DrawCount"/> points of a lattice in the space of the parameters, the same ones every time.
/// </remarks>
public sealed class UncertainItem
{
    /// <summary>Points of the lattice over which the expected response function is averaged: 128.</summary>
    public const int DrawCount = 128;

    // A Korobov lattice [Niederreiter1992]: coordinate j of point i is i·75^j mod 128. With the spreads that authors' judgements have, the
    // expected response function is within 0.012 of the integral for up to four uncertain parameters. The powers repeat after 32
    // coordinates: of items with more thresholds than that some move together.
    private const int Generator = 75;

    private readonly ParameterSpread _spread;

    private UncertainItem(ItemParameters centre, ParameterSpread spread)
    {
        (Centre, _spread) = (centre, spread.Checked());
        Draws = spread == default ? [centre] : [.. Enumerable.Range(0, DrawCount).Select(Lattice)];
    }

    /// <summary>The item with every parameter in the middle of its distribution: a at its median, the others at their means.</summary>
    public ItemParameters Centre { get; }

    /// <summary>
    /// How many numbers place an item in its distribution: one for a, one for each threshold, and one for c where it is above 0.
    /// </summary>
    public int Dimensions => 1 + Centre.Thresholds.Length + (Centre.Guessing > 0 ? 1 : 0);

    /// <summary>The items whose mean the expected response function is; one where the parameters are known.</summary>
    internal ImmutableArray<ItemParameters> Draws { get; }

    /// <summary>An item whose parameters are known.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The item, without any spread.</returns>
    public static UncertainItem Known(ItemParameters item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new UncertainItem(item, default);
    }

    /// <summary>An item with independent priors around where its parameters were placed.</summary>
    /// <param name="centre">The item in the middle: the median of a, the means of the thresholds and of logit c.</param>
    /// <param name="spread">The standard deviations of the priors. Thresholds of a graded item are taken in increasing order.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A standard deviation is negative or not finite.</exception>
    public static UncertainItem Of(ItemParameters centre, ParameterSpread spread)
    {
        ArgumentNullException.ThrowIfNull(centre);
        return new UncertainItem(centre, spread);
    }

    /// <summary>The item at given places of its priors: a draw of its parameters where the places are uniform random numbers.</summary>
    /// <param name="places">
    /// For ln a, each threshold and logit c, in this order, the share of the prior that lies below, each in (0, 1); as many as
    /// <see cref="Dimensions"/>.
    /// </param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentException">There are more or fewer places than dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A place is outside (0, 1), or puts a parameter outside its domain.</exception>
    public ItemParameters At(ReadOnlySpan<double> places)
    {
        if (places.Length != Dimensions)
            throw new ArgumentException($"The item has {Dimensions} dimensions, {places.Length} places are given.", nameof(places));
        foreach (var place in places)
            if (!(place is > 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(places), place, "A place must lie between 0 and 1.");

        var count = Centre.Thresholds.Length;
        var a = Centre.Discrimination * Math.Exp(_spread.LogDiscrimination * Deviate(places[0]));
        var thresholds = new double[count];
        for (var k = 0; k < count; k++) thresholds[k] = Centre.Thresholds[k] + _spread.Threshold * Deviate(places[k + 1]);
        if (Centre.Model == ItemModel.GradedResponse) Array.Sort(thresholds);
        return ItemParameters.Of(Centre.Model, a, thresholds, Centre.Guessing > 0 ? Guessing(places[^1]) : 0);
    }

    /// <summary>log P(category) of the expected response function at θ; of a known item its own to the last bit.</summary>
    internal double LogProbability(double theta, int category)
    {
        if (Draws.Length == 1) return ItemKernel.LogProbability(Draws[0], theta, category);
        Span<double> logs = stackalloc double[DrawCount];
        for (var d = 0; d < logs.Length; d++) logs[d] = ItemKernel.LogProbability(Draws[d], theta, category);
        return LogMean(logs);
    }

    /// <summary>The logarithm of the mean of numbers given as logarithms; of a single one itself, to the last bit.</summary>
    internal static double LogMean(ReadOnlySpan<double> logs)
    {
        var largest = double.NegativeInfinity;
        foreach (var log in logs) largest = Math.Max(largest, log);
        if (double.IsNegativeInfinity(largest)) return largest;
        var sum = 0.0;
        foreach (var log in logs) sum += Math.Exp(log - largest);
        return largest + Math.Log(sum / logs.Length);
    }

    private double Guessing(double place)
    {
        var c = Centre.Guessing;
        return Logistic.Pair(Math.Log(c / (1 - c)) + _spread.LogitGuessing * Deviate(place)).Upper;
    }

    private ItemParameters Lattice(int point)
    {
        Span<double> places = stackalloc double[Dimensions];
        var multiple = point;
        for (var j = 0; j < places.Length; j++)
        {
            places[j] = (multiple + 0.5) / DrawCount;
            multiple = multiple * Generator % DrawCount;
        }

        return At(places);
    }

    private static double Deviate(double place) => Normal.InvCDF(0, 1, place);
}
