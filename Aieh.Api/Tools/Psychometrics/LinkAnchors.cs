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
    /// <summary>By name; by place when no name is shared and the lists are as long as each other.</summary>
    /// <exception cref="InputException">An anchor is missing, or is another kind of item on the other side.</exception>
    public static LinkAnchors Pair(ItemList from, ItemList to, IReadOnlyList<string> names, Remarks remarks)
    {
        var problems = new InputProblems();
        var (ours, theirs) = (ByName(from), ByName(to));
        var notEstimated = NotEstimated(from, ours, to, theirs);
        foreach (var (path, items) in new[] { (from.Path, ours), (to.Path, theirs) })
        {
            foreach (var name in names.Where(name => !items.ContainsKey(name) && !notEstimated.ContainsKey(name)))
            {
                problems.Add($"{path}: there is no item {name} to be an anchor.");
            }
        }

        foreach (var repeated in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add($"The anchor {repeated.Key} is named twice.");
        }

        problems.ThrowIfAny();

        var reasons = names.Count > 0 ? Among(notEstimated, names) : notEstimated;
        var common = names.Count > 0 ? names : from.Items.Select(item => item.Name).Where(theirs.ContainsKey);
        (NamedItem From, NamedItem To)[] pairs =
            [.. common.Where(name => !reasons.ContainsKey(name)).Select(name => (ours[name], theirs[name]))];
        if (pairs.Length == 0 && reasons.Count == 0 && from.Items.Count == to.Items.Count)
        {
            remarks.Add(
                $"no item has the same name in {from.Path} and {to.Path}, so their {from.Items.Count} items are paired in their order");
            pairs = [.. from.Items.Zip(to.Items)];
        }

        foreach (var (our, their) in pairs)
        {
            if (WhyNot(from, our, to, their) is { } why) reasons.Add(our.Name, why);
        }

        foreach (var alike in reasons.GroupBy(reason => reason.Value, reason => reason.Key))
        {
            remarks.Add([.. alike], $"no anchor: {alike.Key}");
        }

        pairs = [.. pairs.Where(pair => !reasons.ContainsKey(pair.From.Name))];

        var anchors = new List<AnchorItem>();
        foreach (var (our, their) in pairs)
        {
            var (a, b) = Alike(our.Parameters, their.Parameters);
            if (a.Model == b.Model && a.Categories == b.Categories) anchors.Add(new AnchorItem(a, b));
            else problems.Add($"The anchor {our.Name} is {Kind(a)} in {from.Path} and {Kind(b)} in {to.Path}.");
        }

        problems.ThrowIfAny();
        var errors = AnchorFileErrors.Of(from, to, pairs, anchors, out var without);
        AnchorLeftOut[] shown = [.. reasons.Select(reason => new AnchorLeftOut(reason.Key, reason.Value))];
        return new LinkAnchors(from, to, [.. pairs.Select(pair => pair.From.Name)], anchors, errors, without, shown);
    }

    /// <summary>Items that one file has and the other could not estimate.</summary>
    private static Dictionary<string, string> NotEstimated(
        ItemList from, Dictionary<string, NamedItem> ours, ItemList to, Dictionary<string, NamedItem> theirs)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in from.NotEstimated.Where(theirs.ContainsKey)) reasons[name] = $"it was not estimated in {from.Title}";
        foreach (var name in to.NotEstimated.Where(ours.ContainsKey)) reasons[name] = $"it was not estimated in {to.Title}";
        return reasons;
    }

    private static Dictionary<string, string> Among(Dictionary<string, string> reasons, IReadOnlyList<string> names) =>
        reasons.Where(reason => names.Contains(reason.Key)).ToDictionary(StringComparer.Ordinal);

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

    /// <summary>The dichotomous models are one family: where two differ, both are written as the widest.</summary>
    private static (ItemParameters From, ItemParameters To) Alike(ItemParameters a, ItemParameters b) =>
        a.Model == b.Model || a.Model > ItemModel.ThreeParameterLogistic || b.Model > ItemModel.ThreeParameterLogistic
            ? (a, b)
            : (Widened(a), Widened(b));

    private static ItemParameters Widened(ItemParameters item) =>
        ItemParameters.ThreeParameter(item.Discrimination, item.Thresholds[0], item.Guessing);

    private static string Kind(ItemParameters item) => $"{ItemValues.Word(item.Model)} with {item.Categories} categories";
}
