using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Tests.Tools.Psychometrics;

public sealed class SeededRandomTests
{
    [Test]
    public void Next_FromTheStateOfThePublishedVectors_GivesThem()
    {
        var random = new SeededRandom(1, 2, 3, 4);

        ulong[] first = [random.Next(), random.Next(), random.Next(), random.Next()];
        Assert.That(first, Is.EqualTo(new[] { 11520UL, 0UL, 1509978240UL, 1215971899390074240UL }));
    }

    [Test]
    public void Normal_ManyDraws_FollowTheDistribution()
    {
        const int n = 100_000;
        var random = new SeededRandom(20261124);
        var draws = Enumerable.Range(0, n).Select(_ => random.Normal()).Order().ToArray();

        var distance = draws.Select(Distance).Max();

        // Kolmogorov's 99.9 % point is 1.949/√n; the seed is fixed, so the test either always passes or never does.
        Assert.That(distance, Is.LessThan(1.949 / Math.Sqrt(n)));

        double Distance(double x, int i)
        {
            var expected = NormalDistribution.Cumulative(x);
            return Math.Max(Math.Abs(expected - (double)i / n), Math.Abs(expected - (i + 1.0) / n));
        }
    }

    [Test]
    public void Uniform_ManyDraws_StayBelowOne()
    {
        var random = new SeededRandom(1);

        Assert.That(Enumerable.Range(0, 100_000).Select(_ => random.Uniform()), Is.All.GreaterThanOrEqualTo(0).And.All.LessThan(1));
    }
}
