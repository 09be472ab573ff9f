using Aieh.Scoring.Checks;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>Mantel–Haenszel statistics against numbers computed independently; 1e-6 and exact classes as the case states.</summary>
internal sealed class DifCaseTests
{
    private const double Tolerance = 1e-6;

    [Test]
    public void Analyze_VerbalAggression_MatchesEveryNumberAndClass()
    {
        var data = new ScoringCase("D1-dif-mh-verbal");
        var (cells, columns) = data.Responses("responses.csv");
        var rows = cells.Chunk(columns).ToList();
        var expected = data.Table("expected.csv");

        // The last column is the group, 1 = focal.
        bool[] focal = [.. rows.Select(row => row[^1] == 1)];
        var result = DifferentialItemFunctioning.Analyze([.. rows.SelectMany(row => row[..^1])], columns - 1, focal);

        Assert.That((result.ReferencePeople + result.FocalPeople, result.Dropped, result.IsSmallSample), Is.EqualTo((rows.Count, 0, true)));
        Assert.That(result.Unpurified, Has.Length.EqualTo(expected.Count));
        Assert.Multiple(() =>
        {
            foreach (var (item, row) in result.Unpurified.Zip(expected))
            {
                Assert.That(item.OddsRatio, Is.EqualTo(ScoringCase.Number(row["alphaMH"])).Within(Tolerance));
                Assert.That(item.MhDelta, Is.EqualTo(ScoringCase.Number(row["delta"])).Within(Tolerance));
                Assert.That(item.MhDeltaStandardError, Is.EqualTo(ScoringCase.Number(row["se_delta"])).Within(Tolerance));
                Assert.That(item.ChiSquare, Is.EqualTo(ScoringCase.Number(row["chisq_cc"])).Within(Tolerance));
                Assert.That(item.PValue, Is.EqualTo(ScoringCase.Number(row["p"])).Within(Tolerance));
                Assert.That(item.Class.ToString(), Is.EqualTo(row["ets"]));
            }
        });
    }
}
