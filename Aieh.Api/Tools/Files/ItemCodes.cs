using System.Globalization;

namespace Aieh.Api.Tools.Files;

/// <summary>
/// The codes that answers have in a file, category by category from the lowest, where somebody declares them: --codes. Without a
/// declaration codes are categories, 0..m.
/// </summary>
internal sealed class ItemCodes
{
    private readonly IReadOnlyList<int>? _ofAll;
    private readonly Dictionary<string, IReadOnlyList<int>> _ofItem = new(StringComparer.OrdinalIgnoreCase);

    private ItemCodes(IReadOnlyList<string> declared)
    {
        foreach (var text in declared)
        {
            // An item's name may hold an equals sign, codes do not.
            var at = text.LastIndexOf('=');
            var codes = CodesOf(text[(at + 1)..]) ?? throw Unreadable(text);
            if (at < 0)
            {
                if (_ofAll is not null) throw new InputException("--codes declares the codes of all items twice.");
                _ofAll = codes;
                continue;
            }

            foreach (var item in text[..at].Split(','))
            {
                if (!_ofItem.TryAdd(item.Trim(), codes)) throw new InputException($"--codes declares the codes of {item} twice.");
            }
        }
    }

    public static ItemCodes None { get; } = new([]);

    /// <summary>The items that are named.</summary>
    public IEnumerable<string> Items => _ofItem.Keys;

    /// <param name="declared">1-5 for all items; loops=0,1,3 or loops,slices=0-4 for some. Codes may fall: q=1,0.</param>
    /// <exception cref="InputException">A declaration cannot be read.</exception>
    public static ItemCodes Parse(IReadOnlyList<string> declared) => new(declared);

    /// <summary>The codes of an item; null where nobody declared them.</summary>
    public IReadOnlyList<int>? Of(string item) => _ofItem.GetValueOrDefault(item, _ofAll!);

    /// <summary>Whether they are a code for each of so many categories.</summary>
    public static bool AreFor(IReadOnlyList<int> codes, int categories) =>
        codes.Count == categories && codes.Distinct().Count() == categories && codes.All(code => code >= 0);

    /// <summary>As in a declaration: 0-4, 4-0 or 0,1,3.</summary>
    public static string Written(IReadOnlyList<int> codes)
    {
        var isRange = codes.Count > 2 && (IsRange(codes) || IsRange([.. codes.Reverse()]));
        return isRange ? $"{codes[0]}-{codes[^1]}" : string.Join(',', codes);
    }

    /// <summary>How the codes of an item would be declared the other way round; without a declaration they are its categories.</summary>
    public static string Reversed(IReadOnlyList<int>? codes, int categories) =>
        Written([.. (codes ?? [.. Enumerable.Range(0, categories)]).Reverse()]);

    private static bool IsRange(IReadOnlyList<int> codes) => codes.SequenceEqual(Enumerable.Range(codes[0], codes.Count));

    private static List<int>? CodesOf(string text)
    {
        var codes = new List<int>();
        foreach (var part in text.Split(','))
        {
            int?[] ends = [.. part.Split('-').Select(NumberOf)];
            if (ends is not [{ } first, ..] || ends[^1] is not { } last || ends.Length > 2) return null;
            var step = first <= last ? 1 : -1;
            for (var code = first; code != last + step; code += step) codes.Add(code);
        }

        return codes.Count > 1 && codes.Count == codes.Distinct().Count() ? codes : null;
    }

    private static int? NumberOf(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000 ? number : null;

    private static InputException Unreadable(string text) => new(
        $"--codes {text} cannot be read: write 1-5 for all items, or item=0,1,3 for one; "
        + "two different codes at least, whole numbers below 1000, the lowest category first.");
}
