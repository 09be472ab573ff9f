using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Aieh.Api.Tests.Support;

/// <summary>What nobody should ever see at a window.</summary>
internal sealed class PageFaults
{
    /// <summary>The browser says it of every answer that is an error, of the page itself too.</summary>
    private const string ErrorAnswer = "Failed to load resource: the server responded with a status of";

    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ConcurrentBag<string> _expected = [];
    private readonly Uri _service;

    public PageFaults(IBrowserContext window, Uri service)
    {
        _service = service;
        window.Console += (_, message) => See(message);
        window.WebError += (_, error) => _seen.Enqueue($"script: {error.Error}");
        window.Request += (_, request) => See(request);
        window.Response += (_, response) => See(response);
    }

    public IReadOnlyCollection<string> Seen =>
        [.. _seen.Where(fault => !_expected.Any(part => fault.Contains(part, StringComparison.Ordinal)))];

    public void Expect(string fault) => _expected.Add(fault);

    private void See(IConsoleMessage message)
    {
        if (message.Type is not ("error" or "warning")) return;
        if (message.Text.StartsWith(ErrorAnswer, StringComparison.Ordinal)) return;
        _seen.Enqueue($"console {message.Type}: {message.Text} ({message.Location})");
    }

    private void See(IRequest request)
    {
        var uri = new Uri(request.Url);
        // What a page has made itself goes nowhere.
        if (uri.Scheme is "data" or "blob" or "about" || IsOfTheService(uri)) return;
        _seen.Enqueue($"request elsewhere: {request.Method} {request.Url}");
    }

    /// <summary>A page may be an error, if it says so. What it is made of may not.</summary>
    private void See(IResponse response)
    {
        if (response.Status < 400 || response.Request.IsNavigationRequest) return;
        _seen.Enqueue($"answer {response.Status}: {response.Request.Method} {response.Url}");
    }

    private bool IsOfTheService(Uri uri) => uri.Scheme == _service.Scheme && uri.Authority == _service.Authority;
}
