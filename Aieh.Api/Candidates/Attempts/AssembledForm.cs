using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>A form ready to be served and scored: its items, their calibration and the compiled test form.</summary>
internal sealed class AssembledForm
{
    private readonly FrozenDictionary<string, (int Index, Item Item)> _items;
    private readonly Lazy<AdaptiveBank> _bank;

    public AssembledForm(IReadOnlyList<string> items, ItemBankDocument bank, CalibrationDocument calibration)
    {
        var byId = bank.Items.ToDictionary(item => item.Id, StringComparer.Ordinal);
        var parameters = calibration.Items.ToDictionary(item => item.Item, StringComparer.Ordinal);
        _items = items.Select((id, index) => KeyValuePair.Create(id, (index, byId[id]))).ToFrozenDictionary(StringComparer.Ordinal);
        Ids = items;
        Topics = [.. items.Select(id => byId[id].Topic).Distinct().Order(StringComparer.Ordinal)];
        Calibration = calibration;
        Test = new TestForm(items.Select(id => parameters[id].ToUncertain(calibration)), NormalPrior.Standard);
        IsProvisional = items.Any(id => parameters[id].Provisional);
        _bank = new Lazy<AdaptiveBank>(() => new AdaptiveBank(Test.UncertainItems, items.Select(id => Topics.IndexOf(byId[id].Topic)))
        {
            Enemies = [.. (bank.Enemies ?? []).Select(set => set.Items.Where(_items.ContainsKey).Select(IndexOf).ToImmutableArray())],
        });
    }

    /// <summary>The item ids, in form order.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The topics that the items are of, sorted: the content areas of <see cref="Bank"/>.</summary>
    public ImmutableArray<string> Topics { get; }

    /// <summary>The items to choose from adaptively; made when first asked for.</summary>
    public AdaptiveBank Bank => _bank.Value;

    public CalibrationDocument Calibration { get; }

    public TestForm Test { get; }

    /// <summary>Whether any of its items has provisional parameters.</summary>
    public bool IsProvisional { get; }

    public int Count => _items.Count;

    public Item? Find(string item) => _items.TryGetValue(item, out var found) ? found.Item : null;

    public int IndexOf(string item) => _items[item].Index;

    public bool Consists(string[] items) => items.Length == _items.Count && items.All(_items.ContainsKey);

    /// <summary>Where the option stands among the item's options; null when the item does not have it.</summary>
    public int? PositionOf(string item, string option)
    {
        var options = _items[item].Item.Options;
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Id == option) return i;
        }

        return null;
    }

    /// <summary>
    /// The category of each item, in form order; an item without an answer scores 0: skipping must not pay in a timed form.
    /// </summary>
    public int[] Categories(string responses, string[] order)
    {
        var categories = new int[_items.Count];
        for (var i = 0; i < order.Length; i++)
        {
            var (index, item) = _items[order[i]];
            if (ItemResponses.OptionAt(responses, i) is { } option) categories[index] = item.CategoryOf(item.Options[option].Id);
        }

        return categories;
    }
}

/// <summary>Assembles forms once for each version of items and calibration; an attempt keeps the versions it was started with.</summary>
internal sealed class AssembledForms(CatalogCache catalog)
{
    /// <summary>Tests simulated in each cycle of a fit: about a second, and the rate is held to within four hundredths.</summary>
    private const int SimulatedTests = 2_000;

    private readonly ConcurrentDictionary<(string Items, string Calibration, string Form), AssembledForm> _forms = new();
    private readonly ConcurrentDictionary<ExposureKey, Lazy<Task<SortedDictionary<string, double>>>> _exposures = new();

    /// <summary>The form that an attempt was started on.</summary>
    public async ValueTask<AssembledForm> OfAsync(AttemptRow attempt, string[] order, CancellationToken cancellationToken)
    {
        var key = (attempt.ItemsHash, attempt.CalibrationHash, attempt.Form);
        if (_forms.TryGetValue(key, out var known) && known.Consists(order)) return known;

        var bank = await catalog.ItemsAsync(attempt.Assessment, attempt.ItemsHash, cancellationToken);
        var calibration = await catalog.CalibrationAsync(attempt.Assessment, attempt.CalibrationHash, cancellationToken);
        // In one canonical order, not in this attempt's: the order of summation decides the last bits of an estimate.
        var form = new AssembledForm([.. order.Order(StringComparer.Ordinal)], bank, calibration);
        _forms[key] = form;
        return form;
    }

    /// <summary>
    /// How often each item may be given when it is selected, so that in the norm population none is in more than
    /// <paramref name="maximum"/> of the tests. Found by simulation when it is first asked for, once for each form, calibration and set of
    /// rules; items that need no holding back are not in it.
    /// </summary>
    public Task<SortedDictionary<string, double>> ExposureAsync(
        AssembledForm form, AdaptivePlan plan, double maximum, CancellationToken cancellationToken)
    {
        var key = new ExposureKey(form, maximum, (plan with { Seed = 0 }).ToJson());
        var fit = _exposures.GetOrAdd(key, _ => new Lazy<Task<SortedDictionary<string, double>>>(StartFit));
        return fit.Value.WaitAsync(cancellationToken);

        // Whoever asks first may leave; the others wait for the same fit.
        Task<SortedDictionary<string, double>> StartFit() => Task.Run(() => FitExposure(form, plan, maximum), CancellationToken.None);
    }

    internal static SortedDictionary<string, double> FitExposure(AssembledForm form, AdaptivePlan plan, double maximum)
    {
        var people = AdaptiveSimulation.DrawAbilities(NormalPrior.Standard, SimulatedTests, seed: 1);
        var fit = SympsonHetter.Fit(form.Bank, plan.Settings(form), maximum, people, seed: 2);
        var heldBack = form.Ids.Zip(fit.Parameters).Where(item => item.Second < 1);
        return new SortedDictionary<string, double>(heldBack.ToDictionary(item => item.First, item => item.Second), StringComparer.Ordinal);
    }

    private readonly record struct ExposureKey(AssembledForm Form, double Maximum, string Rules);
}
