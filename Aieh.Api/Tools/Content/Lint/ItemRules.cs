using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Qti;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>Rules on one item.</summary>
internal static class ItemRules
{
    /// <summary>
    /// The key gives itself away when it is this many times as long as the longest other option, and this many characters longer.
    /// </summary>
    public const double LengthCueRatio = 1.5;
    public const int LengthCueCharacters = 25;

    /// <summary>Options are not parallel when the longest has this many times the characters of the shortest, and this many more.</summary>
    public const double ParallelRatio = 4;
    public const int ParallelCharacters = 40;

    /// <summary>Fewer words cannot say why the key is right and what each other option comes from.</summary>
    public const int RationaleWords = 15;

    /// <summary>The reading level of a technical manual; stems shorter than this many words have no meaningful grade.</summary>
    public const double ReadingGrade = 14;
    public const int ReadingWords = 12;

    private static readonly HashSet<string> Loaded = new(StringComparer.OrdinalIgnoreCase)
    {
        "he", "she", "him", "her", "his", "hers", "himself", "herself",
        "guys", "mankind", "manpower", "man-hours", "man-hour", "chairman", "foreman", "salesman",
        "girl", "girls", "boy", "boys", "blacklist", "blacklisted", "whitelist", "whitelisted", "slave", "slaves", "grandfathered",
        "crazy", "insane", "lame", "crippled", "retarded", "dumb", "third-world", "housewife", "oriental",
    };

    // Languages that a check can run; other code is a table, a log or pseudo-code.
    private static readonly HashSet<string> Executable = new(StringComparer.Ordinal) { "python", "javascript", "sql", "sqlite" };

    public static IEnumerable<LintFinding> Check(Family family, Item item)
    {
        LintFinding Found(Severity severity, string rule, string what) => new(severity, rule, $"{family.Slug}/{item.Id}", what);

        if (item.Check is null && item.Code is { } code && Executable.Contains(code.Language))
        {
            yield return Found(Severity.Error, "no-check", "has code, and no check that proves the key");
        }

        if (family.Difficulty(item) is null) yield return Found(Severity.Warning, "no-parameters", "has no parameters in the calibration");

        var words = ItemText.Words(item.Rationale).Count;
        if (words < RationaleWords)
        {
            var what = $"is explained in {words} words, too few to say what each wrong option comes from ({RationaleWords})";
            yield return Found(Severity.Warning, "rationale", what);
        }

        string[] texts = [item.Stem, .. item.Options.Select(option => option.Text)];
        foreach (var text in texts.Where(HasOther))
        {
            yield return Found(Severity.Error, "markup", $"has HTML, a link or a picture in a text: {text}");
        }

        var spoken = texts.SelectMany(text => ItemText.Words(ItemText.Prose(text)));
        var loaded = spoken.Where(Loaded.Contains).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (loaded.Count > 0) yield return Found(Severity.Warning, "loaded-language", $"says {string.Join(", ", loaded)}");

        var grade = ItemText.Grade(item.Stem);
        if (grade > ReadingGrade && ItemText.Words(ItemText.Prose(item.Stem)).Count >= ReadingWords)
        {
            yield return Found(Severity.Warning, "reading-level", $"has a stem of grade {grade:0.0} (limit {ReadingGrade})");
        }

        foreach (var (rule, what) in Options(item)) yield return Found(Severity.Warning, rule, what);
    }

    /// <summary>More than text, emphasis and code: what would bring something along from elsewhere, or act.</summary>
    private static bool HasOther(string text)
    {
        _ = CommonMark.Read(text, out var hasOther);
        return hasOther;
    }

    private static IEnumerable<(string Rule, string What)> Options(Item item)
    {
        var lengths = item.Options.ToDictionary(option => option.Id, option => option.Text.Length, StringComparer.Ordinal);
        if (ItemText.BestOption(item) is { } best)
        {
            var others = lengths.Where(length => length.Key != best).Max(length => length.Value);
            if (lengths[best] >= LengthCueRatio * others && lengths[best] >= others + LengthCueCharacters)
            {
                yield return ("length-cue", $"has a best option of {lengths[best]} characters; the longest other has {others}");
            }
        }

        var (shortest, longest) = (lengths.Values.Min(), lengths.Values.Max());
        if (longest >= ParallelRatio * shortest && longest >= shortest + ParallelCharacters)
        {
            yield return ("not-parallel", $"has options of {shortest} to {longest} characters");
        }

        var ends = item.Options.Count(option => option.Text.EndsWith('.'));
        if (ends != 0 && ends != item.Options.Count) yield return ("not-parallel", "has options with and without a full stop");

        string[] sweeping = ["all of the above", "none of the above", "all of these", "none of these"];
        if (item.Options.Any(IsSweeping)) yield return ("sweeping-option", "has an option about the other options");

        bool IsSweeping(ItemOption option) => sweeping.Any(phrase => option.Text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
    }
}
