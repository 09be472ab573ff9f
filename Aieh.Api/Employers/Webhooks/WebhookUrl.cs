using System.Net;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>Where events may be sent.</summary>
internal static class WebhookUrl
{
    public const int MaxLength = 2000;

    /// <summary>What is wrong with the address; null when nothing is. Where its name leads is looked at when it is called.</summary>
    public static string? FaultOf(string url, WebhookOptions options)
    {
        if (url.Length > MaxLength) return $"It has more than {MaxLength} characters.";
        var isUrl = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.HostNameType != UriHostNameType.Unknown;
        if (!isUrl) return "It is no absolute URL.";

        var isAllowed = options.Allows(uri!.IdnHost, uri.Port);
        var isSchemeFit = uri.Scheme == Uri.UriSchemeHttps || (isAllowed && uri.Scheme == Uri.UriSchemeHttp);
        if (!isSchemeFit) return "It must begin with https://.";
        if (uri.UserInfo.Length > 0) return "It must not hold a user name or password.";
        if (uri.Fragment.Length > 0) return "It must not have a fragment.";

        var isRefused = !isAllowed && IPAddress.TryParse(uri.IdnHost, out var address) && !PublicAddress.Is(address);
        return isRefused ? "Its address is not on the public internet." : null;
    }
}
