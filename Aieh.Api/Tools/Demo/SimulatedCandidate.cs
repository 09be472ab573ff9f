using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Demo;

/// <summary>
/// Takes the best option with the probability that the calibration gives at the candidate's ability, and otherwise any other.
/// </summary>
internal sealed class SimulatedCandidate(CatalogSnapshot catalog, string assessment, double ability, int seed)
{
    private readonly Dictionary<string, Item> _items = catalog.ItemBanks[assessment].Items.ToDictionary(item => item.Id);
    private readonly Dictionary<string, double> _bestOption = catalog.Calibrations[assessment].Items.ToDictionary(
        item => item.Item,
        item => BestOption(item.ToScoring(catalog.Calibrations[assessment].ScalingConstant.Value), ability));

    // Seeded: each run plays the same candidate.
    private readonly Random _random = new(seed);

    public SubmitAttemptRequest Answer(AttemptResponse attempt) => new()
    {
        // In the catalog's order, so that the attempt's own order does not change who answers what.
        Responses =
        [
            .. attempt.Items
                .OrderBy(item => item.Item, StringComparer.Ordinal)
                .Select(item => new ItemResponse { Item = item.Item, Option = Choose(_items[item.Item]) }),
        ],
    };

    private string Choose(Item item)
    {
        var options = item.Options.OrderByDescending(option => item.CategoryOf(option.Id)).Select(option => option.Id).ToArray();
        return _random.NextDouble() < _bestOption[item.Id] ? options[0] : options[1 + _random.Next(options.Length - 1)];
    }

    private static double BestOption(Scoring.Irt.ItemParameters item, double ability)
    {
        Span<double> probabilities = stackalloc double[item.Categories];
        ItemResponseFunction.Probabilities(item, ability, probabilities);
        return probabilities[^1];
    }
}
