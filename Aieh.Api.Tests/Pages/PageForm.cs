using System.Xml.Linq;

namespace Aieh.Api.Tests.Pages;

/// <summary>Forms as browsers send them.</summary>
internal static class PageForm
{
    /// <param name="page">Root of the page.</param>
    /// <param name="wanted">Text of the form's button, or the form's action, which begins with a slash.</param>
    /// <param name="filled">What is filled in, in place of the page's own values of the same name.</param>
    public static (HttpMethod Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Fields) Of(
        XElement page, string wanted, params (string Name, string Value)[] filled)
    {
        var (form, button) = Find(page, wanted);
        var own = form.Descendants().SelectMany(FieldsOf).Concat(FieldOf(button));
        KeyValuePair<string, string>[] fields =
        [
            .. own.Where(field => filled.All(each => each.Name != field.Key)),
            .. filled.Select(each => KeyValuePair.Create(each.Name, each.Value)),
        ];
        var method = string.Equals(Of(form, "method"), "post", StringComparison.OrdinalIgnoreCase) ? HttpMethod.Post : HttpMethod.Get;
        return (method, Of(button, "formaction") ?? Of(form, "action") ?? "", fields);
    }

    private static (XElement Form, XElement? Button) Find(XElement page, string wanted)
    {
        var forms = page.Descendants("form").ToList();
        (XElement Form, XElement? Button)[] found = wanted.StartsWith('/')
            ? [.. forms.Where(form => Of(form, "action") == wanted).Select(form => (form, form.Descendants("button").FirstOrDefault()))]
            : [.. forms.SelectMany(form => form.Descendants("button").Where(IsWanted).Select(button => (form, (XElement?)button)))];
        var there = forms.Select(form =>
            $"{Of(form, "action")} [{string.Join(" | ", form.Descendants("button").Select(ReadPage.TextOf))}]");
        Assert.That(found, Has.Length.EqualTo(1), $"'{wanted}' among: {string.Join("; ", there)}");
        return found[0];

        // With what is only heard, or without.
        bool IsWanted(XElement button)
        {
            var seen = new XElement(button);
            seen.Descendants().Where(part => Of(part, "class") == "unseen").Remove();
            return ReadPage.TextOf(button) == wanted || ReadPage.TextOf(seen) == wanted;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(XElement element)
    {
        if (Of(element, "name") is not { } name || element.Attribute("disabled") is not null) return [];

        return element.Name.LocalName switch
        {
            "input" => Of(element, "type") switch
            {
                // Whoever starts a test has agreed to how: a browser does not send the form before.
                "checkbox" when name == "declaration" => Field(Of(element, "value") ?? "on"),
                "checkbox" or "radio" when element.Attribute("checked") is null => [],
                "checkbox" or "radio" => Field(Of(element, "value") ?? "on"),
                "submit" or "button" or "reset" or "image" => [],
                _ => Field(Of(element, "value") ?? ""),
            },
            // Only the line break behind its tag is not part of the value.
            "textarea" => Field(element.Value.StartsWith('\n') ? element.Value[1..] : element.Value),
            "select" => Selected(element) is { } option ? Field(Of(option, "value") ?? ReadPage.TextOf(option)) : [],
            _ => [],
        };

        KeyValuePair<string, string>[] Field(string value) => [KeyValuePair.Create(name, value)];
    }

    private static XElement? Selected(XElement select) =>
        select.Descendants("option").LastOrDefault(option => option.Attribute("selected") is not null)
        ?? select.Descendants("option").FirstOrDefault();

    private static KeyValuePair<string, string>[] FieldOf(XElement? button) =>
        Of(button, "name") is { } name ? [KeyValuePair.Create(name, Of(button, "value") ?? "")] : [];

    private static string? Of(XElement? element, string attribute) => (string?)element?.Attribute(attribute);
}
