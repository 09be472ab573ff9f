using Aieh.Api.Platform.Access;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Aieh.Api.Candidates.SignIn;

internal static class OidcServices
{
    public static IServiceCollection AddOidcSignIn(this IServiceCollection services)
    {
        services.AddOptions<OidcOptions>().BindConfiguration(OidcOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        services.AddOptions<OpenIdConnectOptions>(OidcSignIn.SchemeName)
            .Configure<IOptions<OidcOptions>, TimeProvider, IHostEnvironment>(Configure);
        // State and cookies on the way are sealed as all else is: the framework's own ring would be made in the file system.
        services.AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>>(
            provider => new OpenIdConnectPostConfigureOptions(provider.GetRequiredService<Sealing>().Provider));
        services.AddOptions<OpenIdConnectOptions>(OidcSignIn.SchemeName).PostConfigure(oidc =>
            ((BaseConfigurationManager)oidc.ConfigurationManager!).UseLastKnownGoodConfiguration = false);
        return services.AddSingleton<OidcSignIn>();
    }

    private static void Configure(
        OpenIdConnectOptions oidc, IOptions<OidcOptions> options, TimeProvider time, IHostEnvironment environment)
    {
        var settings = options.Value;
        oidc.Authority = settings.Authority;
        oidc.ClientId = settings.ClientId;
        oidc.ClientSecret = settings.ClientSecret;
        // The validator of the settings has seen that without https it is this machine.
        oidc.RequireHttpsMetadata = settings.Authority!.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
        oidc.BackchannelTimeout = TimeSpan.FromSeconds(10);
        oidc.CallbackPath = SignInEndpoints.CallbackPath;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        // Who it is, and nothing about them.
        oidc.Scope.Clear();
        oidc.Scope.Add("openid");
        oidc.MapInboundClaims = false;
        oidc.ClaimActions.Remove(JwtRegisteredClaimNames.Iss);
        oidc.DisableTelemetry = true;
        oidc.TimeProvider = time;
        oidc.TokenValidationParameters.ValidAlgorithms = JwtServices.Algorithms;
        oidc.TokenValidationParameters.LifetimeValidator = (notBefore, expires, _, _) => JwtServices.IsTimely(notBefore, expires, time);
        foreach (var cookie in (CookieBuilder[])[oidc.CorrelationCookie, oidc.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        }

        oidc.Events = new OpenIdConnectEvents
        {
            OnTokenValidated = OidcSignIn.RefuseUnsignedAsync,
            OnTicketReceived = OidcSignIn.KeepLoginAsync,
            OnRemoteFailure = OidcSignIn.KeepNothingAsync,
        };
    }
}
