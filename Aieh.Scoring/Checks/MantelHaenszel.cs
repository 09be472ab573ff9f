using Aieh.Scoring.Scale;
using MathNet.Numerics.Distributions;

namespace Aieh.Scoring.Checks;

/// <summary>
/// The Mantel–Haenszel and Mantel statistics of one item; formulas and sources at <see cref="DifferentialItemFunctioning.Analyze"/>.
/// </summary>
internal static class MantelHaenszel
{
    private const double Significance = 0.05;

    // −2.35 puts a log odds ratio on the ETS delta scale of item difficulty [HollandThayer1988].
    private const double DeltaPerLogOdds = -2.35;

    // The correction is not made where it would overshoot; a distance of exactly one half must not be decided by rounding,
    // since χ² jumps there.
    private const double Correction = 0.5;
    private const double Rounding = 1e-9;

    private const double ModerateDelta = 1;
    private const double LargeDelta = 1.5;
    private const double ModerateEffect = 0.17;
    private const double LargeEffect = 0.25;

    private static readonly double OneSided = Normal.InvCDF(0, 1, 1 - Significance);

    public static ItemDif Evaluate(int item, StratifiedCounts counts)
    {
        var sums = new Sums();
        for (var stratum = 0; stratum < counts.Strata; stratum++) sums.Add(counts.Reference(stratum), counts.Focal(stratum));

        var isPolytomous = counts.Categories > 2;
        double? mean = sums.FocalWeight > 0 ? sums.MeanDifference / sums.FocalWeight : null;
        var deviation = StandardDeviation(counts);
        var effect = deviation > 0 ? mean / deviation : null;
        if (sums.Variance == 0)
            return new ItemDif(
                item, WhyNot(counts, deviation), isPolytomous, sums.Strata, null, null, null, null, null, mean, effect, null);

        var distance = Math.Abs(sums.Excess);
        var corrected = isPolytomous || distance < Correction - Rounding ? distance : Math.Max(0, distance - Correction);
        var chiSquare = corrected * corrected / sums.Variance;
        var p = UpperTail(chiSquare);
        if (isPolytomous)
            return new ItemDif(
                item, DifStatus.Estimated, true, sums.Strata, chiSquare, p, null, null, null, mean, effect,
                ClassOfEffect(p, Math.Abs(effect!.Value)));
        if (sums.Right == 0 || sums.Wrong == 0)
            return new ItemDif(
                item, DifStatus.NoFiniteOddsRatio, false, sums.Strata, chiSquare, p, null, null, null, mean, effect,
                ClassWithoutDelta(p, () => ExtremeProbability(counts, favoursReference: sums.Wrong == 0)));

        var odds = sums.Right / sums.Wrong;
        var delta = DeltaPerLogOdds * Math.Log(odds);
        var error = Math.Abs(DeltaPerLogOdds) * Math.Sqrt(sums.LogOddsVariance);
        return new ItemDif(
            item, DifStatus.Estimated, false, sums.Strata, chiSquare, p, odds, delta, error, mean, effect,
            ClassOfDelta(p, Math.Abs(delta), error));
    }

    private static DifClass ClassOfDelta(double p, double size, double error) =>
        p >= Significance || size < ModerateDelta ? DifClass.A
        : size >= LargeDelta && (size - ModerateDelta) / error > OneSided ? DifClass.C
        : DifClass.B;

    // Beyond every limit by size. Whether it is significantly beyond the moderate one is asked exactly: there is no standard error.
    private static DifClass ClassWithoutDelta(double p, Func<double> exact) =>
        p >= Significance ? DifClass.A : exact() < Significance ? DifClass.C : DifClass.B;

    private static DifStatus WhyNot(StratifiedCounts counts, double deviation)
    {
        var (reference, focal) = counts.People();
        return reference == 0 || focal == 0 ? DifStatus.EmptyGroup
            : deviation == 0 ? DifStatus.NoVariance
            : DifStatus.NoUsableStratum;
    }

