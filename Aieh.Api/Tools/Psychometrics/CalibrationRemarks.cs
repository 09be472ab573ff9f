using System.Collections.Immutable;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>What a careful colleague would point out about a calibration.</summary>
internal sealed class CalibrationRemarks(
    CalibrationInput data, IReadOnlyList<CalibrationItem> items, CalibrationResult result, ImmutableArray<ItemRestCorrelation> rest)
{
    /// <summary>Answers per category below which a threshold is hardly known, the usual advice.</summary>
    private const long FewPerCategory = 10;

    private const int ManyCategories = 10;

    private readonly Remarks _remarks = new();

    public Remarks Of(ImmutableArray<ItemFit> fit, CalibrationErrors errors)
    {
        AddNotEstimated();
        _remarks.AddRest(data.Items, rest, data.Codes is null ? null : Reversed);
        AddAtBound();
        AddFewAnswers();
        AddCategories();
        AddPairs();
        _remarks.AddMisfit(data.Items, fit);
        if (!errors.IsPositiveDefinite) _remarks.Add("The standard errors rest on an information matrix that is not positive definite.");
        if (result.PeopleWithoutAnswers > 0) _remarks.Add($"{result.PeopleWithoutAnswers} people answered nothing and do not count.");
        return _remarks;
    }

    private void AddNotEstimated()
    {
        foreach (var alike in Indices.Where(i => result.Items[i].Status != ItemStatus.Estimated).GroupBy(i => result.Items[i].Status))
        {
            var why = alike.Key switch
            {
                ItemStatus.NoAnswers => "not estimated, since nobody answered",
                ItemStatus.NoVariance => "not estimated, since everybody answered alike",
                ItemStatus.EstimatedWithoutVariance => "everybody answered alike: the estimates say what the priors say",
                var other => $"not estimated: {KebabCase.Of(other).Replace('-', ' ')}",
            };
            _remarks.Add([.. alike.Select(i => data.Items[i])], why);
        }
    }

    private void AddAtBound()
    {
        int[] at = [.. Indices.Where(i => result.Items[i] is { Parameters: not null, AtBound: not ParametersAtBound.None })];
        _remarks.Add(
            [.. at.Select(i => $"{data.Items[i]} ({Told(result.Items[i].Parameters!)})")],
            "a parameter ended at the bound of the search: the answers do not determine it, and it is no estimate");
        string[] steep = [.. at.Where(i => IsSteep(result.Items[i].Parameters!)).Select(i => data.Items[i])];
        if (steep.Length < 2) return;
        _remarks.Add(
            steep,
            "as steep as the search allows: one item more than once, or answers that follow from each other? "
            + "All other estimates rest on it too");
    }

    private void AddFewAnswers()
    {
        var few = Indices.Where(i => result.Items[i] is { Parameters: not null, FewAnswers: true });
        foreach (var alike in few.GroupBy(i => items[i].Model))
        {
            _remarks.Add(
                [.. alike.Select(i => data.Items[i])],
                $"few answers, {alike.Min(i => result.Items[i].Answers)} at the fewest: "
                + $"{CalibrationOptions.AdvisedAnswers(alike.Key)} are usually advised for {ItemValues.Word(alike.Key)}");
        }
    }

    private void AddCategories()
    {
        foreach (var i in Indices.Where(i => result.Items[i].Parameters is not null && items[i].Categories > 2))
        {
            var counts = result.Items[i].CategoryCounts;
            var used = Enumerable.Range(0, counts.Length).ToLookup(k => counts[k] > 0);
            if (used[false].Any())
            {
                _remarks.Add(
                    $"{data.Items[i]}: nobody gave {Codes(i, used[false])}; such a code counts as the next lower one that occurs, "
                    + "and as the lowest below it");
            }

            int[] rare = [.. used[true].Where(k => counts[k] < FewPerCategory)];
            if (rare.Length > 0) _remarks.Add($"{data.Items[i]}: fewer than {FewPerCategory} people gave {Codes(i, rare)}");
            if (used[true].Count() > ManyCategories) _remarks.Add($"{data.Items[i]}: {used[true].Count()} codes occur: is it an item?");
        }
    }

    private void AddPairs()
    {
        var pairs = ItemPairs.Analyze(data.Responses, data.Frequencies, items.Count);
        _remarks.AddAlike(data.Items, pairs.Alike);
        if (!data.Responses.AsSpan().Contains(Response.NotAdministered)) return;
        if (pairs.Groups.Length > 1)
        {
            _remarks.Add(
                $"The items fall into {pairs.Groups.Length} groups, as {Names(pairs.Groups[0])} and {Names(pairs.Groups[1])}, "
                + "and nobody answered in two of them: only if the people are equally able are their parameters on one scale");
        }

        if (pairs.SparsePairs == 0 || pairs.Fewest is not var (first, second, people)) return;
        _remarks.Add(
            $"{pairs.SparsePairs} of {pairs.Pairs} pairs of items have fewer than {ItemPairs.FewPeople} people who answered both "
            + $"({data.Items[first]} and {data.Items[second]}: {people})");
    }

    private IEnumerable<int> Indices => Enumerable.Range(0, items.Count);

    private string Reversed(int item) => ItemCodes.Reversed(data.Codes?[item], items[item].Categories);

    private string Codes(int item, IEnumerable<int> categories) =>
        Remarks.Listed([.. categories.Select(k => OutputFile.Number(data.CodeOf(item, k)))]);

    private string Names(IEnumerable<int> group) => $"({Remarks.Listed([.. group.Select(i => data.Items[i])])})";

    private static bool IsSteep(ItemParameters item) => item.Discrimination >= CalibrationOptions.LargestDiscrimination;

    private static string Told(ItemParameters item) =>
        $"a = {Show.Number(item.Discrimination)}, b = {string.Join(" / ", item.Thresholds.Select(b => Show.Number(b)))}";
}
