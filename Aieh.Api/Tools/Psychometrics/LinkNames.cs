using System.Text.RegularExpressions;
using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>
/// Which names of two lists of items mean one item: the same names, or else the only two that differ by case alone. Items that were not
/// estimated have names too.
/// </summary>
internal sealed partial class LinkNames
{
    private readonly ItemList _from;
    private readonly ItemList _to;
    private readonly string[] _ours;
    private readonly string[] _theirs;

    /// <exception cref="InputException">Several names differ by case alone.</exception>
    public LinkNames(ItemList from, ItemList to)
    {
        (_from, _to, _ours, _theirs) = (from, to, Names(from), Names(to));
        var partners = _ours.Intersect(_theirs, StringComparer.Ordinal).ToDictionary(name => name, StringComparer.Ordinal);
        var others = _theirs.Where(name => !partners.ContainsKey(name)).ToLookup(name => name, StringComparer.OrdinalIgnoreCase);
        var problems = new InputProblems();
        foreach (var alike in _ours.Where(name => !partners.ContainsKey(name)).ToLookup(name => name, StringComparer.OrdinalIgnoreCase))
        {
            switch (alike.Count(), others[alike.Key].Count())
            {
                case (_, 0):
                    break;
                case (1, 1):
                    partners.Add(alike.Single(), others[alike.Key].Single());
                    break;
                default:
                    problems.Add(
                        $"{string.Join(" and ", alike)} in {from.Path}, and {string.Join(" and ", others[alike.Key])} in {to.Path}, "
                        + "differ by case alone; give the same item the same name.");
                    break;
            }
        }

        problems.ThrowIfAny();
        Common = [.. _ours.Where(partners.ContainsKey).Select(name => (name, partners[name]))];
    }

    /// <summary>In the order of the first list.</summary>
    public IReadOnlyList<(string From, string To)> Common { get; }

    /// <summary>The names that somebody chose, in any case.</summary>
    /// <exception cref="InputException">One is in neither list, or in one alone, or is chosen twice.</exception>
    public IReadOnlyList<(string From, string To)> Chosen(IReadOnlyList<string> names)
    {
        var problems = new InputProblems();
        var chosen = new List<(string From, string To)>();
        foreach (var name in names)
        {
            var alike = Common.Where(pair => IsAlike(pair.From, name)).ToArray();
            if (alike.Length > 1) alike = [.. alike.Where(pair => pair.From == name)];
            if (alike.Length == 1) chosen.Add(alike[0]);
            else if (Has(_ours, name) && Has(_theirs, name)) problems.Add($"{name} may be several items, which differ by case alone.");
            else AddMissing(name, problems);
        }

        foreach (var repeated in chosen.GroupBy(pair => pair.From, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add($"The anchor {repeated.Key} is named twice.");
        }

        problems.ThrowIfAny();
        return chosen;
    }

    /// <summary>Says which items are without a partner though names look alike.</summary>
    /// <exception cref="InputException">No item has a partner.</exception>
    public void RequireSome(Remarks remarks)
    {
        string[] ours = [.. _ours.Except(Common.Select(pair => pair.From))];
        string[] theirs = [.. _theirs.Except(Common.Select(pair => pair.To))];
        string[] alike = [.. ours.Join(theirs, Bare, Bare, (one, other) => $"{one} and {other}")];
        var told = alike.Length == 0 ? "" : $", though some names look alike ({Remarks.Listed(alike)})";
        if (Common.Count == 0)
        {
            throw new InputException(
                $"No item has the same name in {_from.Path} and {_to.Path}{told}. "
                + "Give the same items the same names, or pair the items in their order with --by-position.");
        }

        if (alike.Length == 0) return;
        remarks.Add(
            $"{ours.Length} of {_ours.Length} items of {_from.Path} and {theirs.Length} of {_theirs.Length} items of {_to.Path} "
            + $"found no partner{told}: are they the same items?");
    }

    private static string[] Names(ItemList list) =>
        [.. list.Items.Select(item => item.Name).Union(list.NotEstimated, StringComparer.Ordinal)];

    private static bool IsAlike(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private void AddMissing(string name, InputProblems problems)
    {
        foreach (var (path, known) in new[] { (_from.Path, _ours), (_to.Path, _theirs) })
        {
            if (!Has(known, name)) problems.Add($"{path}: there is no item {name} to be an anchor.");
        }
    }

    /// <summary>A name without what people write differently: case, punctuation, spaces, zeros before a number.</summary>
    private static string Bare(string name) => Written().Replace(name.ToUpperInvariant(), "");

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+|(?<!\p{Nd})0+(?=\p{Nd})")]
    private static partial Regex Written();
}
