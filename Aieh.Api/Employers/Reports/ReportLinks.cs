using Aieh.Api.Employers.Invitations;

namespace Aieh.Api.Employers.Reports;

/// <summary>What a link to a report says.</summary>
internal readonly record struct ReportLink(Guid Invitation, DateTimeOffset ExpiresAt);

/// <summary>Links to reports, each of one invitation.</summary>
internal sealed class ReportLinks(PageLinks links)
{
    /// <summary>
    /// A new link, which ends with the invitation's retention at the latest; null where the service shows no pages, or has nothing to seal
    /// with.
    /// </summary>
    public string? UrlOf(InvitationRow invitation, DateTimeOffset now) =>
        links.UrlOf(LinkedPage.Report, [invitation.Id], now, invitation.RetainUntil);

    /// <summary>Null when it is no link of this service's. One that has ended is read too.</summary>
    public ReportLink? Read(string token) =>
        links.Read(LinkedPage.Report, token, count: 1) is { } said ? new ReportLink(said.Ids[0], said.ExpiresAt) : null;
}
