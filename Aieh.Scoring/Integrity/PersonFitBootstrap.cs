using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>How well a response vector fits the model, with how often honest ones fit no better.</summary>
/// <param name="Status">Whether the numbers exist; they are null unless the status is <see cref="PersonFitStatus.Computed"/>.</param>
/// <param name="LzStar">l*_z at the posterior mean; about N(0, 1) for people who fit, negative for who do not.</param>
/// <param name="PValue">The probability of an l*_z as low or lower from honest people of like ability; (0, 1].</param>
/// <param name="Draws">How many response vectors were drawn for it.</param>
public readonly record struct PersonFitProbability(PersonFitStatus Status, double? LzStar, double? PValue, int Draws);

/// <summary>Person fit by l*_z with a probability that is right for short tests and uncertain parameters.</summary>
/// <remarks>
/// <para>l*_z as in <see cref="PersonFit"/> [Snijders2001, Sinharay2016], but with expected response functions for P, so that an item that
/// is harder than its author thought is no misfit, and at the posterior mean: W − c l' in place of W + c r₀, which is the same wherever
/// l' + r₀ = 0 and has Snijders' variance at any consistent estimate. It is read off the form's nodes, at the one nearest to the
/// mean.</para>
/// <para>p by a parametric bootstrap: abilities from the posterior, answers from the expected response functions, which is a draw of the
/// parameters from their priors and of answers given them, and l*_z of each draw at its own posterior mean, a posterior predictive check
/// [Meng1994]. Drawing ends at the fiftieth l*_z that is as low, or after 9,999 [BesagClifford1991].</para>
/// </remarks>
public static class PersonFitBootstrap
{
    /// <summary>Draws of which the smallest p value, 1/10,000, takes all: 9,999.</summary>
    public const int MostDraws = 9_999;

    private const int EnoughAsLow = 50;

    // A variance this small beside that of l is rounding.
    private const double SmallestShare = 1e-9;

    // l*_z this close are one.
    private const double Tie = 1e-9;

    /// <summary>Judges one response vector.</summary>
    /// <param name="form">The compiled form.</param>
    /// <param name="responses">One category per item in form order; <see cref="Response.NotAdministered"/> is ignored.</param>
    /// <param name="seed">Seed of the draws; one for each attempt.</param>
    /// <returns>l*_z and its p value, or the reason why there are none.</returns>
    /// <exception cref="ArgumentException">There is not one response per item.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is not a category of its item.</exception>
    /// <remarks>
    /// Does not depend on the order of the items. About a microsecond a draw for fifty items: a millisecond for most people, ten at most.
    /// Misfit that the posterior mean explains, such as a test that somebody else took, is none: this sees what is uneven within a test.
    /// </remarks>
    public static PersonFitProbability Evaluate(TestForm form, ReadOnlySpan<int> responses, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(form);
        var items = new AskedItems(form, responses, form.Quadrature);
        if (items.Count == 0) return new PersonFitProbability(PersonFitStatus.NoResponses, null, null, 0);

        var fit = new FitMoments(items, form.Quadrature);
        if (fit.LzStar(items.Answers) is not { } observed) return new PersonFitProbability(PersonFitStatus.NoVariance, null, null, 0);

        var posterior = fit.Posterior(items.Answers);
        var answers = new int[items.Count];
        var (state, asLow, draws) = (seed, 0, 0);
        while (draws < MostDraws && asLow < EnoughAsLow)
        {
            items.Draw(posterior, ref state, answers);
            draws++;

            // A vector that cannot misfit counts against a finding.
            if (!(fit.LzStar(answers) > observed + Tie)) asLow++;
        }

        var p = asLow == EnoughAsLow ? asLow / (double)draws : (asLow + 1) / (draws + 1.0);
        return new PersonFitProbability(PersonFitStatus.Computed, observed, p, draws);
    }

    /// <summary>What l*_z of any answers to some items needs, at every node of ability.</summary>
    private sealed class FitMoments
    {
        private const int Lanes = 4;

        private readonly AskedItems _items;
        private readonly NormalQuadrature _quadrature;
        private readonly double[] _logs;
        private readonly double[] _expected;
        private readonly double[] _variance;
        private readonly double[] _pull;

