using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Checks;

internal sealed class ItemRestTests
{
    [Test]
    public void Analyze_CompleteAnswersScored01_AreTheCorrectedItemTotalCorrelations()
    {
        int[] rows = [1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0];

        var found = ItemRest.Analyze(rows, [], 3).Select(item => item.Correlation);

        var classical = ClassicalReliability.Analyze(rows, 3).Items.Select(item => item.CorrectedItemTotalCorrelation);
        Assert.That(found, Is.EqualTo(classical).Within(1e-12), "rounding");
    }

    // By hand: the rests of item 0 among its four people are 1, ½, 0, ½ with answers 1, 1, 0, 0: r = ½/√(1·½).
    [Test]
    public void Analyze_MissingAnswers_CountWhoAnsweredTheItem()
    {
        const int no = Response.NotAdministered;
        int[] rows = [1, 2, no, 1, 1, no, 0, 0, 0, 0, no, 1, 0, 2, 0, no, 1, 1];

        var found = ItemRest.Analyze(rows, [1, 1, 1, 0, 0, 5], 3)[0];
        var weighted = ItemRest.Analyze([1, 2, 1, 1, 0, 0, 0, 1], [], 2)[0];

        Assert.That((found.People, found.Correlation), Is.EqualTo((3L, (double?)null)), "three people are too few");
        Assert.That(weighted.Correlation, Is.EqualTo(Math.Sqrt(0.5)).Within(1e-12), "rounding");
    }

    [Test]
    public void Analyze_Frequencies_AreSoManyRows()
    {
        var folded = ItemRest.Analyze([1, 1, 0, 0, 1, 0], [3, 2, 1], 2);
        var unfolded = ItemRest.Analyze([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0], [], 2);

        Assert.That(folded, Is.EqualTo(unfolded));
    }

    [TestCase(400, true)]
    [TestCase(4, false)]
    public void IsNegative_ReversedItem_OnlyWithEnoughPeople(int people, bool isNegative)
    {
        int[] rows = [.. Enumerable.Range(0, people).SelectMany(i => i % 4 < 3 ? new[] { i % 2, 1 - i % 2 } : [1, 1])];

        Assert.That(ItemRest.Analyze(rows, [], 2)[0].IsNegative, Is.EqualTo(isNegative));
    }

    [Test]
    public void Analyze_ConstantOrUnanswered_HasNoCorrelation()
    {
        int[] rows = [1, -1, 0, 1, -1, 1, 1, -1, 0, 1, -1, 1];

        Assert.That(ItemRest.Analyze(rows, [], 3).Select(item => item.Correlation), Is.EqualTo(new double?[] { null, null, null }));
    }

    [Test]
    public void Analyze_FrequenciesOutsideTheirDomain_AreNamed()
    {
        Assert.That(() => ItemRest.Analyze([1, 0, 0, 1], [1, -1], 2), Refuses.OutOfRange("frequencies"));
        Assert.That(() => ItemRest.Analyze([1, 0, 0, 1], [1], 2), Refuses.Argument("frequencies"));
    }

    // By definition: of the people who answered the item and another, the correlation with the mean share of the others' highest category.
    [Test]
    public void Analyze_AnyAnswers_CorrelatesWithTheMeanShareOfTheOthers() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[4, 30])
            .SelectMany((items, people) => Gen.Int[-1, 3].Array[items].Array[people])
            .Sample(rows =>
            {
                var items = rows[0].Length;
                int[] highest = [.. Enumerable.Range(0, items).Select(item => rows.Max(row => row[item]))];
                var found = ItemRest.Analyze([.. rows.SelectMany(row => row)], [], items);
                for (var i = 0; i < items; i++)
                {
                    var pairs = rows
                        .Select(row => (X: row[i], Others: Others(row, i).ToArray()))
                        .Where(person => person.X >= 0 && person.Others.Length > 0)
                        .Select(person => (X: (double)person.X, Y: person.Others.Average()))
                        .ToList();
                    Assert.That(found[i].People, Is.EqualTo(pairs.Count));
                    var (x, y) = (pairs.Select(pair => pair.X).ToArray(), pairs.Select(pair => pair.Y).ToArray());
                    if (found[i].Correlation is not { } r) continue;
                    Assert.That(r, Is.EqualTo(MathNet.Numerics.Statistics.Correlation.Pearson(x, y)).Within(1e-9));
                    Assert.That(found[i].Upper, Is.EqualTo(Math.Tanh(Math.Atanh(r) + 1.96 / Math.Sqrt(x.Length - 3))).Within(1e-4));
                }

                IEnumerable<double> Others(int[] row, int item) => row
                    .Select((answer, i) => (Answer: answer, Item: i))
                    .Where(other => other.Item != item && other.Answer >= 0 && highest[other.Item] > 0)
                    .Select(other => (double)other.Answer / highest[other.Item]);
            });
}
