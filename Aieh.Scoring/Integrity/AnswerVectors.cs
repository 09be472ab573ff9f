using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aieh.Scoring.Integrity;

/// <summary>
/// The answers that could have been given to the items asked: for each claim of ability the posterior mean to which they lead, and their
/// probability if the claim is true and if ability is lower.
/// </summary>
internal sealed class AnswerVectors
{
    /// <summary>As many vectors are enumerated; of more, as many are drawn.</summary>
    public const int Most = 8192;

    private const ulong Seed = 0x5EE1_0F_7E57;
    private const int Lanes = 4;
    private const int ItemsBetweenScaling = 32;

    // Posterior means this close are one; rounding is smaller and no two answers' are that close by chance.
    private const double Tie = 1e-9;

    private readonly AskedItems _items;
    private readonly AbilityClaim[] _claims;
    private readonly double[][] _means;
    private readonly double[][] _earned;
    private readonly double[][] _lowered;
    private readonly double[] _observed;
    private int _count;

    public AnswerVectors(AskedItems items, AbilityClaim[] claims)
    {
        (_items, _claims, _observed) = (items, claims, new double[claims.Length]);
        var vectors = 1L;
        for (var j = 0; j < items.Count && vectors <= Most; j++) vectors *= items.CategoriesOf(j);
        var isSmall = vectors <= Most;
        var room = isSmall ? (int)vectors : Most + 1;
        (_means, _earned, _lowered) = (Rows(room), Rows(room), Rows(room));
        if (isSmall) Enumerate();
        else Draw();
    }

    /// <summary>The probability of a posterior mean at or below the observed one, if the claim is true.</summary>
    public double PValue(int claim)
    {
        var p = 0.0;
        for (var v = 0; v < _count; v++)
            if (_means[claim][v] <= _observed[claim] + Tie)
                p += _earned[claim][v];
        return Math.Min(p, 1);
    }

    /// <summary>The probability of a posterior mean at or above the observed one, if ability is lower.</summary>
    public double GainPValue(int claim)
    {
        var p = 0.0;
        for (var v = 0; v < _count; v++)
            if (_means[claim][v] >= _observed[claim] - Tie)
                p += _lowered[claim][v];
        return Math.Min(p, 1);
    }

    /// <summary>The observed posterior mean's distance from the claim's, in standard deviations if the claim is true.</summary>
    public double StandardizedDifference(int claim)
    {
        double variance = 0, total = 0;
        for (var v = 0; v < _count; v++)
        {
            var movement = _means[claim][v] - _claims[claim].Mean;
            variance += _earned[claim][v] * movement * movement;
            total += _earned[claim][v];
        }

        var sd = Math.Sqrt(variance / total);
        return sd > Tie ? (_observed[claim] - _claims[claim].Mean) / sd : 0;
    }

    /// <summary>The probability, if ability is lower than a claim, of a p value at or below a level for every claim.</summary>
    public double Power(int claim, double level)
    {
        var highest = new double[_claims.Length];
        for (var c = 0; c < highest.Length; c++) highest[c] = HighestWithin(c, level);
        var power = 0.0;
        for (var v = 0; v < _count; v++)
        {
            var isFound = true;
            for (var c = 0; c < highest.Length; c++) isFound &= _means[c][v] <= highest[c];
            if (isFound) power += _lowered[claim][v];
        }

        return Math.Min(power, 1);
    }

    // The highest posterior mean of which the p value is at most the level: the interval in which it lies is halved, and so is what lies in
    // it.
    private double HighestWithin(int claim, double level)
    {
        var means = _means[claim].AsSpan(0, _count).ToArray();
        var masses = _earned[claim].AsSpan(0, _count).ToArray();
        var (low, high, p, left) = (means.Min() - Tie, means.Max(), 0.0, _count);
        while (high - low > Tie && left > 0)
        {
            var middle = (low + high) / 2;
            var mass = 0.0;
            for (var v = 0; v < left; v++)
                if (means[v] <= middle)
                    mass += masses[v];
            var isWithin = p + mass <= level;
            if (isWithin) (low, p) = (middle, p + mass);
            else high = middle;

            var kept = 0;
            for (var v = 0; v < left; v++)
                if (means[v] <= middle != isWithin)
                    (means[kept], masses[kept++]) = (means[v], masses[v]);
            left = kept;
        }

        return low;
    }

