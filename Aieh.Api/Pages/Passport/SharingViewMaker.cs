using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>Makes what is seen of grants and looks of what the API says.</summary>
internal sealed class SharingViewMaker(IStringLocalizer<PassportWords> words)
{
    /// <summary>The choice of a link that does not end by itself.</summary>
    public const string Endless = "none";

    /// <summary>For how many days a link can be made.</summary>
    public static readonly int[] Days = [7, 30, 90, 365];

    public SharingView Of(
        IReadOnlyList<GrantResponse> standing, IReadOnlyDictionary<Guid, string> tenants,
        IReadOnlyList<CurrentInvitationResponse> invitations, AccessLogResponse accesses, bool isFirst, bool isRevoked) => new()
    {
        IsRevoked = isRevoked,
        Grants = [.. standing.Select(grant => GrantOf(grant, tenants, invitations.FirstOrDefault(each => each.Grant == grant.Id)))],
        Days = Days,
        Accesses = [.. accesses.Items.Select(AccessOf)],
        IsFirst = isFirst,
        Next = accesses.Next is { } next ? $"{PassportAddresses.Sharing}?cursor={next}" : null,
    };

    private GrantView GrantOf(
        GrantResponse grant, IReadOnlyDictionary<Guid, string> tenants, CurrentInvitationResponse? invitation) => new()
    {
        Revocation = PassportAddresses.RevocationOf(grant.Id),
        Organisation = invitation?.Employer ?? (grant.Tenant is { } tenant ? tenants.GetValueOrDefault(tenant) : null),
        Kind = words[grant.Kind == GrantKind.Link ? "GrantLink" : "GrantOrganisation"],
        Scope = words[IsProviders(grant) ? "ScopeProvider" : $"Scope{grant.Scope}"],
        Since = Written.Day(grant.CreatedAt),
        Until = grant.ExpiresAt is { } at ? PassportText.Minute(at) : null,
        Consequence = grant.Scope == GrantScope.Loop ? words["RevokeLoop"].Value : null,
    };

    /// <summary>Whoever is let into the history by name can be a provider that adds to it.</summary>
    private static bool IsProviders(GrantResponse grant) => grant is { Kind: GrantKind.Tenant, Scope: GrantScope.Evidence };

    private AccessView AccessOf(AccessResponse access)
    {
        var action = words[$"Access-{access.Action}"];
        return new AccessView(
            PassportText.Minute(access.At), access.Tenant.Name, action.ResourceNotFound ? words["Access"] : action);
    }
}
