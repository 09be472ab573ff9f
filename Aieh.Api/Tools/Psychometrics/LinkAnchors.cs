using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The items that two lists have in common.</summary>
/// <param name="Errors">How exactly their parameters are known; null where a file does not say for every anchor.</param>
/// <param name="WithoutErrors">Files that do not say how exactly the parameters of every anchor are known.</param>
/// <param name="LeftOut">Common items that cannot be anchors, with the reason.</param>
internal sealed record LinkAnchors(
    ItemList From,
    ItemList To,
    IReadOnlyList<string> Names,
    IReadOnlyList<AnchorItem> Anchors,
    AnchorErrors? Errors,
    IReadOnlyList<string> WithoutErrors,
    IReadOnlyList<AnchorLeftOut> LeftOut)
{
    /// <summary>By name: all that both lists have, or those chosen.</summary>
    /// <exception cref="InputException">An anchor is missing, or is another kind of item on the other side.</exception>
    public static LinkAnchors Pair(ItemList from, ItemList to, IReadOnlyList<string> chosen, Remarks remarks)
    {
        var names = new LinkNames(from, to);
        if (chosen.Count == 0) names.RequireSome(remarks);
        var (ours, theirs) = (ByName(from), ByName(to));
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var pairs = new List<(NamedItem From, NamedItem To)>();
        foreach (var (our, their) in chosen.Count == 0 ? names.Common : names.Chosen(chosen))
        {
            if (!ours.TryGetValue(our, out var own)) reasons.Add(our, $"it was not estimated in {from.Title}");
            else if (!theirs.TryGetValue(their, out var other)) reasons.Add(our, $"it was not estimated in {to.Title}");
            else pairs.Add((own, other));
        }

        return Of(from, to, pairs, reasons, remarks);
    }

    /// <summary>By place, whatever the items are called.</summary>
    /// <exception cref="InputException">The places do not tell, or an anchor is another kind of item on the other side.</exception>
    public static LinkAnchors PairByPosition(ItemList from, ItemList to, Remarks remarks)
    {
        if (from.Items.Count != to.Items.Count)
        {
            throw new InputException(
                $"--by-position takes files of as many items, and {from.Path} has {from.Items.Count}, {to.Path} {to.Items.Count}.");
        }

        foreach (var list in new[] { from, to }.Where(list => list.LeftOut.Count > 0))
        {
            throw new InputException($"--by-position does not know where {Remarks.Listed(list.NotEstimated)} stood in {list.Path}.");
        }

        var places = to.Items.Select((item, place) => (item.Name, place)).ToDictionary(StringComparer.Ordinal);
        var moved = from.Items.Where((item, place) => places.TryGetValue(item.Name, out var other) && other != place);
        remarks.Add([.. moved.Select(item => item.Name)], "paired by position with another item, though both files have this name");
        return Of(from, to, [.. from.Items.Zip(to.Items)], new Dictionary<string, string>(StringComparer.Ordinal), remarks);
    }

    private static LinkAnchors Of(
        ItemList from,
        ItemList to,
        IReadOnlyList<(NamedItem From, NamedItem To)> common,
        Dictionary<string, string> reasons,
        Remarks remarks)
    {
        foreach (var (our, their) in common)
        {
            if (WhyNot(from, our, to, their) is { } why) reasons.Add(our.Name, why);
        }

        foreach (var alike in reasons.GroupBy(reason => reason.Value, reason => reason.Key))
        {
            remarks.Add([.. alike], $"no anchor: {alike.Key}");
        }

        (NamedItem From, NamedItem To)[] pairs = [.. common.Where(pair => !reasons.ContainsKey(pair.From.Name))];
        var problems = new InputProblems();
        var anchors = new List<AnchorItem>();
        foreach (var (our, their) in pairs)
        {
            var (a, b) = (our.Parameters, their.Parameters);
            if (AnchorItem.IsPossible(a, b)) anchors.Add(Anchor(from, a, to, b));
            else problems.Add($"The anchor {our.Name} is {Kind(a)} in {from.Path} and {Kind(b)} in {to.Path}.");
        }

        problems.ThrowIfAny();
        var errors = AnchorFileErrors.Of(from, to, pairs, anchors, out var without);
        AnchorLeftOut[] shown = [.. reasons.Select(reason => new AnchorLeftOut(reason.Key, reason.Value))];
        return new LinkAnchors(from, to, [.. pairs.Select(pair => pair.From.Name)], anchors, errors, without, shown);
    }

    /// <summary>Files write the items of a one-parameter calibration with their common discrimination, as if it were of two.</summary>
    private static AnchorItem Anchor(ItemList from, ItemParameters our, ItemList to, ItemParameters their)
    {
        var anchor = new AnchorItem(our, their);
        var isOneOfTwo = our.Model <= ItemModel.ThreeParameterLogistic && from.HasCommonDiscrimination != to.HasCommonDiscrimination;
        return isOneOfTwo ? anchor.UnderDifferentModels() : anchor;
    }

    /// <summary>Why two sets of parameters cannot be matched though they are of one item; null when they can.</summary>
    private static string? WhyNot(ItemList from, NamedItem our, ItemList to, NamedItem their)
    {
        if (from.WhyNoEstimate(our) is { } ours) return $"{ours} in {from.Title}";
        if (to.WhyNoEstimate(their) is { } theirs) return $"{theirs} in {to.Title}";

        if (our.Categories != their.Categories) return null;

        // Thresholds of the same number may part other answers: which ones, codes and maps say. Codes may begin elsewhere, at 0 or 1.
        var (codes, others) = (CodesOf(our), CodesOf(their));
        if (codes.Zip(others, (code, other) => other - code).Distinct().Count() > 1)
        {
            return $"its answers are coded in different ways, {ItemCodes.Written(codes)} in {from.Title} and "
                + $"{ItemCodes.Written(others)} in {to.Title}, the lowest first";
        }

        return !MapOf(our).SequenceEqual(MapOf(their))
            ? $"its categories were joined in different ways, {Map(our)} in {from.Title} and {Map(their)} in {to.Title}"
            : null;
    }

    private static int[] CodesOf(NamedItem item) => [.. item.Codes ?? Enumerable.Range(0, item.Categories)];

    private static IEnumerable<int> MapOf(NamedItem item) => item.CategoryMap ?? Enumerable.Range(0, item.Categories);

    private static string Map(NamedItem item) => string.Join(',', MapOf(item));

    private static Dictionary<string, NamedItem> ByName(ItemList list) =>
        list.Items.ToDictionary(item => item.Name, StringComparer.Ordinal);

    private static string Kind(ItemParameters item) => $"{ItemValues.Word(item.Model)} with {item.Categories} categories";
}