        public FitMoments(AskedItems items, NormalQuadrature quadrature)
        {
            (_items, _quadrature, _logs) = (items, quadrature, new double[quadrature.Stride]);
            var nodes = quadrature.Nodes.Length;
            (_expected, _variance, _pull) = (new double[nodes], new double[nodes], new double[nodes]);
            for (var n = 0; n < nodes; n++) (_expected[n], _variance[n], _pull[n]) = At(n);
        }

        /// <summary>The weight of each node given answers; they sum to 1.</summary>
        public double[] Posterior(int[] answers)
        {
            Accumulate(answers);
            var largest = double.NegativeInfinity;
            foreach (var log in _logs) largest = Math.Max(largest, log);
            double[] weights = [.. _logs.Select(log => Math.Exp(log - largest))];
            var sum = weights.Sum();
            return [.. weights.Select(weight => weight / sum)];
        }

        /// <summary>l*_z; null where at this ability every vector that leads to it is equally likely.</summary>
        public double? LzStar(int[] answers)
        {
            Accumulate(answers);
            var mean = EapEstimator.OfPosterior(_logs, _quadrature, out _).Theta;
            var place = Math.Round((mean - _quadrature.Nodes[0]) / _quadrature.Step);
            var n = (int)Math.Clamp(place, 0, _quadrature.Nodes.Length - 1);
            if (!(_variance[n] > 0)) return null;

            double log = 0, slope = 0;
            for (var i = 0; i < answers.Length; i++)
            {
                log += _items.LogRow(i, answers[i])[n];
                slope += Slope(_items.LogRow(i, answers[i]), n);
            }

            return (log - _expected[n] - _pull[n] * slope) / Math.Sqrt(_variance[n]);
        }

        private void Accumulate(int[] answers)
        {
            _quadrature.LogWeights.CopyTo(_logs, 0);
            ref var target = ref MemoryMarshal.GetArrayDataReference(_logs);
            for (var i = 0; i < answers.Length; i++)
            {
                ref var row = ref MemoryMarshal.GetReference(_items.LogRow(i, answers[i]));
                for (nuint n = 0; n < (nuint)_logs.Length; n += Lanes)
                    (Vector256.LoadUnsafe(ref target, n) + Vector256.LoadUnsafe(ref row, n)).StoreUnsafe(ref target, n);
            }
        }

        // E(l), Var(l − c l') and c = Cov(l, l')/I; a variance of 0 where nothing is left of it.
        private (double Expected, double Variance, double Pull) At(int n)
        {
            double expected = 0, variance = 0, covariance = 0, information = 0;
            for (var i = 0; i < _items.Count; i++)
            {
                var mean = 0.0;
                for (var k = 0; k < _items.CategoriesOf(i); k++) mean += _items.Row(i, k)[n] * _items.LogRow(i, k)[n];
                expected += mean;
                for (var k = 0; k < _items.CategoriesOf(i); k++)
                {
                    var (p, deviation, slope) = (_items.Row(i, k)[n], _items.LogRow(i, k)[n] - mean, Slope(_items.LogRow(i, k), n));
                    variance += p * deviation * deviation;
                    covariance += p * deviation * slope;
                    information += p * slope * slope;
                }
            }

            var pull = information > 0 ? covariance / information : 0;
            var left = variance - pull * covariance;
            return (expected, left > SmallestShare * variance ? left : 0, pull);
        }

        // Five-point differences: off by h⁴/30 times the fifth derivative, 1e-5 for ordinary items on 61 nodes.
        private double Slope(ReadOnlySpan<double> row, int n)
        {
            var (last, step) = (_quadrature.Nodes.Length - 1, _quadrature.Step);
            if (n >= 2 && n <= last - 2) return (row[n - 2] - row[n + 2] + 8 * (row[n + 1] - row[n - 1])) / (12 * step);
            var (low, high) = (Math.Max(n - 1, 0), Math.Min(n + 1, last));
            return (row[high] - row[low]) / ((high - low) * step);
        }
    }
}
