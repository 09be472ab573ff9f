using System.Net;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Access;

/// <summary>The identity provider whose tokens (JWT) are taken in place of a candidate's.</summary>
internal sealed class JwtOptions
{
    public const string Section = "Auth:Jwt";

    /// <summary>Address of the provider, where <c>/.well-known/openid-configuration</c> is.</summary>
    /// <value>The default is that of <c>Auth:Oidc:Authority</c>.</value>
    public string? Authority { get; set; }

    /// <summary>What the provider calls this service in the tokens that are meant for it.</summary>
    /// <value>The default is none: no such tokens are taken.</value>
    public string? Audience { get; set; }

    public bool IsOn => Audience is not null;
}

internal sealed class JwtOptionsValidator(IHostEnvironment environment) : IValidateOptions<JwtOptions>
{
    public ValidateOptionsResult Validate(string? name, JwtOptions options)
    {
        if (options is { Audience: null, Authority: null }) return ValidateOptionsResult.Success;
        if (string.IsNullOrWhiteSpace(options.Audience)) return ValidateOptionsResult.Fail("Auth:Jwt:Authority needs Auth:Jwt:Audience.");

        return IsAuthority(options.Authority, environment)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Auth:Jwt:Authority (or Auth:Oidc:Authority in its place) must be the https address of an identity provider; "
                + "in Development also http on this machine.");
    }

    /// <summary>Whoever can change what is read from there can sign anybody in.</summary>
    public static bool IsAuthority(string? address, IHostEnvironment environment) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && url is { Query: "", Fragment: "", UserInfo: "" }
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment() && IsThisMachine(url)));

    private static bool IsThisMachine(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