    // P(A at its limit in every stratum | margins, |D| = 1): hypergeometric probabilities with the odds ratio of the moderate limit
    // [Fisher1935]. At a limit all right answers of the stratum that can be are those of the favoured group.
    private static double ExtremeProbability(StratifiedCounts counts, bool favoursReference)
    {
        var odds = Math.Exp(ModerateDelta / -DeltaPerLogOdds);
        var probability = 1.0;
        for (var stratum = 0; stratum < counts.Strata; stratum++)
        {
            var favoured = favoursReference ? counts.Reference(stratum) : counts.Focal(stratum);
            var other = favoursReference ? counts.Focal(stratum) : counts.Reference(stratum);
            double n = favoured[0] + favoured[1], m = other[0] + other[1], right = favoured[1] + other[1];
            double weight = 1, total = 1;
            for (var x = Math.Min(n, right); x > Math.Max(0, right - m); x--)
            {
                weight *= x * (m - right + x) / ((n - x + 1) * (right - x + 1) * odds);
                total += weight;
            }

            probability /= total;
        }

        return probability;
    }

    private static DifClass ClassOfEffect(double p, double size) =>
        p >= Significance || size <= ModerateEffect ? DifClass.A : size > LargeEffect ? DifClass.C : DifClass.B;

    // χ² with one degree of freedom is a squared normal deviate; the lower tail keeps the digits of a small p.
    private static double UpperTail(double chiSquare) => 2 * NormalDistribution.Cumulative(-Math.Sqrt(chiSquare));

    private static double StandardDeviation(StratifiedCounts counts)
    {
        double n = 0, sum = 0, squares = 0;
        for (var stratum = 0; stratum < counts.Strata; stratum++)
            for (var y = 0; y < counts.Categories; y++)
            {
                double people = counts.Reference(stratum)[y] + counts.Focal(stratum)[y];
                n += people;
                sum += people * y;
                squares += people * y * y;
            }

        return n > 1 ? Math.Sqrt((squares - sum * sum / n) / (n - 1)) : 0;
    }

    private struct Sums
    {
        private double _pr, _cross, _qs;

        public int Strata { get; private set; }

        /// <summary>Reference sum minus its expectation.</summary>
        public double Excess { get; private set; }

        public double Variance { get; private set; }

        /// <summary>Σ AD/N.</summary>
        public double Right { get; private set; }

        /// <summary>Σ BC/N.</summary>
        public double Wrong { get; private set; }

        public double FocalWeight { get; private set; }

        public double MeanDifference { get; private set; }

        public readonly double LogOddsVariance => _pr / (2 * Right * Right) + _cross / (2 * Right * Wrong) + _qs / (2 * Wrong * Wrong);

        public void Add(ReadOnlySpan<int> reference, ReadOnlySpan<int> focal)
        {
            double nr = 0, nf = 0, sr = 0, sf = 0, squares = 0;
            for (var y = 0; y < reference.Length; y++)
            {
                nr += reference[y];
                nf += focal[y];
                sr += (double)y * reference[y];
                sf += (double)y * focal[y];
                squares += (double)y * y * (reference[y] + focal[y]);
            }

            if (nr == 0 || nf == 0) return;
            var (n, sum) = (nr + nf, sr + sf);
            Strata++;
            Excess += sr - nr * sum / n;
            Variance += nr * nf * (n * squares - sum * sum) / (n * n * (n - 1));
            FocalWeight += nf;
            MeanDifference += nf * (sf / nf - sr / nr);
            if (reference.Length > 2) return;

            double a = reference[1], b = reference[0], c = focal[1], d = focal[0];
            var (right, wrong) = (a * d / n, b * c / n);
            var (p, q) = ((a + d) / n, (b + c) / n);
            Right += right;
            Wrong += wrong;
            _pr += p * right;
            _cross += p * wrong + q * right;
            _qs += q * wrong;
        }
    }
}
