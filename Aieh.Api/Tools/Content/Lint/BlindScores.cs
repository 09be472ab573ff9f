using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>What people get on a form who choose among some options of each item without reading it.</summary>
internal static class BlindScores
{
    private const ulong Seed = 1;

    /// <summary>
    /// The score, in whole points, of each of <paramref name="people"/>, drawn from a fixed seed. An adaptive form is given as
    /// candidates get it, but for its exposure control, which only exchanges items for others of the bank.
    /// </summary>
    public static int[] Of(Family family, AssessmentForm form, AssembledForm items, Func<Item, IEnumerable<ItemOption>> choose, int people)
    {
        var state = Seed;
        var choices = items.Ids.Select(id => Categories(items.Find(id)!)).ToArray();
        var settings = AdaptivePlan.Draw(form)?.Settings(items);
        var scores = new int[people];
        for (var n = 0; n < people; n++)
        {
            var categories = settings is null ? [.. choices.Select(Drawn)] : AdaptiveTestOf(settings);
            scores[n] = family.Scale.Report(family.Scale.ScoreOf(EapEstimator.Estimate(items.Test, categories).Theta));
        }

        return scores;

        int[] Categories(Item item) => [.. choose(item).Select(option => item.CategoryOf(option.Id))];

        int Drawn(int[] among) => among[(int)(SplitMix64.Uniform(SplitMix64.Next(ref state)) * among.Length)];

        int[] AdaptiveTestOf(AdaptiveSettings rules)
        {
            var seed = SplitMix64.Next(ref state);
            var given = new List<AdministeredItem>();
            while (AdaptiveTest.Next(items.Bank, rules, seed, [.. given]).Item is { } next)
            {
                given.Add(new AdministeredItem(next, Drawn(choices[next])));
            }

            var categories = new int[items.Count];
            Array.Fill(categories, Response.NotAdministered);
            foreach (var (item, category) in given) categories[item] = category;
            return categories;
        }
    }
}
