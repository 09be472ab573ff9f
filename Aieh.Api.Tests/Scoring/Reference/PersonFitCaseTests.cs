using Aieh.Scoring.Checks;

namespace Aieh.Api.Tests.Scoring.Reference;

/// <summary>Person fit against numbers computed independently; the case states 1e-4, the numbers carry ten digits.</summary>
internal sealed class PersonFitCaseTests
{
    // Both sides solve for the ability to about 1e-12; lz varies with it by less than 10 per logit.
    private const double Tolerance = 1e-8;

    [TestCase(PersonFitEstimator.MaximumLikelihood, "ml")]
    [TestCase(PersonFitEstimator.WeightedLikelihood, "wle")]
    [TestCase(PersonFitEstimator.MaximumAPosteriori, "map")]
    public void Evaluate_EveryPattern_MatchesBothStatisticsOrSaysThatThereIsNoEstimate(PersonFitEstimator estimator, string column)
    {
        var expected = new ScoringCase("P1-personfit-lzstar-kb36x").Table("expected.csv");
        var source = new ScoringCase("S2-score-3pl-kb36x");
        var (form, patterns) = (source.Form(), source.Patterns());

        Assert.Multiple(() =>
        {
            foreach (var row in expected)
            {
                var result = PersonFit.Evaluate(form, patterns[(int)ScoringCase.Number(row["pattern"]) - 1], estimator);
                if (row["lz_" + column] == "NA")
                {
                    Assert.That(result, Is.EqualTo(new PersonFitResult(PersonFitStatus.NoEstimate, null, null, null, null)));
                    continue;
                }

                Assert.That(result.Lz, Is.EqualTo(ScoringCase.Number(row["lz_" + column])).Within(Tolerance));
                Assert.That(result.LzStar, Is.EqualTo(ScoringCase.Number(row["lzstar_" + column])).Within(Tolerance));
                Assert.That(result.ForReview, Is.EqualTo(result.LzStar < PersonFit.ReviewBelow));
            }
        });
    }
}
