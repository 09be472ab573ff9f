using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>An attempt on a form that counts as assessed, as far as a calibration needs it.</summary>
internal sealed record StoredResponseRow
{
    public Guid PassportId { get; init; }
    public string Form { get; init; } = "";
    public string State { get; init; } = "";
    public string ItemsHash { get; init; } = "";
    public string ItemOrder { get; init; } = "";
    public string Responses { get; init; } = "";
}

/// <summary>The responses that the service has collected.</summary>
internal static class StoredResponseStore
{
    internal static class Sql
    {
        public const string List = """
            SELECT PassportId, Form, State, ItemsHash, ItemOrder, Responses
            FROM Attempt
            WHERE Assessment = @Assessment AND Form IN ('full', 'adaptive') AND PassportId IS NOT NULL
            ORDER BY StartedAt, Id
            """;
    }

    /// <summary>Every attempt that showed the assessment's items, oldest first.</summary>
    public static Task<IReadOnlyList<StoredResponseRow>> ListAsync(DbSession session, string assessment) =>
        session.ListAsync<StoredResponseRow>(Sql.List, new { Assessment = assessment });
}

/// <summary>What the service has of an assessment's current items.</summary>
/// <param name="First">The first attempt of each person.</param>
/// <param name="Attempts">How many attempts there are in all.</param>
internal sealed record StoredSample(
    ItemBankDocument Bank, CalibrationDocument Calibration, IReadOnlyList<StoredResponseRow> First, int Attempts);

/// <summary>Turns scored attempts into the table that a calibration needs.</summary>
internal static class StoredResponses
{
    private const string FullForm = "full";

    /// <summary>
    /// Scored attempts on the full form at the current version of the items that were the first of their passport, on whatever form has
    /// these items: people are counted once, and nobody knows an item from before. Adaptive answers are left out: everybody gave them to
    /// items chosen for them. Omitted items are wrong; items after the last answer are not administered, or the last ones of a timed form
    /// would look too hard.
    /// </summary>
    /// <exception cref="InputException">There is no such assessment, or nothing to calibrate from.</exception>
    public static async Task<CalibrationInput> ReadAsync(
        Func<string[], CancellationToken, Task<WebApplication>> open,
        string[] settings,
        string assessment,
        TextWriter notes,
        CancellationToken cancellationToken)
    {
        await using var app = await open(settings, cancellationToken);
        var (bank, calibration, first, all) = await LoadAsync(app, assessment, cancellationToken);
        await notes.WriteLineAsync($"{first.Count} people, the first attempt of each; {all - first.Count} other attempts are left out.");
        return TableOf(assessment, first, bank, calibration);
    }

    /// <summary>
    /// The items, their calibration, and the attempts that <see cref="ReadAsync"/> speaks of, with the number of all attempts.
    /// </summary>
    /// <exception cref="InputException">There is no such assessment, or no such attempt.</exception>
    public static async Task<StoredSample> LoadAsync(WebApplication app, string assessment, CancellationToken cancellationToken)
    {
        var cache = app.Services.GetRequiredService<CatalogCache>();
        await cache.LoadAsync(cancellationToken);
        var catalog = cache.Current;
        if (!catalog.ItemBanks.TryGetValue(assessment, out var bank) || !catalog.Calibrations.TryGetValue(assessment, out var calibration))
        {
            throw new InputException(
                $"'{assessment}' is not an assessment with items and a calibration; "
                + $"those are {string.Join(", ", catalog.Calibrations.Keys)}.");
        }

        var hash = CatalogCache.HashOf(catalog, CatalogKinds.Items, assessment);
        var rows = await app.Services.GetRequiredService<Db>().ReadAsync(
            session => StoredResponseStore.ListAsync(session, assessment), cancellationToken);
        var first = FirstOf(rows, hash);
        if (first.Count == 0)
        {
            throw new InputException(
                $"There is no scored attempt on the full form of {assessment} with the current version of its items.");
        }

        return new StoredSample(bank, calibration, first, rows.Count);
    }

    internal static IReadOnlyList<StoredResponseRow> FirstOf(IReadOnlyList<StoredResponseRow> oldestFirst, string itemsHash) =>
        [
            .. oldestFirst
                .DistinctBy(row => row.PassportId)
                .Where(row => row is { Form: FullForm, State: "scored" } && row.ItemsHash == itemsHash),
        ];

    internal static CalibrationInput TableOf(
        string assessment, IReadOnlyList<StoredResponseRow> rows, ItemBankDocument bank, CalibrationDocument calibration)
    {
        string[] names = [.. rows.SelectMany(row => ItemResponses.ReadOrder(row.ItemOrder)).Distinct().Order(StringComparer.Ordinal)];
        var column = names
            .Select((name, index) => (name, index))
            .ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        var items = bank.Items.ToDictionary(item => item.Id, StringComparer.Ordinal);
        var responses = new int[rows.Count * names.Length];
        Array.Fill(responses, Response.NotAdministered);
        for (var r = 0; r < rows.Count; r++)
        {
            var order = ItemResponses.ReadOrder(rows[r].ItemOrder);
            var reached = Enumerable.Range(0, order.Length)
                .LastOrDefault(i => ItemResponses.OptionAt(rows[r].Responses, i) is not null, -1) + 1;
            for (var i = 0; i < reached; i++)
            {
                var item = items[order[i]];
                var option = ItemResponses.OptionAt(rows[r].Responses, i);
                responses[r * names.Length + column[order[i]]] = option is { } chosen ? item.CategoryOf(item.Options[chosen].Id) : 0;
            }
        }

        var parameters = calibration.Items.ToDictionary(item => item.Item, StringComparer.Ordinal);
        return new CalibrationInput(
            assessment,
            names,
            responses,
            [.. Enumerable.Repeat(1, rows.Count)],
            [.. names.Select(name => (int?)(items[name].HighestCategory + 1))],
            [.. names.Select(name => PriorsOf(parameters[name], calibration))]);
    }

    /// <summary>What the catalog says of an item before there are data; a goes over to the metric with D = 1.</summary>
    private static ItemPriors PriorsOf(Catalog.Documents.ItemParameters item, CalibrationDocument calibration)
    {
        var (priors, d) = (calibration.Priors, calibration.ScalingConstant.Value);
        var known = item.ToScoring(d);
        var (meanLogA, sdLogA) = (priors.LogDiscriminationMean.Value + Math.Log(d), priors.LogDiscriminationStandardDeviation.Value);
        var c = known.Guessing;
        return new ItemPriors
        {
            Discrimination = new LogNormalPrior(meanLogA, sdLogA),
            Difficulty = new NormalPrior(known.Thresholds.Average(), priors.DifficultyStandardDeviation.Value),
            Guessing = c > 0 && priors.LogitGuessingStandardDeviation is { } sd
                ? GuessingPrior.LogitNormal(Math.Log(c / (1 - c)), sd.Value)
                : null,
        };
    }
}
