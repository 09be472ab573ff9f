using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Aieh.Api.Platform.Access;

internal static class JwtServices
{
    /// <summary>How far the provider's clock may be from ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Signed by a key that the provider alone has. One that both have, such as of HS256, could be its public key.</summary>
    internal static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static IServiceCollection AddJwt(this IServiceCollection services)
    {
        services.AddOptions<JwtOptions>().BindConfiguration(JwtOptions.Section)
            .PostConfigure<IConfiguration>((jwt, configuration) =>
            {
                if (jwt.IsOn) jwt.Authority ??= configuration["Auth:Oidc:Authority"];
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<JwtOptions>, JwtOptionsValidator>();
        services.AddOptions<JwtBearerOptions>(JwtReader.SchemeName).Configure<IOptions<JwtOptions>, TimeProvider>(Configure);
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>();
        // The last keys that worked would be tried as well, for an hour after the provider has taken one back.
        services.AddOptions<JwtBearerOptions>(JwtReader.SchemeName).PostConfigure(bearer =>
            ((BaseConfigurationManager)bearer.ConfigurationManager!).UseLastKnownGoodConfiguration = false);
        return services.AddSingleton<JwtReader>();
    }

    private static void Configure(JwtBearerOptions bearer, IOptions<JwtOptions> options, TimeProvider time)
    {
        var jwt = options.Value;
        bearer.Authority = jwt.Authority;
        bearer.Audience = jwt.Audience;
        // The validator of the settings has seen that without https it is this machine.
        bearer.RequireHttpsMetadata = jwt.Authority!.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
        bearer.BackchannelTimeout = TimeSpan.FromSeconds(10);
        bearer.MapInboundClaims = false;
        bearer.TimeProvider = time;
        bearer.TokenValidationParameters.ValidAlgorithms = Algorithms;
        bearer.TokenValidationParameters.LifetimeValidator = (notBefore, expires, _, _) => IsTimely(notBefore, expires, time);
    }

    /// <summary>One without an end is not taken.</summary>
    internal static bool IsTimely(DateTime? notBefore, DateTime? expires, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now < expires + Skew && !(notBefore - Skew > now);
    }
}
