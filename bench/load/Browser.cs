using System.Text.RegularExpressions;

namespace Aieh.Load;

/// <summary>What a browser holds once it has an attempt's page: cookies, and what a form brings back.</summary>
internal sealed partial record Browser(string Cookies, string FormToken)
{
    public const string PassportCookie = "aieh-passport";
    public const string AttemptCookie = "aieh-attempt";

    private const string FormCookie = "aieh-form";

    /// <summary>Opens the page of a question; what else comes is an error, because it would be measured in its place.</summary>
    public static async Task<Browser> OpenAsync(
        HttpClient http, Guid attempt, string cookie, string token, CancellationToken cancellationToken)
    {
        var holder = $"{cookie}={token}";
        using var request = Get($"/take/{attempt}?q=1", holder);
        using var response = await http.SendAsync(request, cancellationToken);
        var page = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!page.Contains("id=\"question\"", StringComparison.Ordinal)) throw new InvalidOperationException($"No question: {page}");

        var form = response.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith(FormCookie, StringComparison.Ordinal));
        return new Browser($"{holder}; {form.Split(';')[0]}", Token().Match(page).Groups[1].Value);
    }

    public static HttpRequestMessage Get(string path, string? cookies)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (cookies is not null) request.Headers.TryAddWithoutValidation("Cookie", cookies);
        return request;
    }

    /// <summary>An answer, sent as the page's script does.</summary>
    public HttpRequestMessage Answer(Guid attempt, string item, string option)
    {
        var form = new MultipartFormDataContent { { new StringContent(item), "item" }, { new StringContent(option), "option" } };
        foreach (var part in form) part.Headers.ContentType = null;
        var request = new HttpRequestMessage(HttpMethod.Post, $"/take/{attempt}/answer") { Content = form };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Cookie", Cookies);
        request.Headers.TryAddWithoutValidation("X-Form-Token", FormToken);
        return request;
    }

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
