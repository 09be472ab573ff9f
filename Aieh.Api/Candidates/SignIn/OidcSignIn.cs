using System.Text.Encodings.Web;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Aieh.Api.Candidates.SignIn;

/// <summary>A new secret of the passport that an account leads to.</summary>
internal sealed record SignedIn(Guid Passport, string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// Signing in at the operator's identity provider (OpenID Connect, code flow with PKCE), by the framework's handler. It is made here for
/// each request, as in <see cref="JwtReader"/>, and asked for the account alone: cookies of its own it would sign in with are not there.
/// </summary>
internal sealed class OidcSignIn(IOptionsMonitor<OpenIdConnectOptions> oidc, ILoggerFactory loggers, Db db, TimeProvider time)
{
    public const string SchemeName = "oidc";

    private static readonly TimeSpan TokenLasts = TimeSpan.FromHours(12);
    private static readonly AuthenticationScheme Scheme = new(SchemeName, null, typeof(OpenIdConnectHandler));

    /// <summary>Leads the browser to the provider.</summary>
    public async Task ChallengeAsync(HttpContext context, string home)
    {
        var handler = await HandlerAsync(context);
        await handler.ChallengeAsync(new AuthenticationProperties { RedirectUri = home });
    }

    /// <summary>The account that the browser comes back with; null when it was not signed in there, or comes from elsewhere.</summary>
    public async Task<Login?> ReadAsync(HttpContext context)
    {
        var handler = await HandlerAsync(context);
        await handler.HandleRequestAsync();
        return context.Features.Get<Login>();
    }

    /// <summary>A new secret of the account's passport; null when it has none.</summary>
    public Task<SignedIn?> FindAsync(Login login, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var token = SecretToken.Create(SecretToken.CandidatePrefix);
        return db.WriteAsync(AddAsync, cancellationToken);

        async Task<SignedIn?> AddAsync(DbSession session)
        {
            if (await LoginStore.FindHolderAsync(session, login.SubjectHash) is not { PassportId: var passport }) return null;
            // Erased at this moment: its login goes with it.
            if (!await PassportLock.TakeAsync(session, passport)) return null;

            await OwnerCredential.AddAsync(session, passport, token, now, now + TokenLasts);
            return new SignedIn(passport, token, now + TokenLasts);
        }
    }

    /// <summary>A passport of the account, with no secret but this one; or the one that another request has made meanwhile.</summary>
    public async Task<SignedIn?> MakeAsync(Login login, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var passport = new PassportRow { Id = Guid.CreateVersion7(now), CreatedAt = now };
        var signedIn = new SignedIn(passport.Id, SecretToken.Create(SecretToken.CandidatePrefix), now + TokenLasts);
        try
        {
            await db.WriteAsync(
                session => PassportCreation.WriteAsync(session, passport, null, signedIn.Token, login, signedIn.ExpiresAt),
                cancellationToken);
        }
        catch (Exception exception) when (db.Dialect.IsUniqueViolation(exception))
        {
            return await FindAsync(login, cancellationToken);
        }

        Telemetry.PassportsCreated.Add(1);
        return signedIn;
    }

    /// <summary>The standard lets it pass, because it has come by a connection of our own. But the provider has keys to use.</summary>
    internal static Task RefuseUnsignedAsync(TokenValidatedContext context)
    {
        if (context.SecurityToken?.SignatureAlgorithm is null or SecurityAlgorithms.None) context.Fail("The token is not signed.");
        return Task.CompletedTask;
    }

    internal static Task KeepLoginAsync(TicketReceivedContext context)
    {
        if (Login.OfClaims(name => context.Principal?.FindFirst(name)?.Value) is { } login) context.HttpContext.Features.Set(login);
        context.HandleResponse();
        return Task.CompletedTask;
    }

    internal static Task KeepNothingAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private async Task<OpenIdConnectHandler> HandlerAsync(HttpContext context)
    {
        try
        {
            await oidc.Get(SchemeName).ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
        }
        catch (InvalidOperationException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new IdentityProviderUnavailableException();
        }

        var handler = new OpenIdConnectHandler(oidc, loggers, HtmlEncoder.Default, UrlEncoder.Default);
        await handler.InitializeAsync(Scheme, context);
        return handler;
    }
}
