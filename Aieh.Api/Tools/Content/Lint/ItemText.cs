using System.Text.RegularExpressions;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>What rules measure in an item's text.</summary>
internal static partial class ItemText
{
    /// <summary>The best answer: the key, or the one option of the highest category. Null when several share it.</summary>
    public static string? BestOption(Item item)
    {
        if (item.Key is { } key) return key;
        var best = item.Scores!.Where(score => score.Value == item.HighestCategory).Select(score => score.Key).ToList();
        return best is [var only] ? only : null;
    }

    /// <summary>The sentence as it is read aloud: a span of code is one word.</summary>
    public static string Prose(string commonMark) => CodeSpan().Replace(commonMark, "code");

    public static IReadOnlyList<string> Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    /// <summary>Runs of four tokens of stem, code and options; options in any order are the same item.</summary>
    public static HashSet<string> Shingles(Item item)
    {
        const int Length = 4;
        string[] parts = [item.Stem, item.Code?.Text ?? "", .. item.Options.Select(option => option.Text)];
        return [.. parts.SelectMany(Runs).Where(shingle => shingle.Length > 0)];

        static IEnumerable<string> Runs(string part)
        {
            var tokens = Token().Matches(part.ToLowerInvariant()).Select(match => match.Value).ToList();
            var starts = Enumerable.Range(0, Math.Max(1, tokens.Count - Length + 1));
            return starts.Select(start => string.Join(' ', tokens.Skip(start).Take(Length)));
        }
    }

    /// <summary>Common members as a share of all, from 0 to 1 [Jaccard].</summary>
    public static double Similarity(HashSet<string> one, HashSet<string> other)
    {
        var common = one.Count(other.Contains);
        return common == 0 ? 0 : (double)common / (one.Count + other.Count - common);
    }

    /// <summary>
    /// Flesch–Kincaid grade: 0.39 words per sentence + 11.8 syllables per word − 15.59. Syllables are counted as groups of vowels.
    /// </summary>
    public static double Grade(string commonMark)
    {
        var prose = Prose(commonMark);
        var words = Words(prose);
        if (words.Count == 0) return 0;

        var sentences = Math.Max(1, SentenceEnd().Count(prose));
        return 0.39 * words.Count / sentences + 11.8 * words.Sum(Syllables) / words.Count - 15.59;
    }

    private static int Syllables(string word)
    {
        var groups = Vowels().Count(word.ToLowerInvariant());
        var silent = word.Length > 2 && word[^1] is 'e' && word[^2] is not ('l' or 'e');
        return Math.Max(1, groups - (silent ? 1 : 0));
    }

    [GeneratedRegex("`+[^`]*`+")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"[\p{L}][\p{L}'’-]*|\d[\d.,]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\w+|[^\w\s]")]
    private static partial Regex Token();

    [GeneratedRegex(@"[.!?:](\s|$)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();
}
