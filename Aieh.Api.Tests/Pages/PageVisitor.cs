using System.Xml.Linq;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tests.Pages;

/// <summary>A page that was come to.</summary>
/// <param name="Page">What is on it.</param>
/// <param name="Address">Path and query, after what had led elsewhere was followed.</param>
/// <param name="Headers">Headers of the answer.</param>
internal sealed record VisitedPage(ReadPage Page, string Address, IReadOnlyDictionary<string, string> Headers)
{
    public int Status => Page.Status;

    public string Heading => Page.Heading;

    public string Text => Page.Text;

    public XElement Root => Page.Root;
}

/// <summary>Somebody with a browser that runs no scripts: it keeps cookies, follows where it is sent, and fills in forms.</summary>
internal sealed class PageVisitor : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpClient _client;

    public PageVisitor(AiehApplication app)
    {
        using var known = app.Client();
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = known.BaseAddress,
            Timeout = HangGuard.Limit,
        };
        Cookies = new CookieJar(app.Clock);
    }

    public CookieJar Cookies { get; }

    /// <summary>Sent with every request: a language, or what a browser would never send.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    public void Dispose() => _client.Dispose();

    /// <summary>Goes to an address, and on to where that leads.</summary>
    public async Task<VisitedPage> OpenAsync(string address)
    {
        var path = PathOf(new Uri(_client.BaseAddress!, address));
        using var response = await GetAsync(path);
        return await FollowAsync(response, path);
    }

    /// <summary>Sends a form of the page, and goes to where that leads.</summary>
    /// <param name="page">The page.</param>
    /// <param name="form">The text of the form's button, or the form's action, which begins with a slash; the only one of these.</param>
    /// <param name="fields">What is filled in. It stands in place of all values that the page has of the same name.</param>
    public async Task<VisitedPage> SubmitAsync(VisitedPage page, string form, params (string Name, string Value)[] fields)
    {
        var (method, path, sent) = PageForm.Of(page.Root, form, fields);
        var address = PathOf(new Uri(new Uri(_client.BaseAddress!, page.Address), path));
        if (method == HttpMethod.Get) return await OpenAsync(address.Split('?')[0] + QueryString.Create(sent!));

        using var response = await PostAsync(address, sent);
        return await FollowAsync(response, address);
    }

    /// <summary>As <see cref="SubmitAsync"/>, but stays with the answer, wherever it leads.</summary>
    public Task<HttpResponseMessage> PostAsync(VisitedPage page, string form, params (string Name, string Value)[] fields)
    {
        var (_, path, sent) = PageForm.Of(page.Root, form, fields);
        return PostAsync(PathOf(new Uri(new Uri(_client.BaseAddress!, page.Address), path)), sent);
    }

    /// <summary>Sends fields of the test's own making.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });

    /// <summary>The answer as it is: nothing is followed.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a request with the cookies of its path, and keeps those of the answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var _ = request;
        var path = new Uri(_client.BaseAddress!, request.RequestUri!).AbsolutePath;
        if (Cookies.HeaderOf(path) is { } cookies) request.Headers.TryAddWithoutValidation(HeaderNames.Cookie, cookies);
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await _client.SendAsync(request);
        Cookies.Keep(response);
        return response;
    }

    private async Task<VisitedPage> FollowAsync(HttpResponseMessage first, string path)
    {
        var response = first;
        for (var i = 0; i < MostRedirects; i++)
        {
            if ((int)response.StatusCode is not (302 or 303))
            {
                var headers = response.Headers.Concat(response.Content.Headers)
                    .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
                return new VisitedPage(await ReadPage.OfAsync(response), path, headers);
            }

            var to = new Uri(new Uri(_client.BaseAddress!, path), response.Headers.Location!);
            Assert.That(to.Authority, Is.EqualTo(_client.BaseAddress!.Authority), "it leads to another host");
            path = PathOf(to);
            if (response != first) response.Dispose();
            response = await GetAsync(path);
        }

        throw new AssertionException($"It leads on and on, last to {path}.");
    }

    private static string PathOf(Uri address) => address.PathAndQuery;
}
