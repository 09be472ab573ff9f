using Aieh.Scoring.Readiness;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Readiness;

internal sealed class ScoreTierTests
{
    // √(3² + 4²) = 5, and 1.96·5 = 9.8.
    [TestCase(700, 1)]
    [TestCase(690.2, 1)]
    [TestCase(690.1999, 2)]
    [TestCase(705, 1, Description = "above the best: no worse than it")]
    public void Next_ByTheErrorOfTheDifference_IsTheSameTierOrTheNext(double score, int number)
    {
        var best = new WeightedScore(700, 3);

        var tier = ScoreTier.Next(new ScoreTier(1, best), new WeightedScore(score, 4));

        Assert.That(tier, Is.EqualTo(number == 1 ? new ScoreTier(1, best) : new ScoreTier(2, new WeightedScore(score, 4))));
    }

    [Test]
    public void Next_AtTheTop_OpensTheFirst() =>
        Assert.That(ScoreTier.Next(null, new WeightedScore(500, 30)), Is.EqualTo(new ScoreTier(1, new WeightedScore(500, 30))));

    [Test]
    public void Next_DownAnyOrder_AgreesWithComparingEachWithTheBestOfItsTier() =>
        Gen.Select(Gen.Double[300, 850], Gen.Double[5, 80]).Array[1, 60].Sample(people =>
        {
            var scores = people.Select(person => new WeightedScore(person.Item1, person.Item2));
            var order = scores.OrderByDescending(each => each.Score).ToList();
            var numbers = new List<int>();
            ScoreTier? tier = null;
            foreach (var person in order) numbers.Add((tier = ScoreTier.Next(tier, person)).Value.Number);

            // By brute force: the next tier begins with the first who is farther from the best than the error allows.
            var expected = new List<int>();
            for (int start = 0, number = 1; start < order.Count; number++)
            {
                var end = order.FindIndex(start, person => IsApart(order[start], person));
                if (end < 0) end = order.Count;
                expected.AddRange(Enumerable.Repeat(number, end - start));
                start = end;
            }

            Assert.That(numbers, Is.EqualTo(expected));
        });

    private static bool IsApart(WeightedScore best, WeightedScore other) =>
        best.Score - other.Score > 1.96 * double.Hypot(best.StandardError, other.StandardError);
}
