using System.Text;
using System.Xml.Linq;
using static Aieh.Api.Tools.Qti.QtiXml;

namespace Aieh.Api.Tools.Qti;

[Flags]
internal enum TextStyle
{
    Plain = 0,
    Emphasis = 1,
    Strong = 2,
    Code = 4,
}

internal readonly record struct TextRun(string Text, TextStyle Style);

/// <summary>
/// A line of text with emphasis and code: what inline CommonMark and XHTML can both say. White space is layout: each run of it is one
/// space, without style where its neighbors are without.
/// </summary>
internal sealed class InlineText
{
    private const string Layout = " \t\r\n\f";

    private static readonly TextStyle[] _nesting = [TextStyle.Strong, TextStyle.Emphasis];

    private readonly List<TextRun> _runs = [];

    public InlineText(IEnumerable<TextRun> runs)
    {
        List<(char Character, TextStyle Style)> line = [];
        foreach (var (character, style) in runs.SelectMany(run => run.Text.Select(character => (character, run.Style))))
        {
            var isLayout = Layout.Contains(character, StringComparison.Ordinal);
            if (!isLayout) line.Add((character, style));
            else if (line is [.., (not ' ', _)]) line.Add((' ', style));
            else if (line is [.., (' ', var before)]) line[^1] = (' ', before & style);
        }

        if (line is [.., (' ', _)]) line.RemoveAt(line.Count - 1);
        for (var i = 1; i < line.Count - 1; i++)
        {
            if (line[i].Character == ' ') line[i] = (' ', line[i].Style & line[i - 1].Style & line[i + 1].Style);
        }

        for (var (start, end) = (0, 0); start < line.Count; start = end)
        {
            while (end < line.Count && line[end].Style == line[start].Style) end++;
            _runs.Add(new TextRun(string.Concat(line[start..end].Select(at => at.Character)), line[start].Style));
        }
    }

    public bool IsEmpty => _runs.Count == 0;

    public bool SaysTheSameAs(InlineText other) => _runs.SequenceEqual(other._runs);

    /// <summary>The text as CommonMark; whoever needs to know that it is read so asks <see cref="CommonMark"/>.</summary>
    public string ToCommonMark()
    {
        var written = new StringBuilder();
        var open = new Stack<TextStyle>();
        foreach (var (at, (text, style)) in _runs.Index())
        {
            while (open.Any(opened => !style.HasFlag(opened))) written.Append(Delimiter(open.Pop()));
            foreach (var opening in _nesting.Where(opening => style.HasFlag(opening) && !open.Contains(opening)).OrderByDescending(Lasts))
            {
                open.Push(opening);
                written.Append(Delimiter(opening));
            }

            // What lasts longer encloses the other.
            int Lasts(TextStyle opening) => _runs.Skip(at).TakeWhile(run => run.Style.HasFlag(opening)).Count();

            written.Append(style.HasFlag(TextStyle.Code) ? CommonMark.CodeSpan(text) : CommonMark.Escaped(text));
        }

        while (open.TryPop(out var style)) written.Append(Delimiter(style));
        return CommonMark.WithoutBlocks(written.ToString());

        static string Delimiter(TextStyle style) => style == TextStyle.Strong ? "**" : "*";
    }

    public IEnumerable<XNode> ToXhtml() => _runs.Select(run =>
    {
        XNode node = new XText(run.Text);
        if (run.Style.HasFlag(TextStyle.Code)) node = new XElement(Asi + "code", node);
        if (run.Style.HasFlag(TextStyle.Emphasis)) node = new XElement(Asi + "em", node);
        return run.Style.HasFlag(TextStyle.Strong) ? new XElement(Asi + "strong", node) : node;
    });
}
