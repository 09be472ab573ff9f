using Aieh.Scoring.Checks;

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

    private static IEnumerable<bool> Repeat(bool value, int count) => Enumerable.Repeat(value, count);
}
