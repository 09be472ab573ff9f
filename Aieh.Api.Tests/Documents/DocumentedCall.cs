using System.Text.RegularExpressions;

namespace Aieh.Api.Tests.Documents;

/// <summary>A request as a script writes it: a variable is `{name}`, and what is not sent is the empty string.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Token">The bearer token.</param>
/// <param name="Key">The Idempotency-Key.</param>
/// <param name="Body">The body, which is JSON.</param>
internal sealed partial record DocumentedCall(string Method, string Path, string Token, string Key, string Body)
{
    /// <summary>The calls of curl, in the order of the text.</summary>
    public static IEnumerable<DocumentedCall> OfBash(string script)
    {
        var text = script.Replace("\\\n", " ", StringComparison.Ordinal);
        return Curl().Matches(text).Select(curl => OfCurl([.. Words(BashWord(), text, curl).Select(BashValue)]));
    }

    /// <summary>The calls of the script's function Send.</summary>
    public static IEnumerable<DocumentedCall> OfPowerShell(string script)
    {
        var text = script.ReplaceLineEndings("\n").Replace("`\n", " ", StringComparison.Ordinal);
        return Send().Matches(text).Select(send => OfSend([.. Words(PowerShellWord(), text, send).Select(PowerShellValue)]));
    }

    private static DocumentedCall OfCurl(string[] words)
    {
        var method = After(words, "-X");
        var body = After(words, "-d");
        var headers = words
            .Index()
            .Where(word => word.Item == "-H")
            .Select(word => words[word.Index + 1].Split(": ", 2))
            .ToDictionary(header => header[0], header => header[1]);
        Assert.That(headers.Keys, Is.SubsetOf(new[] { "Content-Type", "Authorization", "Idempotency-Key" }));
        Assert.That(headers.GetValueOrDefault("Content-Type", ""), Is.EqualTo(body.Length > 0 ? "application/json" : ""));
        return new DocumentedCall(
            method.Length > 0 ? method : body.Length > 0 ? "POST" : "GET",
            words.Single(word => word.StartsWith("{aieh}", StringComparison.Ordinal))["{aieh}".Length..],
            headers.GetValueOrDefault("Authorization", "").Replace("Bearer ", "", StringComparison.Ordinal),
            headers.GetValueOrDefault("Idempotency-Key", ""),
            body);
    }

    private static DocumentedCall OfSend(string[] words) =>
        new(words[0], words[1], After(words, "-Token"), After(words, "-Key"), After(words, "-Body"));

    private static string After(string[] words, string option) =>
        Array.IndexOf(words, option) is >= 0 and var at ? words[at + 1] : "";

    /// <summary>The words after the command, up to what ends it.</summary>
    private static IEnumerable<string> Words(Regex word, string text, Match command)
    {
        for (var match = word.Match(text, command.Index + command.Length); match.Success; match = match.NextMatch())
        {
            yield return match.Value.Trim(' ');
        }
    }

    private static string BashValue(string word) =>
        Named(BashQuoted().Replace(word, quoted => quoted.Value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal)));

    private static string PowerShellValue(string word) => word[0] switch
    {
        '\'' => word[1..^1],
        '"' => Named(word[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)),
        _ => Named(word),
    };

    private static string Named(string text) => Variable().Replace(text, variable => $"{{{variable.Value[1..].ToLowerInvariant()}}}");

    [GeneratedRegex(@"\bcurl ")]
    private static partial Regex Curl();

    [GeneratedRegex(@"\bSend (?=[A-Z]+ )")]
    private static partial Regex Send();

    [GeneratedRegex("""\G *('[^']*'|"(\\.|[^"\\])*"|[^ \n'"|);>])+""", RegexOptions.ExplicitCapture)]
    private static partial Regex BashWord();

    [GeneratedRegex("""'[^']*'|"(\\.|[^"\\])*["]""", RegexOptions.ExplicitCapture)]
    private static partial Regex BashQuoted();

    [GeneratedRegex("""\G *('[^']*'|"(""|[^"])*"|[^ \n'"|);>}])+""", RegexOptions.ExplicitCapture)]
    private static partial Regex PowerShellWord();

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();
}
