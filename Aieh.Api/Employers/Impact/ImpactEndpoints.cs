using System.Globalization;
using System.Text.Json;
using Aieh.Api.Contract;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Aieh.Scoring.Impact;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Employers.Impact;

internal static class ImpactEndpoints
{
    private const string Csv = "csv";

    public static IServiceCollection AddImpact(this IServiceCollection services) =>
        services.AddSingleton<ImpactLinks>()
            .AddSingleton<ImpactSamples>()
            .AddSingleton<ImpactReleases>()
            .AddSingleton<IInvitationErasure, ImpactErasure>()
            .AddWireJson(ImpactJson.Wire);

    public static void MapImpact(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/hiring-loops/{id:guid}/impact")
            .Tag("Impact", "What selection by readiness does to groups of candidates, for the four-fifths rule and for bias audits.")
            .MapGet("/", GetImpact).WithName("getImpact").Access(PrincipalKinds.Key, Scopes.ImpactRead)
            .QueryText("cut", "The lowest score that would be selected: one at which a band begins. Left out, no selection is told.")
            .Query("format", "The figures as a table, as with `Accept: text/csv`; JSON when left out.", Csv)
            .Produces<ImpactResponse>().Example(() => ImpactExamples.Impact).Problems(400, 401, 403, 404);

    /// <summary>
    /// Get what selection by readiness does to groups of a hiring loop's candidates. Groups are what they have said of themselves in
    /// the voluntary questionnaire. It tells selection rates at a cut with the four-fifths rule (29 CFR 1607.4(D)), and scoring rates
    /// above the sample's median (New York City Local Law 144, 6 RCNY § 5-301). Nobody's group is told. Groups of fewer than ten people
    /// are not told, nor what would tell of them by subtraction. Figures are worked out of a sample and stay as they are until a tenth of
    /// it has changed and each two sets of people that figures are told of differ by nobody or by at least ten: so there is no asOf, and
    /// takenAt says of when they are. With Accept: text/csv, or format=csv, the same as a table.
    /// </summary>
    /// <param name="id">Id of the hiring loop.</param>
    internal static async Task<IResult> GetImpact(
        Guid id, string? cut, string? format, Principal principal, ImpactReleases releases, ImpactLinks links, TimeProvider time,
        HttpContext context, CancellationToken cancellationToken)
    {
        if (format is not (null or Csv)) return Problems.InvalidParameter("format", "It can only be csv.");

        var (asked, invalid) = ReadCut(cut, releases.Cuts);
        if (invalid is not null) return invalid;

        var (tenant, now) = (principal.TenantId!.Value, time.Now());
        var current = await releases.ReadAsync(id, tenant, asked, principal.Actor, now, cancellationToken);
        if (current is null) return Problems.NotFound();

        var response = Of(current, asked);
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return format is not null || PrefersCsv(context.Request)
            ? new ImpactCsv(response)
            : TypedResults.Ok(response with { ImpactUrl = links.UrlOf(id, tenant, now) });
    }

    private static (int? Cut, ProblemHttpResult? Refused) ReadCut(string? text, IReadOnlyList<int> cuts)
    {
        if (text is null) return (null, null);

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cut) && cuts.Contains(cut)
            ? (cut, null)
            : (null, Problems.InvalidParameter("cut", $"A score at which a band begins: {string.Join(", ", cuts)}."));
    }

    private static bool PrefersCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && QualityOf(accepted, ImpactCsv.MediaType) is var csv && csv > 0
        && csv >= QualityOf(accepted, "application/json");

    /// <summary>Of a type that is named: what takes anything takes JSON.</summary>
    private static double QualityOf(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted.FirstOrDefault(each => each.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)) is { } named
            ? named.Quality ?? 1
            : 0;

    private static ImpactResponse Of(CurrentImpact current, int? cut)
    {
        var (sample, release) = current;
        var figures = release is null ? null : JsonSerializer.Deserialize(release.Figures, ImpactJson.Wire.ReleasedFigures)!;
        var selection = cut is null ? null : figures?.Selections.FirstOrDefault(each => (int)each.Threshold == cut);
        var lack = figures is null ? ImpactLack.TooFewPeople : ImpactLack.TooFewBetween;
        return new ImpactResponse
        {
            HiringLoop = sample.Loop,
            HiringLoopName = sample.Name,
            HiringLoopVersion = release?.LoopVersion,
            TakenAt = release?.TakenAt,
            People = figures?.People,
            SmallestGroup = CellSuppression.SmallestCell,
            Selection = selection,
            SelectionLack = cut is null || selection is not null ? null : lack,
            Scoring = figures?.Scoring,
            ScoringLack = figures?.Scoring is null ? lack : null,
        };
    }
}
