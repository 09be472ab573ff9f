using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tests.Pages;

/// <summary>
/// Cookies as a browser keeps them. The framework's container lets them end by the machine's clock, and not by the one that tests move.
/// </summary>
/// <param name="time">When cookies end.</param>
internal sealed class CookieJar(TimeProvider time)
{
    private readonly Dictionary<(string Name, string Path), SetCookieHeaderValue> _cookies = [];

    /// <summary>What is held, each with all that the service has said of it.</summary>
    public IReadOnlyList<SetCookieHeaderValue> All => [.. _cookies.Values.Where(IsKept)];

    public string? this[string name] => All.FirstOrDefault(cookie => cookie.Name == name)?.Value.ToString();

    public void Add(string name, string value, string path = "/") =>
        _cookies[(name, path)] = new SetCookieHeaderValue(name, value) { Path = path };

    public void Clear() => _cookies.Clear();

    public void Keep(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(HeaderNames.SetCookie, out var values)) return;

        foreach (var cookie in SetCookieHeaderValue.ParseList([.. values]))
        {
            var key = (cookie.Name.ToString(), cookie.Path.HasValue ? cookie.Path.ToString() : "/");
            _cookies.Remove(key);
            if (IsKept(cookie)) _cookies.Add(key, cookie);
        }
    }

    /// <summary>The header's value for a path, longer paths first; null without any.</summary>
    public string? HeaderOf(string path)
    {
        var sent = _cookies.Where(each => IsKept(each.Value) && IsWithin(path, each.Key.Path))
            .OrderByDescending(each => each.Key.Path.Length)
            .Select(each => $"{each.Key.Name}={each.Value.Value}");
        return string.Join("; ", sent) is { Length: > 0 } header ? header : null;
    }

    private bool IsKept(SetCookieHeaderValue cookie) => cookie.MaxAge is { } age
        ? age > TimeSpan.Zero
        : cookie.Expires is not { } end || end > time.GetUtcNow();

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.EndsWith('/') ? folder : folder + "/", StringComparison.Ordinal);
}
