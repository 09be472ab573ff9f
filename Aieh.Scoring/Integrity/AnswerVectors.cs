using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Aieh.Scoring.Adaptive;

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
        var isFound = new bool[_count];
        Array.Fill(isFound, true);
        for (var c = 0; c < _claims.Length; c++) KeepFound(c, level, isFound);
        var power = 0.0;
        for (var v = 0; v < _count; v++)
            if (isFound[v])
                power += _lowered[claim][v];
        return Math.Min(power, 1);
    }

    private void KeepFound(int claim, double level, bool[] isFound)
    {
        var order = Enumerable.Range(0, _count).ToArray();
        var means = _means[claim].AsSpan(0, _count).ToArray();
        Array.Sort(means, order);
        var p = 0.0;
        for (var from = 0; from < _count;)
        {
            var to = from;
            for (; to < _count && means[to] <= means[from] + Tie; to++) p += _earned[claim][order[to]];
            for (; from < to; from++) isFound[order[from]] &= p <= level;
        }
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

    // Importance sampling from an equal mixture of all hypotheses, so that no weight exceeds their number. The observed vector is one of the
    // sample, which keeps p values valid [Harrison2012].
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
            if (draw > 0) DrawAnswers(mixture, ref state, answers);
            Likelihood(answers, product);
            Add(product, 1 / (Dot(mixture, product) * (Most + 1)), draw == 0);
        }
    }

    private void DrawAnswers(double[] mixture, ref ulong state, int[] answers)
    {
        var node = Choose(mixture, SplitMix64.Uniform(SplitMix64.Next(ref state)));
        for (var j = 0; j < answers.Length; j++)
        {
            var left = SplitMix64.Uniform(SplitMix64.Next(ref state));
            var category = 0;
            while (category < _items.CategoriesOf(j) - 1 && (left -= _items.Row(j, category)[node]) >= 0) category++;
            answers[j] = category;
        }
    }

    private static int Choose(double[] weights, double uniform)
    {
        var last = Array.FindLastIndex(weights, weight => weight > 0);
        for (var n = 0; n < last; n++)
            if ((uniform -= weights[n]) < 0)
                return n;
        return last;
    }

    // Relative to its largest value, so that it does not underflow with many items.
    private void Likelihood(int[] answers, double[] product)
    {
        Array.Fill(product, 1);
        for (var j = 0; j < answers.Length; j++)
        {
            Multiply(product, _items.Row(j, answers[j]), product);
            var largest = 0.0;
            foreach (var value in product) largest = Math.Max(largest, value);
            for (var n = 0; n < product.Length; n++) product[n] /= largest;
        }
    }

    private void Add(ReadOnlySpan<double> likelihood, double factor, bool isObserved)
    {
        for (var c = 0; c < _claims.Length; c++)
        {
            var earned = Dot(_claims[c].Earned, likelihood);
            _means[c][_count] = Dot(_claims[c].Moments, likelihood) / earned;
            _earned[c][_count] = factor * earned;
            _lowered[c][_count] = factor * Dot(_claims[c].Lowered, likelihood);
            if (isObserved) _observed[c] = _means[c][_count];
        }

        _count++;
    }

    private double[][] Rows(int length) => [.. _claims.Select(_ => new double[length])];

    // Four lanes on every processor, so that the bits do not depend on it.
    private static double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> values)
    {
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var value = ref MemoryMarshal.GetReference(values);
        Vector256<double> sum = default;
        for (nuint n = 0; n < (nuint)weights.Length; n += Lanes)
            sum += Vector256.LoadUnsafe(ref weight, n) * Vector256.LoadUnsafe(ref value, n);
        return sum[0] + sum[1] + (sum[2] + sum[3]);
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
