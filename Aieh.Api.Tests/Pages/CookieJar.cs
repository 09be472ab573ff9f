using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tests.Pages;

/// <summary>
/// Cookies as a browser keeps them. The framework's container lets them end by the machine's clock, and not by the one that tests move.
/// </summary>
/// <param name="time">When cookies end.</param>
internal sealed class CookieJar(TimeProvider time)
{
    private readonly Dictionary<(string Name, string Path), Held> _cookies = [];

    /// <summary>What is held, each with all that the service has said of it.</summary>
    public IReadOnlyList<SetCookieHeaderValue> All => [.. _cookies.Values.Where(IsKept).Select(held => held.Cookie)];

    public string? this[string name] => All.FirstOrDefault(cookie => cookie.Name == name)?.Value.ToString();

    public void Add(string name, string value, string path = "/") =>
        _cookies[(name, path)] = new Held(new SetCookieHeaderValue(name, value) { Path = path }, null);

    public void Clear() => _cookies.Clear();

    public void Keep(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(HeaderNames.SetCookie, out var values)) return;

        foreach (var cookie in SetCookieHeaderValue.ParseList([.. values]))
        {
            var held = new Held(cookie, cookie.MaxAge is { } age ? time.GetUtcNow() + age : cookie.Expires);
            var key = (cookie.Name.ToString(), cookie.Path.HasValue ? cookie.Path.ToString() : "/");
            _cookies.Remove(key);
            if (IsKept(held)) _cookies.Add(key, held);
        }
    }

    /// <summary>The header's value for a path, longer paths first; null without any.</summary>
    public string? HeaderOf(string path)
    {
        var sent = _cookies.Where(each => IsKept(each.Value) && IsWithin(path, each.Key.Path))
            .OrderByDescending(each => each.Key.Path.Length)
            .Select(each => $"{each.Key.Name}={each.Value.Cookie.Value}");
        return string.Join("; ", sent) is { Length: > 0 } header ? header : null;
    }

    private bool IsKept(Held held) => held.End is not { } end || end > time.GetUtcNow();

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.EndsWith('/') ? folder : folder + "/", StringComparison.Ordinal);

    /// <param name="Cookie">The cookie.</param>
    /// <param name="End">When it is forgotten; null for as long as the browser is open.</param>
    private sealed record Held(SetCookieHeaderValue Cookie, DateTimeOffset? End);
}
