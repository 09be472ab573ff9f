using System.Globalization;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Access;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Reports;

internal sealed class ReportOptions
{
    public const string Section = "Reports";

    /// <summary>Days for which a link to a report, a ranking or a loop's impact opens it.</summary>
    /// <value>The default value is 90.</value>
    public int LinkDays { get; set; } = 90;
}

internal sealed class ReportOptionsValidator : IValidateOptions<ReportOptions>
{
    public ValidateOptionsResult Validate(string? name, ReportOptions options) => options.LinkDays is >= 1 and <= 3650
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Reports:LinkDays is {options.LinkDays}; it must be between 1 and 3650.");
}

/// <summary>What a link opens. A link to the one opens nothing of another.</summary>
internal enum LinkedPage
{
    /// <summary>One candidate in one loop.</summary>
    Report,

    /// <summary>All candidates of a loop.</summary>
    Ranking,

    /// <summary>What selection in a loop does to groups.</summary>
    Impact,
}

/// <summary>Where reports and rankings are shown, which is known on a floor above.</summary>
internal interface IReportPages
{
    /// <summary>Whether the service shows any.</summary>
    bool AreShown { get; }

    /// <summary>Path of the page behind a link.</summary>
    string PathOf(LinkedPage page, string token);
}

/// <summary>
/// Links that open a page without a key, for as long as they say. Nothing is stored of a link: it is sealed, so that nobody else makes one,
/// and whether there is anything to be shown is looked at when it is opened. Not for use within a unit of work, as <see cref="Sealing"/> is
/// not.
/// </summary>
internal sealed class PageLinks(
    Sealing sealing, SealingKeys keys, IReportPages pages, IOptions<ReportOptions> options, IOptions<InvitationOptions> invitations)
{
    private const int IdLength = 32;

    /// <summary>A new link; null where the service shows no pages, or has nothing to seal with.</summary>
    /// <param name="page">What it opens.</param>
    /// <param name="ids">Of what.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="end">When it ends at the latest; null when the operator alone says.</param>
    public string? UrlOf(LinkedPage page, IEnumerable<Guid> ids, DateTimeOffset now, DateTimeOffset? end = null)
    {
        if (!keys.AreThere || !pages.AreShown) return null;

        var expiresAt = now.AddDays(options.Value.LinkDays);
        if (end < expiresAt) expiresAt = end.Value;
        var said = string.Concat(ids.Select(id => id.ToString("N")))
            + expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return invitations.Value.LinkTo(pages.PathOf(page, sealing.Seal(said, PurposeOf(page))));
    }

    /// <summary>What a link says; null when it is no link of this service's to the page. One that has ended is read too.</summary>
    /// <param name="page">What it is to open.</param>
    /// <param name="token">The link's token.</param>
    /// <param name="count">How many ids such a link holds.</param>
    public (Guid[] Ids, DateTimeOffset ExpiresAt)? Read(LinkedPage page, string token, int count)
    {
        if (sealing.Open(token, PurposeOf(page)) is not { } said) return null;

        var ids = Enumerable.Range(0, count).Select(place => Guid.ParseExact(said.AsSpan(place * IdLength, IdLength), "N"));
        var end = long.Parse(said.AsSpan(count * IdLength), CultureInfo.InvariantCulture);
        return ([.. ids], DateTimeOffset.FromUnixTimeSeconds(end));
    }

    private static string PurposeOf(LinkedPage page) => page switch
    {
        LinkedPage.Report => "report",
        LinkedPage.Impact => "impact",
        _ => "ranking",
    };
}
