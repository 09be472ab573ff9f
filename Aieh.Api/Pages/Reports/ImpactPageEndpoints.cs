using System.Globalization;
using Aieh.Api.Employers.Impact;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Pages.Reports;

internal static class ImpactPageEndpoints
{
    public const string Path = "/impact/";

    /// <summary>Who reads by a link: the link does not tell.</summary>
    private const string Reader = "impact-link";

    public static void MapImpactPage(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(Path + "{token}", GetImpactPage);
        routes.MapPage(Path + "{token}/summary", GetImpactSummary);
    }

    /// <summary>What selection in one loop does to groups, for whoever holds the link: the API's figures, which name nobody.</summary>
    internal static async Task<IResult> GetImpactPage(
        string token, string? cut, ImpactLinks links, ImpactReleases releases, ImpactViews views, ReportMessages messages, Db db,
        TimeProvider time, HttpContext context, CancellationToken cancellationToken)
    {
        if (ReadLink(token, links, time, messages, out var link) is { } refused) return refused;

        var asked = CutIn(cut, releases.Cuts);
        var result = await ImpactEndpoints.GetImpact(
            link.Loop, asked?.ToString(CultureInfo.InvariantCulture), null, ReaderOf(link), releases, links, time, context,
            cancellationToken);
        var answer = Answer<ImpactResponse>.Of(result, ImpactJson.Wire.ImpactResponse);
        if (answer.Value is not { } impact) return messages.EndedImpact();

        var employer = await db.ReadAsync(session => CredentialStore.FindTenantAsync(session, link.Tenant), cancellationToken);
        return PageResult.Of<ImpactPage>(views.Of(impact, asked, releases.Cuts, employer!.Name, link, Path + token));
    }

    /// <summary>The same figures as a table for programs, which a summary is published from.</summary>
    internal static async Task<IResult> GetImpactSummary(
        string token, string? cut, ImpactLinks links, ImpactReleases releases, ReportMessages messages, TimeProvider time,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (ReadLink(token, links, time, messages, out var link) is { } refused) return refused;

        var result = await ImpactEndpoints.GetImpact(
            link.Loop, CutIn(cut, releases.Cuts)?.ToString(CultureInfo.InvariantCulture), "csv", ReaderOf(link), releases, links, time,
            context, cancellationToken);
        return result is ImpactCsv ? result : messages.EndedImpact();
    }

    private static IResult? ReadLink(
        string token, ImpactLinks links, TimeProvider time, ReportMessages messages, out ImpactLink link)
    {
        link = default;
        if (links.Read(token) is not { } read) return messages.UnknownImpact();

        link = read;
        return link.ExpiresAt <= time.GetUtcNow() ? messages.EndedImpact() : null;
    }

    /// <summary>What others add to an address is none of the page's.</summary>
    private static int? CutIn(string? text, IReadOnlyList<int> cuts) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cut) && cuts.Contains(cut) ? cut : null;

    private static Principal ReaderOf(ImpactLink link) =>
        new() { Kind = PrincipalKinds.Link, Id = Reader, TenantId = link.Tenant };
}