    private void Enumerate()
    {
        var stride = _claims[0].Earned.Length;
        var products = new double[(_items.Count + 1) * stride];
        products.AsSpan(0, stride).Fill(1);
        Visit(0, true);

        void Visit(int item, bool isObserved)
        {
            var product = products.AsSpan(item * stride, stride);
            if (item == _items.Count)
            {
                Add(product, 1, isObserved);
                return;
            }

            for (var k = 0; k < _items.CategoriesOf(item); k++)
            {
                Multiply(product, _items.Row(item, k), products.AsSpan((item + 1) * stride, stride));
                Visit(item + 1, isObserved && k == _items.Answers[item]);
            }
        }
    }

    // Importance sampling from an equal mixture of all hypotheses, so that no weight exceeds their number. The observed vector is one of
    // the sample, which keeps p values valid [Harrison2012].
    private void Draw()
    {
        var mixture = new double[_claims[0].Earned.Length];
        foreach (var claim in _claims)
            for (var n = 0; n < mixture.Length; n++)
                mixture[n] += (claim.Earned[n] + claim.Lowered[n]) / (2 * _claims.Length);

        var product = new double[mixture.Length];
        var answers = (int[])_items.Answers.Clone();
        var state = Seed;
        for (var draw = 0; draw <= Most; draw++)
        {
            if (draw > 0) _items.Draw(mixture, ref state, answers);
            Likelihood(answers, product);
            Add(product, 1 / (Dot(mixture, product) * (Most + 1)), draw == 0);
        }
    }

    // Every so often relative to its largest value, so that it does not underflow with many items.
    private void Likelihood(int[] answers, double[] product)
    {
        Array.Fill(product, 1);
        for (var j = 0; j < answers.Length; j++)
        {
            Multiply(product, _items.Row(j, answers[j]), product);
            if (j % ItemsBetweenScaling == ItemsBetweenScaling - 1) Scale(product);
        }
    }

    private static void Scale(double[] product)
    {
        var largest = product.Max();
        for (var n = 0; n < product.Length; n++) product[n] /= largest;
    }

    private void Add(ReadOnlySpan<double> likelihood, double factor, bool isObserved)
    {
        for (var c = 0; c < _claims.Length; c++)
        {
            var (earned, moment, lowered) = Sums(_claims[c], likelihood);
            _means[c][_count] = moment / earned;
            _earned[c][_count] = factor * earned;
            _lowered[c][_count] = factor * lowered;
            if (isObserved) _observed[c] = _means[c][_count];
        }

        _count++;
    }

    private double[][] Rows(int length) => [.. _claims.Select(_ => new double[length])];

    // Four lanes on every processor, so that the bits do not depend on it.
    private static (double Earned, double Moment, double Lowered) Sums(AbilityClaim claim, ReadOnlySpan<double> values)
    {
        ref var earned = ref MemoryMarshal.GetArrayDataReference(claim.Earned);
        ref var moment = ref MemoryMarshal.GetArrayDataReference(claim.Moments);
        ref var lowered = ref MemoryMarshal.GetArrayDataReference(claim.Lowered);
        ref var value = ref MemoryMarshal.GetReference(values);
        Vector256<double> zeroth = default, first = default, below = default;
        for (nuint n = 0; n < (nuint)values.Length; n += Lanes)
        {
            var at = Vector256.LoadUnsafe(ref value, n);
            zeroth += Vector256.LoadUnsafe(ref earned, n) * at;
            first += Vector256.LoadUnsafe(ref moment, n) * at;
            below += Vector256.LoadUnsafe(ref lowered, n) * at;
        }

        return (Sum(zeroth), Sum(first), Sum(below));
    }

    private static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);

    private static double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> values)
    {
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var value = ref MemoryMarshal.GetReference(values);
        Vector256<double> sum = default;
        for (nuint n = 0; n < (nuint)weights.Length; n += Lanes)
            sum += Vector256.LoadUnsafe(ref weight, n) * Vector256.LoadUnsafe(ref value, n);
        return Sum(sum);
    }

    private static void Multiply(ReadOnlySpan<double> one, ReadOnlySpan<double> other, Span<double> product)
    {
        ref var left = ref MemoryMarshal.GetReference(one);
        ref var right = ref MemoryMarshal.GetReference(other);
        ref var target = ref MemoryMarshal.GetReference(product);
        for (nuint n = 0; n < (nuint)product.Length; n += Lanes)
            (Vector256.LoadUnsafe(ref left, n) * Vector256.LoadUnsafe(ref right, n)).StoreUnsafe(ref target, n);
    }
}
