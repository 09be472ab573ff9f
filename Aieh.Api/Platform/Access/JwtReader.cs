using System.Text.Encodings.Web;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Access;

/// <summary>The identity provider does not say by which keys its tokens are to be checked.</summary>
internal sealed class IdentityProviderUnavailableException() : Exception(
    "The identity provider does not answer, so its tokens cannot be checked. A token of this service's works.");

/// <summary>
/// Reads who a token (JWT) of the operator's identity provider is about, by the framework's handler. The handler is made here for each
/// token: registered as a scheme, the framework would run it before every request, and make a key ring in the file system.
/// </summary>
internal sealed class JwtReader(
    IOptions<JwtOptions> options, IOptionsMonitor<JwtBearerOptions> bearer, ILoggerFactory loggers, TimeProvider time)
{
    public const string SchemeName = "jwt";

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly AuthenticationScheme Scheme = new(SchemeName, null, typeof(JwtBearerHandler));

    private long _silentUntil;

    public bool IsOn => options.Value.IsOn;

    /// <summary>Whether it has the form of one, and is no token of this service's.</summary>
    public static bool IsOne(string token) => !token.StartsWith("aieh_", StringComparison.Ordinal) && token.AsSpan().Count('.') == 2;

    /// <summary>Null when the request's token is not to be believed.</summary>
    /// <exception cref="IdentityProviderUnavailableException">It cannot be checked.</exception>
    public async Task<Login?> ReadAsync(HttpContext context)
    {
        if (!IsOn) return null;

        await RequireKeysAsync(context.RequestAborted);
        var handler = new JwtBearerHandler(bearer, loggers, UrlEncoder.Default);
        await handler.InitializeAsync(Scheme, context);
        var result = await handler.AuthenticateAsync();
        return result is { Succeeded: true, Principal: { } principal } ? Login.OfClaims(name => principal.FindFirst(name)?.Value) : null;
    }

    /// <summary>
    /// What was read once is kept, and read anew in the background. While it never was, one request asks and those of the next seconds are
    /// told at once: otherwise each would wait for a provider that does not answer.
    /// </summary>
    private async Task RequireKeysAsync(CancellationToken cancellationToken)
    {
        if (time.Now().UtcTicks < Volatile.Read(ref _silentUntil)) throw new IdentityProviderUnavailableException();

        try
        {
            await bearer.Get(SchemeName).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            Volatile.Write(ref _silentUntil, (time.Now() + PauseAfterFailure).UtcTicks);
            throw new IdentityProviderUnavailableException();
        }
    }
}
