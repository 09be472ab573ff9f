using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The items that two lists have in common.</summary>
/// <param name="Errors">Standard errors of the difficulties; null unless both files have them for every anchor.</param>
internal sealed record LinkAnchors(
    ItemList From,
    ItemList To,
    IReadOnlyList<string> Names,
    IReadOnlyList<AnchorItem> Anchors,
    IReadOnlyList<DifficultyErrors>? Errors)
{
    /// <summary>By name; by place when no name is shared and the lists are as long as each other.</summary>
    /// <exception cref="InputException">An anchor is missing, or is another kind of item on the other side.</exception>
    public static LinkAnchors Pair(ItemList from, ItemList to, IReadOnlyList<string> names, TextWriter notes)
    {
        var problems = new InputProblems();
        var (ours, theirs) = (ByName(from), ByName(to));
        foreach (var (path, items) in new[] { (from.Path, ours), (to.Path, theirs) })
        {
            foreach (var name in names.Where(name => !items.ContainsKey(name)))
            {
                problems.Add($"{path}: there is no item {name} to be an anchor.");
            }
        }

        foreach (var repeated in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add($"The anchor {repeated.Key} is named twice.");
        }

        problems.ThrowIfAny();

        var common = names.Count > 0 ? names : from.Items.Select(item => item.Name).Where(theirs.ContainsKey);
        (NamedItem From, NamedItem To)[] pairs = [.. common.Select(name => (ours[name], theirs[name]))];
        if (pairs.Length == 0 && from.Items.Count == to.Items.Count)
        {
            notes.WriteLine(
                $"Note: no item has the same name in {from.Path} and {to.Path}, "
                + $"so their {from.Items.Count} items are paired in their order.");
            pairs = [.. from.Items.Zip(to.Items)];
        }

        var anchors = new List<AnchorItem>();
        foreach (var (our, their) in pairs)
        {
            var (a, b) = Alike(our.Parameters, their.Parameters);
            if (a.Model == b.Model && a.Categories == b.Categories) anchors.Add(new AnchorItem(a, b));
            else problems.Add($"The anchor {our.Name} is {Kind(a)} in {from.Path} and {Kind(b)} in {to.Path}.");
        }

        problems.ThrowIfAny();
        return new LinkAnchors(from, to, [.. pairs.Select(pair => pair.From.Name)], anchors, ErrorsOf(pairs));
    }

    private static IReadOnlyList<DifficultyErrors>? ErrorsOf((NamedItem From, NamedItem To)[] pairs)
    {
        var errors = pairs.Select(pair => (From: pair.From.StandardErrors?.Difficulty, To: pair.To.StandardErrors?.Difficulty)).ToArray();
        var known = errors.Length > 0 && errors.All(error => error is { From: not null, To: not null });
        return known ? [.. errors.Select(error => new DifficultyErrors(error.From!.Value, error.To!.Value))] : null;
    }

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
