using System.Net;
using System.Text.RegularExpressions;
using ColorCode;
using Markdig;
using Microsoft.AspNetCore.Components;

namespace Aieh.Api.Pages.Take;

/// <summary>Items as HTML: inline CommonMark, and code in colours. Nothing in a catalog document becomes markup of its own.</summary>
internal static partial class ItemMarkup
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().DisableHeadings().Build();

    /// <summary>A line of text. A paragraph is the only block that catalog texts may be.</summary>
    public static MarkupString Inline(string commonMark)
    {
        var html = Markdown.ToHtml(commonMark, Pipeline).Trim();
        return new MarkupString(Paragraph().Match(html) is { Success: true } only ? only.Groups[1].Value : html);
    }

    /// <summary>Lines of code; of a language that no colours are known for, as they are.</summary>
    public static MarkupString Code(string language, string text)
    {
        var known = Languages.FindById(language is "sqlite" or "postgresql" ? "sql" : language);
        if (known is null) return new MarkupString($"<pre><code>{WebUtility.HtmlEncode(text.TrimEnd())}</code></pre>");

        var html = new HtmlClassFormatter().GetHtmlString(text.TrimEnd(), known);
        return new MarkupString($"<pre><code>{Coloured().Match(html).Groups[1].Value}</code></pre>");
    }

    [GeneratedRegex(@"^<p>((?:(?!</?p>).)*)</p>$", RegexOptions.Singleline)]
    private static partial Regex Paragraph();

    /// <summary>What the formatter puts its own elements around.</summary>
    [GeneratedRegex(@"^<div[^>]*><pre>\r?\n?(.*?)\r?\n?</pre></div>\s*$", RegexOptions.Singleline)]
    private static partial Regex Coloured();
}
