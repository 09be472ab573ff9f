using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Access;

/// <summary>The identity provider at whose pages candidates sign in.</summary>
internal sealed class OidcOptions
{
    public const string Section = "Auth:Oidc";

    /// <summary>Address of the provider, where <c>/.well-known/openid-configuration</c> is.</summary>
    /// <value>The default is none: nobody signs in anywhere.</value>
    public string? Authority { get; set; }

    /// <summary>What the provider calls this service.</summary>
    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>An authority alone is that of the tokens: see <see cref="JwtOptions.Authority"/>.</summary>
    public bool IsOn => ClientId is not null;
}

internal sealed class OidcOptionsValidator(IHostEnvironment environment) : IValidateOptions<OidcOptions>
{
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        if (options is { ClientId: null, ClientSecret: null }) return ValidateOptionsResult.Success;
        if (string.IsNullOrWhiteSpace(options.ClientId) || string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            return ValidateOptionsResult.Fail("Auth:Oidc:ClientId and Auth:Oidc:ClientSecret go together.");
        }

        return JwtOptionsValidator.IsAuthority(options.Authority, environment)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Auth:Oidc:Authority must be the https address of an identity provider; in Development also http on this machine.");
    }
}
