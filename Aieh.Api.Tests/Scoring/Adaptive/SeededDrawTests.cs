using Aieh.Scoring.Adaptive;

namespace Aieh.Api.Tests.Scoring.Adaptive;

internal sealed class SeededDrawTests
{
    [Test]
    public void DrawAbilities_ManyOfOneSeed_HaveTheMomentsOfThePopulation()
    {
        const int count = 200_000;
        var abilities = AdaptiveSimulation.DrawAbilities(new(0.5, 2), count, 11);
        var mean = abilities.Average();
        var variance = abilities.Sum(a => (a - mean) * (a - mean)) / count;

        // Five standard errors: 2/√n for the mean, 4·√(2/n) for the variance.
        Assert.That(mean, Is.EqualTo(0.5).Within(5 * 2 / Math.Sqrt(count)));
        Assert.That(variance, Is.EqualTo(4).Within(5 * 4 * Math.Sqrt(2.0 / count)));
    }

    [Test]
    public void DrawAbilities_AnotherSeed_GivesOthersAndTheSameSeedTheSame()
    {
        var first = AdaptiveSimulation.DrawAbilities(new(0, 1), 100, 1);

        Assert.That(AdaptiveSimulation.DrawAbilities(new(0, 1), 100, 1), Is.EqualTo(first));
        Assert.That(AdaptiveSimulation.DrawAbilities(new(0, 1), 100, 2).Intersect(first), Is.Empty);
    }
}
