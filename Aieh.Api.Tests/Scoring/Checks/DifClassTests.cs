using Aieh.Scoring.Checks;
using CsCheck;
using MathNet.Numerics;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class DifClassTests
{
    // Two items, each person right on one of them, so that all match on a total of 1. By hand, D = 2.35 ln α and
    // SE = 2.35 √(1/a + 1/b + 1/c + 1/d), every D significant at .05:
    // α 1.5: D 0.95, below 1. α 1.75: D 1.32, below 1.5, however sure. α 2.25: D 1.91, (D − 1)/SE 1.34 with 200 people, 2.67 with 800.
    [TestCase(600, 400, 500, 500, DifClass.A)]
    [TestCase(7000, 4000, 5000, 5000, DifClass.B)]
    [TestCase(60, 40, 40, 60, DifClass.B)]
    [TestCase(240, 160, 160, 240, DifClass.C)]
    [TestCase(160, 240, 240, 160, DifClass.C)]
    [TestCase(6, 4, 4, 6, DifClass.A)]
    public void Analyze_SizeAndErrorOfD_DecideTheClass(int a, int b, int c, int d, DifClass expected)
    {
        bool[] right = [.. Repeat(true, a), .. Repeat(false, b), .. Repeat(true, c), .. Repeat(false, d)];
        bool[] focal = [.. Repeat(false, a + b), .. Repeat(true, c + d)];
        int[] responses = [.. right.SelectMany(known => known ? new[] { 1, 0 } : [0, 1])];

        var item = DifferentialItemFunctioning.Analyze(responses, 2, focal).Unpurified[0];

        Assert.That(item.MhDelta, Is.EqualTo(-2.35 * Math.Log((double)a * d / ((double)b * c))).Within(1e-12));
        Assert.That(item.Class, Is.EqualTo(expected));
    }

    // Effects of exactly 0.17 and 0.25, which the rule counts to the class below. The first item is right for none of 100 reference and for
    // so many of 100 focal people; others of the reference, matched with nobody, bring its variance to 1: by hand, with n people in all,
    // n = 3025: (17 + 202·16 − 825²/n)/(n − 1); n = 1225: (25 + 155·9 − 490²/n)/(n − 1).
    [TestCase(17, 202, 4, 2623, DifClass.A)]
    [TestCase(25, 155, 3, 870, DifClass.B)]
    public void Analyze_EffectAtALimit_IsOfTheClassBelow(int right, int high, int category, int low, DifClass expected)
    {
        var reference = Rows(100, 0, 1).Concat(Rows(high, category, 0)).Concat(Rows(low, 0, 0));
        var focal = Rows(100 - right, 0, 1).Concat(Rows(right, 1, 0));
        bool[] isFocal = [.. Repeat(false, 100 + high + low), .. Repeat(true, 100)];

        var item = DifferentialItemFunctioning.Analyze([.. reference.Concat(focal)], 2, isFocal).Unpurified[0];

        Assert.That((item.EffectSize, item.PValue < 0.001, item.Class), Is.EqualTo(((double?)(right / 100.0), true, (DifClass?)expected)));

        static IEnumerable<int> Rows(int people, int first, int second) =>
            Enumerable.Repeat(new[] { first, second }, people).SelectMany(row => row);
    }

    // One person of each group: right 1 where ½ is expected. A distance of exactly one half is corrected, to nothing.
    [Test]
    public void Analyze_DistanceOfOneHalf_IsCorrectedToZero()
    {
        var item = DifferentialItemFunctioning.Analyze([1, 0, 0, 1], 2, [false, true]).Unpurified[0];

        Assert.That((item.ChiSquare, item.PValue, item.Class), Is.EqualTo(((double?)0, (double?)1, (DifClass?)DifClass.A)));
    }

    // Two of three right against none of twelve: by hand χ² = 4.07, p .044; but at |D| = 1, α = e^(1/2.35), so extreme a table has the
    // probability 3α²/(66 + 36α + 3α²) = .055. The same turned round.
    [TestCase(true)]
    [TestCase(false)]
    public void Analyze_SignificantButNotSurelyLarge_IsClassB(bool isRight)
    {
        int[] answers = [.. Enumerable.Range(0, 15).Select(person => person < 2 == isRight ? 1 : 0)];
        bool[] focal = [.. Repeat(false, 3), .. Repeat(true, 12)];

        var item = DifferentialItemFunctioning.Analyze([.. answers.SelectMany(x => new[] { x, 1 - x })], 2, focal).Unpurified[0];

        Assert.That((item.Status, item.Class), Is.EqualTo((DifStatus.NoFiniteOddsRatio, (DifClass?)DifClass.B)));
        Assert.That(item.PValue, Is.EqualTo(0.0436).Within(1e-4));
    }

    // Two strata in which as many of the reference are right as can be. By enumeration: given its margins a stratum has x right answers of
    // the reference with a probability proportional to αˣ C(n, x) C(m, right − x), at |D| = 1 with α = e^(1/2.35).
    [Test]
    public void Analyze_ReferenceRightWhereverItCanBe_IsClassifiedByTheExactProbability() => Gen.Int[0, 7].Array[6].Sample(counts =>
    {
        var (n, m, right) = (new[] { counts[0], counts[1] }, new[] { counts[2], counts[3] }, new[] { counts[4], counts[5] });
        List<int> responses = [];
        List<bool> focal = [];
        var probability = 1.0;
        for (var s = 0; s < 2; s++)
        {
            right[s] = Math.Min(right[s], n[s] + m[s]);
            var most = Math.Min(n[s], right[s]);
            for (var person = 0; person < n[s]; person++) Add(s, person < most, false);
            for (var person = 0; person < m[s]; person++) Add(s, person < right[s] - most, true);
            double Weight(int x) =>
                Math.Exp(x / 2.35) * SpecialFunctions.Binomial(n[s], x) * SpecialFunctions.Binomial(m[s], right[s] - x);
            probability *= Weight(most) / Enumerable.Range(0, most + 1).Where(x => right[s] - x <= m[s]).Sum(Weight);
        }

        var item = DifferentialItemFunctioning.Analyze([.. responses], 3, [.. focal]).Unpurified[0];

        if (item.Status != DifStatus.NoFiniteOddsRatio) return;
        var expected = item.PValue >= 0.05 ? DifClass.A : probability < 0.05 ? DifClass.C : DifClass.B;
        Assert.That((item.Class, item.IsPolytomous), Is.EqualTo(((DifClass?)expected, false)));

        // Whoever is right on the first item is wrong on the last: all of a stratum have one total.
        void Add(int stratum, bool isRight, bool isFocal)
        {
            responses.AddRange([isRight ? 1 : 0, stratum, isRight ? 0 : 1]);
            focal.Add(isFocal);
        }
    }, iter: 500);

    private static IEnumerable<bool> Repeat(bool value, int count) => Enumerable.Repeat(value, count);
}
