using System.Security.Cryptography;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Http;

/// <summary>Finds out whom a token speaks for.</summary>
internal sealed class TokenHolders(CredentialHolders holders, CredentialUse use, TimeProvider time)
{
    /// <summary>Null when it is nobody's, or not any more.</summary>
    public async Task<Principal?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var (row, isRemembered) = await LookUpAsync(token, cancellationToken);
        var now = time.Now();
        if (row is null || row.RevokedAt <= now || row.ExpiresAt <= now) return null;

        if (!isRemembered) use.Note(row.Id, row.LastUsedAt, now);
        return ToPrincipal(row);
    }

    /// <summary>Whose it is or was; writes nothing, not even that it was used. Null when it is nobody's.</summary>
    public async Task<CredentialHolderRow?> FindHolderAsync(string token, CancellationToken cancellationToken) =>
        (await LookUpAsync(token, cancellationToken)).Row;

    private async Task<(CredentialHolderRow? Row, bool IsRemembered)> LookUpAsync(string token, CancellationToken cancellationToken)
    {
        if (!SecretToken.IsWellFormed(token)) return (null, false);

        var hash = SecretToken.Hash(token);
        var (row, isRemembered) = await holders.FindAsync(hash, cancellationToken);
        return row is null || !CryptographicOperations.FixedTimeEquals(row.SecretHash, hash) ? (null, false) : (row, isRemembered);
    }

    private static Principal ToPrincipal(CredentialHolderRow row)
    {
        var (kind, id) = row.Kind switch
        {
            "candidate" => (PrincipalKinds.Candidate, "passport:" + row.PassportId),
            "attempt" => (PrincipalKinds.Attempt, "attempt:" + row.AttemptId),
            "key" => (PrincipalKinds.Key, "tenant:" + row.TenantId),
            "link" => (PrincipalKinds.Link, "grant:" + row.GrantId),
            "invitation" => (PrincipalKinds.Invitation, "invitation:" + row.InvitationId),
            _ => throw new InvalidOperationException($"Credential {row.Id} is of the unknown kind '{row.Kind}'."),
        };
        return new Principal
        {
            Kind = kind,
            Id = id,
            CredentialId = row.Id,
            ExpiresAt = row.ExpiresAt,
            TenantId = row.TenantId,
            PassportId = row.PassportId,
            PassportCreatedAt = row.PassportCreatedAt,
            PassportErasedAt = row.PassportErasedAt,
            AttemptId = row.AttemptId,
            GrantId = row.GrantId,
            InvitationId = row.InvitationId,
            Scopes = row.Scopes.Length == 0 ? [] : row.Scopes.Split(' '),
        };
    }
}
