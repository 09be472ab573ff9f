using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Demo;

/// <summary>
/// Answers by the item model: right with the probability that the calibration gives at the candidate's ability. Scored items take the best
/// option.
/// </summary>
internal sealed class SimulatedCandidate(CatalogSnapshot catalog, string assessment, double ability, int seed)
{
    private readonly Dictionary<string, Item> _items = catalog.ItemBanks[assessment].Items.ToDictionary(item => item.Id);
    private readonly Dictionary<string, Catalog.Documents.ItemParameters> _parameters =
        catalog.Calibrations[assessment].Items.ToDictionary(item => item.Item);

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
        var parameters = _parameters[item.Id];
        var guessing = parameters.C ?? 0;
        var right = guessing + (1 - guessing) / (1 + Math.Exp(-parameters.A * (ability - (parameters.B ?? 0))));
        return _random.NextDouble() < right ? options[0] : options[1 + _random.Next(options.Length - 1)];
    }
}
