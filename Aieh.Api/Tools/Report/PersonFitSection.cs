using System.Xml.Linq;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>Whose answers do not look like those of a person the model knows.</summary>
internal static class PersonFitSection
{
    private const int Listed = 20;

    public static XElement Of(CheckedTest test)
    {
        var judged = Enumerable.Range(0, test.Answered.Length).Where(i => test.Fit[i].LzStar is not null).ToArray();
        var people = judged.Sum(i => (long)test.FrequencyOf(i));
        var review = test.Count(i => test.Fit[i].ForReview);
        var worst = judged.Where(i => test.Fit[i].ForReview).OrderBy(i => test.Fit[i].LzStar).ToArray();
        return Page.Section("people", "Person fit",
            Page.Text($"l*z is low when somebody misses easy items and gets hard ones: guessing, carelessness, copying, a lost place on the sheet, or a key that is wrong. It is a reason to look, never to reject. "
                + $"Of {Show.Count(people)} people judged, {Show.Count(review)} ({Show.Percent(people == 0 ? 0 : (double)review / people)}) lie below −1.645, where 5 % are expected."
                + (test.Form.Items.Length < 20 ? " With fewer than 20 items that 5 % is only rough." : "")),
            judged.Length == 0 ? null : Page.Figures("one", [Page.Figure(Histogram(test, judged), "People by l*z; the dashed upright is −1.645. The outermost bars also hold what lies beyond.")]),
            worst.Length == 0 ? null : Page.Table(worst.Length > Listed ? $"The {Listed} lowest of {worst.Length} rows for review" : "Rows for review", ["person", "people", "answered", "raw", "θ (WLE)", "l*z"], worst.Take(Listed).Select(i => Row(test, i))),
            people < test.People ? Page.Note($"{Show.Count(test.People - people)} people are not judged: all patterns with their estimate are equally likely.") : null);
    }

    private static IReadOnlyList<object> Row(CheckedTest test, int i)
    {
        var row = test.Answered[i];
        int answered = 0, raw = 0;
        foreach (var category in test.Responses.Row(row)) (answered, raw) = category < 0 ? (answered, raw) : (answered + 1, raw + category);
        return [test.Responses.NameOf(row), Show.Count(test.FrequencyOf(i)), $"{answered}", $"{raw}", Show.Number(test.Fit[i].Theta), Show.Number(test.Fit[i].LzStar)];
    }

    private static XElement Histogram(CheckedTest test, int[] judged)
    {
        const double from = -5, step = 0.5;
        const int bars = 18;
        var counts = new long[bars];
        foreach (var i in judged) counts[(int)Math.Clamp(Math.Floor((test.Fit[i].LzStar!.Value - from) / step), 0, bars - 1)] += test.FrequencyOf(i);
        var plot = new Plot("Distribution of person fit l*z", "How many people have each value of l*z.", Axis.Over("l*z", from, from + bars * step, 9), Axis.FromZero("people", counts.Max()), 220);
        for (var bar = 0; bar < bars; bar++)
        {
            if (counts[bar] > 0) plot.Bar(from + bar * step, from + (bar + 1) * step, counts[bar], "bar", $"{Show.Count(counts[bar])} people from {Show.Number(from + bar * step, "0.0")} to {Show.Number(from + (bar + 1) * step, "0.0")}");
        }

        return plot.Upright(PersonFit.ReviewBelow, "limit").ToSvg();
    }
}
