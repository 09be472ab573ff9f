using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>A form in figures, a line each, to be read by its author.</summary>
internal static class FormTable
{
    public static IEnumerable<string> Of(Family family, AssessmentForm form, IReadOnlyList<Item> items)
    {
        var chosen = form.Kind == FormKind.Adaptive ? $" to choose {form.ItemCount.Value} from" : "";
        yield return $"== {family.Name(form)}: {items.Count} items{chosen}, {KebabCase.Of(form.Availability)}";
        var topics = items.CountBy(item => item.Topic);
        foreach (var (topic, count) in topics.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var target = form.Blueprint?.Value.Topics.TryGetValue(topic, out var share) is true ? $"   target {share:P1}" : "";
            yield return $"   {topic,-40} {count,3}  {(double)count / items.Count,7:P1}{target}";
        }

        var levels = items.CountBy(item => item.CognitiveLevel).OrderBy(entry => entry.Key);
        yield return "   levels       " + Counts(levels.Select(entry => (KebabCase.Of(entry.Key), entry.Value)));
        var best = items.CountBy(item => ItemText.BestOption(item) ?? "several").OrderBy(entry => entry.Key, StringComparer.Ordinal);
        yield return "   best options " + Counts(best.Select(entry => (entry.Key, entry.Value)));
        yield return $"   time         {Seconds(form, items)} s estimated of {form.TimeLimitSeconds.Value} s";
        yield return $"   reading      mean Flesch–Kincaid grade of stems {items.Average(item => ItemText.Grade(item.Stem)):0.0}";
        if (family.Assemble(items) is not { } assembled) yield break;

        foreach (var line in Measurement(family, form, items, assembled)) yield return line;
    }

    /// <summary>Seconds that the form is estimated to take at most: an adaptive form may give the longest of its items.</summary>
    public static int Seconds(AssessmentForm form, IReadOnlyList<Item> items) =>
        items.Select(item => item.EstimatedSeconds).OrderDescending().Take(form.ItemCount.Value).Sum();

    private static IEnumerable<string> Measurement(
        Family family, AssessmentForm form, IReadOnlyList<Item> items, AssembledForm assembled)
    {
        var difficulties = items.Select(item => family.Difficulty(item)!.Value).ToList();
        yield return $"   difficulty   {difficulties.Min():0.00} to {difficulties.Max():0.00}, mean {difficulties.Average():0.00}";
        foreach (var bin in difficulties.CountBy(b => Math.Floor(b * 2) / 2).OrderBy(bin => bin.Key))
        {
            yield return $"     {bin.Key,5:0.0} .. {bin.Key + 0.5,4:0.0}  {new string('#', bin.Value)}";
        }

        if (form.Kind == FormKind.Adaptive && family.Bank.Enemies is not null)
        {
            yield return $"   enemies      {family.Bank.CountApart(form.Items!)} items go together";
        }

        // What an adaptive form measures depends on what it chooses; the verb 'simulate-adaptive' tells it.
        if (form.Kind == FormKind.Adaptive) yield break;

        var reliability = FormReliability.Of(assembled.Test);
        var status = KebabCase.Of(family.Calibration!.Status);
        yield return $"   reliability  {reliability.Median:0.00} expected, {reliability.Low:0.00} to {reliability.High:0.00}, "
            + $"were the parameters known; {reliability.OfScores:0.00} of scores made from {status} ones";
        // EAP's standard error approaches the posterior's: the prior N(0, 1) adds its precision of 1 to the information.
        yield return "   information at θ, its standard error (CSEM) and that of EAP, logits, "
            + "were the parameters the middle of their priors";
        for (var theta = -3.0; theta <= 3; theta += 0.5)
        {
            var information = TestCurves.At(assembled.Test, theta).Information;
            var (error, ofEap) = (1 / Math.Sqrt(information), 1 / Math.Sqrt(information + 1));
            var bar = new string('#', (int)Math.Round(2 * information));
            yield return $"     {theta,5:0.0}  {information,5:0.0}  {error,5:0.00}  {ofEap,5:0.00}  {bar}";
        }
    }

    private static string Counts(IEnumerable<(string Name, int Count)> counts) =>
        string.Join("   ", counts.Select(entry => $"{entry.Name} {entry.Count}"));
}
