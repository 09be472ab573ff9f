namespace Aieh.Api.Employers.Tenants;

/// <summary>
/// The origins that a candidate may be sent back to. They are compared as text, as browsers write them: what is parsed in two ways by two
/// programs is neither an origin nor an address under one.
/// </summary>
internal static class ReturnOrigins
{
    public const int Most = 20;

    /// <summary>Of the whole list as it is stored.</summary>
    public const int MaxLength = 2000;

    private const string Https = "https://";

    /// <summary>Whether the text is an origin: https, the host's name in lower case, the port if it is not 443, and nothing else.</summary>
    public static bool IsOrigin(string? text) =>
        text is not null
        && IsPlain(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { HostNameType: UriHostNameType.Dns, UserInfo.Length: 0 }
        && text == Https + uri.IdnHost + (uri.IsDefaultPort ? "" : FormattableString.Invariant($":{uri.Port}"))
        && uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether an absolute address lies under one of the origins.</summary>
    public static bool Admit(IReadOnlyList<string> origins, string url) =>
        IsPlain(url) && Uri.TryCreate(url, UriKind.Absolute, out _) && origins.Any(origin => IsUnder(origin, url));

    /// <summary>As the list is stored: an origin has no space in it.</summary>
    public static string Join(IEnumerable<string> origins) => string.Join(' ', origins);

    public static IReadOnlyList<string> Split(string stored) => stored.Length == 0 ? [] : stored.Split(' ');

    private static bool IsUnder(string origin, string url) =>
        url.StartsWith(origin, StringComparison.Ordinal) && (url.Length == origin.Length || url[origin.Length] is '/' or '?' or '#');

    /// <summary>Without white space and backslashes, which browsers and libraries make different things of.</summary>
    private static bool IsPlain(string text) => text.All(c => c is > ' ' and <= '~' and not '\\');
}
