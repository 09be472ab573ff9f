using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>What uniform choice among the options of each item is worth on a form.</summary>
internal static class ChanceScore
{
    /// <summary>The highest ability that uniform choice may look like, logits.</summary>
    public const double HighestAbility = -2;
    public const int People = 1_000;

    // Beyond these abilities no item tells people apart.
    private const double Farthest = 50;
    private const double Rounding = 1e-9;

    public static LintSection Of(Family family, AssessmentForm form, AssembledForm items)
    {
        var ability = Ability(items);
        var scores = BlindScores.Of(family, form, items, item => item.Options, People);
        Array.Sort(scores);
        var (mean, low, high) = (scores.Average(), scores[People / 20], scores[People - 1 - People / 20]);
        var spread = $"mean {mean:0}, 5th percentile {low}, 95th percentile {high}";
        var lowest = family.Scale.Bands[0];
        var findings = new List<LintFinding>();
        if (ability > HighestAbility) findings.Add(Found($"uniform choice is worth an ability of {ability:0.00} (limit {HighestAbility})"));

        // Five items shrink every score towards the middle, and no band is made of them.
        if (form.Kind != FormKind.Sample && high > lowest.Highest)
        {
            findings.Add(Found($"scores of uniform choice leave the lowest band, which ends at {lowest.Highest}: {spread}"));
        }

        var worth = double.IsNegativeInfinity(ability) ? "less than any ability" : $"an ability of {ability:0.00}";
        return new LintSection([$"   chance       uniform choice is worth {worth}; its scores: {spread}"], findings);

        LintFinding Found(string what) => new(Severity.Error, "chance-score", family.Name(form), what);
    }

    /// <summary>
    /// The ability whose expected raw score is that of uniform choice; −∞ where even the lowest expects more, as with items that are
    /// guessed as often as chance has it.
    /// </summary>
    public static double Ability(AssembledForm items)
    {
        var byChance = items.Ids.Select(id => items.Find(id)!).Sum(item => item.Options.Average(option => item.CategoryOf(option.Id)));
        var (from, to) = (-Farthest, Farthest);
        if (ExpectedScore(from) >= byChance - Rounding) return double.NegativeInfinity;

        while (to - from > Rounding)
        {
            var middle = (from + to) / 2;
            if (ExpectedScore(middle) < byChance) from = middle;
            else to = middle;
        }

        return to;

        double ExpectedScore(double theta) => TestCurves.At(items.Test, theta).ExpectedScore;
    }
}
