using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Passports;

/// <summary>A secret of a passport's owner. A passport can have several, each with its own end.</summary>
internal static class OwnerCredential
{
    /// <param name="passport">The passport.</param>
    /// <param name="tenant">The tenant whose key has made it; null when none has.</param>
    /// <param name="token">The secret.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="expiresAt">When it ends; null when it does not by itself.</param>
    public static CredentialRow Of(
        Guid passport, Guid? tenant, string token, DateTimeOffset now, DateTimeOffset? expiresAt = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = "candidate",
        SecretHash = SecretToken.Hash(token),
        Hint = SecretToken.Hint(token),
        TenantId = tenant,
        PassportId = passport,
        CreatedAt = now,
        ExpiresAt = expiresAt,
    };

    /// <summary>Another one, of a passport that is held. Those that have ended make room for it.</summary>
    public static async Task AddAsync(DbSession session, Guid passport, string token, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        await PassportStore.DeleteEndedCredentialsAsync(session, passport, now);
        var maker = await PassportStore.FindMakerAsync(session, passport);
        await CredentialStore.InsertAsync(session, Of(passport, maker, token, now, expiresAt));
    }
}
