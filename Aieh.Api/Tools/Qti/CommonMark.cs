using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Aieh.Api.Tools.Qti;

/// <summary>CommonMark as the catalog uses it: inline only.</summary>
internal static partial class CommonMark
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private static readonly MarkdownPipeline _inline = InlineOnly();

    /// <summary>What a reader sees. Links, pictures and HTML stay as they are spelled; <paramref name="hasOther"/> says so.</summary>
    public static InlineText Read(string commonMark, out bool hasOther)
    {
        var (runs, other) = (new List<TextRun>(), false);
        if (Parsed(commonMark) is not { } parsed)
        {
            hasOther = true;
            return new InlineText([new TextRun(commonMark, TextStyle.Plain)]);
        }

        foreach (var paragraph in parsed.Cast<ParagraphBlock>())
        {
            for (var inline = paragraph.Inline?.FirstChild; inline is not null; inline = inline.NextSibling) Add(inline, TextStyle.Plain);
            runs.Add(new TextRun(" ", TextStyle.Plain));
        }

        hasOther = other;
        return new InlineText(runs);

        void Add(Inline inline, TextStyle style)
        {
            switch (inline)
            {
                case LiteralInline literal: runs.Add(new TextRun(literal.Content.ToString(), style)); break;
                case CodeInline code: runs.Add(new TextRun(code.Content, style | TextStyle.Code)); break;
                case HtmlEntityInline entity: runs.Add(new TextRun(entity.Transcoded.ToString(), style)); break;
                case LineBreakInline: runs.Add(new TextRun(" ", style)); break;
                case EmphasisInline emphasis:
                    var inner = style | (emphasis.DelimiterCount == 2 ? TextStyle.Strong : TextStyle.Emphasis);
                    foreach (var child in emphasis) Add(child, inner);
                    break;
                default:
                    other = true;
                    runs.Add(new TextRun(commonMark[inline.Span.Start..(inline.Span.End + 1)], style));
                    break;
            }
        }
    }

    /// <summary>A fence longer than any in the code; a space keeps a backtick at the edge apart from it.</summary>
    public static string CodeSpan(string code)
    {
        var fence = new string('`', 1 + Backticks().Matches(code).Select(run => run.Length).DefaultIfEmpty(0).Max());
        var pad = code is ['`', ..] or [.., '`'] ? " " : "";
        return fence + pad + code + pad + fence;
    }

    /// <summary>
    /// Plain text that stays plain text. What would be markup nowhere stays as it is: <c>snake_case</c>, <c>2 * 3</c>, <c>a &lt; b</c>.
    /// </summary>
    public static string Escaped(string text)
    {
        var written = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // At an edge there may be a delimiter.
            char? before = i > 0 ? text[i - 1] : null;
            char? after = i + 1 < text.Length ? text[i + 1] : null;
            var isMarkup = text[i] switch
            {
                '`' or '[' or ']' => true,
                '*' => (before, after) is not (' ', ' '),
                '_' => !IsInWord(text, i),
                '\\' => after is null || Punctuation.Contains(after.Value, StringComparison.Ordinal),
                '<' => after is not { } next || char.IsAsciiLetter(next) || next is '/' or '!' or '?',
                '&' => after is not { } next || char.IsAsciiLetter(next) || next is '#',
                '~' => true,
                _ => false,
            };
            if (isMarkup) written.Append('\\');
            written.Append(text[i]);
        }

        return written.ToString();
    }

    /// <summary>A renderer without an inline mode would see a heading, a list, a quotation or a rule at the start of a line.</summary>
    public static string WithoutBlocks(string line) => Block().Replace(line, @"$1\$2");

    private static bool IsInWord(string text, int underscore)
    {
        var (first, last) = (underscore, underscore);
        while (first > 0 && text[first] == '_') first--;
        while (last < text.Length - 1 && text[last] == '_') last++;
        return char.IsLetterOrDigit(text[first]) && char.IsLetterOrDigit(text[last]);
    }

    /// <summary>Null for what is more than text, or nested without end: a definition of a link would be shown nowhere.</summary>
    private static MarkdownDocument? Parsed(string commonMark)
    {
        try
        {
            var parsed = Markdown.Parse(commonMark, _inline);
            return parsed.All(block => block is ParagraphBlock) ? parsed : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static MarkdownPipeline InlineOnly()
    {
        var builder = new MarkdownPipelineBuilder { PreciseSourceLocation = true };
        builder.BlockParsers.Clear();
        builder.BlockParsers.Add(new ParagraphBlockParser { ParseSetextHeadings = false });
        return builder.Build();
    }

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"^(\d{0,9})(#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|-{3,}|={3,}|[.)](?=\s|$))")]
    private static partial Regex Block();
}
