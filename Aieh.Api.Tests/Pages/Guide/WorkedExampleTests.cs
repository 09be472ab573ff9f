using System.Globalization;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Guide;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Irt;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Pages.Guide;

/// <summary>The figures of the pages are those of the formulas that they explain.</summary>
public sealed class WorkedExampleTests : HttpFixture<SqliteDatabase>
{
    /// <summary>What is rounded in the table may move a sum by half a point or half a per cent.</summary>
    private const double Rounding = 1;

    private CatalogSnapshot Catalog => App.Services.GetRequiredService<CatalogCache>().Current;

    [Test]
    public async Task Example_ByItsOwnTable_AddsUp()
    {
        using var visitor = new PageVisitor(App);
        var page = await visitor.OpenAsync("/methodology");
        var rows = page.Page.Table("From scores to readiness").Skip(1).ToList();
        var taken = rows.Where(row => row[4] != "–").ToList();
        var weights = taken.Sum(row => Number(row[4]));
        var readiness = taken.Sum(row => Number(row[4]) * Number(row[5])) / weights;
        var error = Math.Sqrt(taken.Sum(row => Math.Pow(Number(row[4]) * Number(row[6]), 2))) / weights;
        var told = page.Root.Descendants("p").Single(part => (string?)part.Attribute("class") == "figure");

        Assert.That(rows, Has.Count.EqualTo(taken.Count + 1));
        Assert.That(Number(ReadPage.TextOf(told.Element("strong")!)), Is.EqualTo(readiness).Within(Rounding));
        Assert.That(taken.Sum(row => Number(row[8])), Is.EqualTo(readiness).Within(Rounding));
        Assert.That(ReadPage.TextOf(told), Does.Match(@"standard error of (\d+\.\d) points"));
        Assert.That(Number(ReadPage.TextOf(told).Split("standard error of ")[1].Split(' ')[0]), Is.EqualTo(error).Within(Rounding));
        Assert.That(page.Text, Does.Contain($"Coverage is {100 * weights / rows.Sum(row => Number(row[1])):0}\u00A0%"));
    }

    /// <summary>The curve says what scores are told with: the mean posterior deviation of people of that ability.</summary>
    [TestCase("python-fundamentals", 575)]
    [TestCase("python-fundamentals", 700)]
    [TestCase("communication", 575)]
    public void Precision_AtAScore_IsTheErrorOfScoresThere(string test, double score)
    {
        var precisions = App.Services.GetRequiredService<FormPrecisions>();
        var precision = precisions.Of(Catalog.Assessments[test], FormKind.Full, Catalog)!;
        var scale = ScoringRules.Of(Catalog).Scale;
        var form = precision.Form;
        var draws = new Random(1);
        var errors = new List<double>();
        for (var person = 0; person < 300; person++)
        {
            int[] answers = [.. form.UncertainItems.Select(item => AnswerTo(item, scale.ThetaOf(score), draws))];
            errors.Add(scale.StandardErrorOf(EapEstimator.Estimate(form, answers).StandardError));
        }

        // The curve is of the second order only: a twentieth is what that costs, and less than any step that is told.
        Assert.That(precision.At(score), Is.EqualTo(errors.Average()).Within(0.05 * errors.Average()));
    }

    [Test]
    public void Precision_OfAFormThatChoosesItsItems_IsNone()
    {
        var precisions = App.Services.GetRequiredService<FormPrecisions>();

        Assert.That(precisions.Of(Catalog.Assessments["python-fundamentals"], FormKind.Adaptive, Catalog), Is.Null);
    }

    private static int AnswerTo(UncertainItem item, double theta, Random draws)
    {
        double[] places = [.. Enumerable.Range(0, item.Dimensions).Select(_ => Math.Clamp(draws.NextDouble(), 1e-6, 1 - 1e-6))];
        return ItemResponseFunction.CategoryAt(item.At(places), theta, draws.NextDouble());
    }

    private static double Number(string text) => double.Parse(text.TrimEnd('%', '\u00A0'), CultureInfo.InvariantCulture);
}
