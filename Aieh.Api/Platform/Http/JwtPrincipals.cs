using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// Whom a token (JWT) of the operator's identity provider speaks for: the candidate whose passport is linked to the account, or on the
/// route that makes a passport, the account itself.
/// </summary>
internal sealed class JwtPrincipals(JwtReader reader, Db db)
{
    private const string NotTaken =
        "It must be one that the identity provider has made for this service and that has not expired. Ask there for a new one.";

    private const string WithoutPassport =
        "It is valid, but the account has no passport yet. POST /v1/passports with the same token makes one.";

    /// <summary>The principal; or null, and what to do about it in words where there is something.</summary>
    public async Task<(Principal? Principal, string? Refusal)> FindAsync(HttpContext context)
    {
        if (!reader.IsOn) return (null, null);
        if (await reader.ReadAsync(context) is not { } login) return (null, NotTaken);
        if (Welcomes(context)) return (new Principal { Kind = PrincipalKinds.Login, Id = login.Id, Login = login }, null);

        var holder = await db.ReadAsync(session => LoginStore.FindHolderAsync(session, login.SubjectHash), context.RequestAborted);
        return holder is null ? (null, WithoutPassport) : (Of(holder), null);
    }

    private static bool Welcomes(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>()?.Kinds.HasFlag(PrincipalKinds.Login) is true;

    private static Principal Of(LoginHolderRow holder) => new()
    {
        Kind = PrincipalKinds.Candidate,
        Id = "passport:" + holder.PassportId,
        PassportId = holder.PassportId,
        PassportCreatedAt = holder.PassportCreatedAt,
        PassportErasedAt = holder.PassportErasedAt,
    };
}

internal static class JwtPrincipalServices
{
    public static IServiceCollection AddJwtPrincipals(this IServiceCollection services) => services.AddSingleton<JwtPrincipals>();
}
