using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Writes a new passport, the credential of its owner and, where it has one, its login.</summary>
internal static class PassportCreation
{
    /// <param name="session">A write.</param>
    /// <param name="passport">The new passport.</param>
    /// <param name="tenant">The tenant whose key makes it; null when none does.</param>
    /// <param name="token">The owner's secret.</param>
    /// <param name="login">The account that it belongs to; null when there is none. One that has a passport breaks a constraint.</param>
    /// <param name="expiresAt">When the secret ends; null when it does not by itself.</param>
    public static async Task<bool> WriteAsync(
        DbSession session, PassportRow passport, Guid? tenant, string token, Login? login = null, DateTimeOffset? expiresAt = null)
    {
        await PassportStore.InsertAsync(session, passport);
        await CredentialStore.InsertAsync(session, OwnerCredential.Of(passport.Id, tenant, token, passport.CreatedAt, expiresAt));
        if (login is not null)
        {
            await LoginStore.InsertAsync(session, new LoginRow
            {
                SubjectHash = login.SubjectHash,
                PassportId = passport.Id,
                Issuer = login.Issuer,
                CreatedAt = passport.CreatedAt,
            });
        }

        return true;
    }
}
