using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>Whose answers do not look like those of a person the model knows.</summary>
internal static class PersonFitSection
{
    private const int Listed = 20;

    private const string HistogramCaption =
        "People by l*z; the dashed upright is −1.645. The outermost bars also hold what lies beyond.";

    public static XElement Of(CheckedTest test)
    {
        var judged = Enumerable.Range(0, test.Answered.Length).Where(i => test.Fit[i].LzStar is not null).ToArray();
        var people = judged.Sum(i => (long)test.FrequencyOf(i));
        var review = test.Count(i => test.Fit[i].ForReview == true);
        var worst = judged.Where(i => test.Fit[i].ForReview == true).OrderBy(i => test.Fit[i].LzStar).ToArray();
        return Page.Section("people", "Person fit",
            Page.Text("l*z is low when somebody misses easy items and gets hard ones: guessing, carelessness, copying, "
                + "a lost place on the sheet, or a key that is wrong. It is a reason to look, never to reject. "
                + (people == 0
                    ? "Nobody could be judged."
                    : $"Of {Show.Count(people)} people judged, {Show.Count(review)} "
                        + $"({Show.Percent((double)review / people)}) lie below −1.645, where 5 % are expected.")
                + (people > 0 && test.Form.Items.Length < 20 ? " With fewer than 20 items that 5 % is only rough." : "")),
            judged.Length == 0 ? null : Page.Figures("one", [Page.Figure(Histogram(test, judged), HistogramCaption)]),
            worst.Length == 0 ? null : Lowest(test, worst),
            NotJudged(test, people));
    }

    private static XElement? NotJudged(CheckedTest test, long judged)
    {
        if (judged >= test.People) return null;
        return Page.Note(
            $"{Show.Count(test.People - judged)} people are not judged: all patterns with their estimate are equally likely.");
    }

    private static XElement Lowest(CheckedTest test, int[] worst) => Page.Table(
        worst.Length > Listed ? $"The {Listed} lowest of {worst.Length} rows for review" : "Rows for review",
        ["person", "people", "answered", "raw", "θ (WLE)", "l*z"],
        worst.Take(Listed).Select(i => Row(test, i)));

    private static IReadOnlyList<object> Row(CheckedTest test, int i)
    {
        var row = test.Answered[i];
        int answered = 0, raw = 0;
        foreach (var category in test.Responses.ScoredRow(row))
        {
            if (category >= 0) (answered, raw) = (answered + 1, raw + category);
        }

        return
        [
            test.Responses.NameOf(row),
            Show.Count(test.FrequencyOf(i)),
            $"{answered}",
            $"{raw}",
            Show.Number(test.Fit[i].Theta),
            Show.Number(test.Fit[i].LzStar),
        ];
    }

    private static XElement Histogram(CheckedTest test, int[] judged)
    {
        const double first = -5, step = 0.5;
        const int bars = 18;
        var counts = new long[bars];
        foreach (var i in judged)
        {
            var bar = Math.Clamp(Math.Floor((test.Fit[i].LzStar!.Value - first) / step), 0, bars - 1);
            counts[(int)bar] += test.FrequencyOf(i);
        }

        var plot = new Plot(
            "Distribution of person fit l*z",
            "How many people have each value of l*z.",
            Axis.Over("l*z", first, first + bars * step, 9),
            Axis.FromZero("people", counts.Max()),
            220);
        for (var bar = 0; bar < bars; bar++)
        {
            if (counts[bar] == 0) continue;
            var (from, to) = (first + bar * step, first + (bar + 1) * step);
            var tip = $"{Show.Count(counts[bar])} people from {Show.Number(from, "0.0")} to {Show.Number(to, "0.0")}";
            plot.Bar(from, to, counts[bar], "bar", tip);
        }

        return plot.Upright(PersonFit.ReviewBelow, "limit").ToSvg();
    }
}
