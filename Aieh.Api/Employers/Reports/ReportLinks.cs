using System.Globalization;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Access;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Reports;

internal sealed class ReportOptions
{
    public const string Section = "Reports";

    /// <summary>Days for which a link to a report opens it.</summary>
    /// <value>The default value is 90.</value>
    public int LinkDays { get; set; } = 90;
}

internal sealed class ReportOptionsValidator : IValidateOptions<ReportOptions>
{
    public ValidateOptionsResult Validate(string? name, ReportOptions options) => options.LinkDays is >= 1 and <= 3650
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Reports:LinkDays is {options.LinkDays}; it must be between 1 and 3650.");
}

/// <summary>Where reports are shown, which is known on a floor above.</summary>
internal interface IReportPages
{
    /// <summary>Whether the service shows any.</summary>
    bool AreShown { get; }

    /// <summary>Path of the page behind a link.</summary>
    string PathOf(string token);
}

/// <summary>What a link to a report says.</summary>
internal readonly record struct ReportLink(Guid Invitation, DateTimeOffset ExpiresAt);

/// <summary>
/// Links that open one invitation's report without a key, for as long as they say. Nothing is stored of a link: it is sealed, so that
/// nobody else makes one, and whether there is anything to be shown is looked at when it is opened. Not for use within a unit of work, as
/// <see cref="Sealing"/> is not.
/// </summary>
internal sealed class ReportLinks(
    Sealing sealing, SealingKeys keys, IReportPages pages, IOptions<ReportOptions> options, IOptions<InvitationOptions> invitations)
{
    private const string Purpose = "report";

    /// <summary>
    /// A new link, which ends with the invitation's retention at the latest; null where the service shows no pages, or has nothing to seal
    /// with.
    /// </summary>
    public string? UrlOf(InvitationRow invitation, DateTimeOffset now)
    {
        if (!keys.AreThere || !pages.AreShown) return null;

        var end = now.AddDays(options.Value.LinkDays);
        if (invitation.RetainUntil < end) end = invitation.RetainUntil.Value;
        var said = string.Create(CultureInfo.InvariantCulture, $"{invitation.Id:N}{end.ToUnixTimeSeconds()}");
        return invitations.Value.LinkTo(pages.PathOf(sealing.Seal(said, Purpose)));
    }

    /// <summary>Null when it is no link of this service's. One that has ended is read too.</summary>
    public ReportLink? Read(string token)
    {
        const int id = 32;
        return sealing.Open(token, Purpose) is { } said
            ? new ReportLink(
                Guid.ParseExact(said.AsSpan(0, id), "N"),
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(said.AsSpan(id), CultureInfo.InvariantCulture)))
            : null;
    }
}
