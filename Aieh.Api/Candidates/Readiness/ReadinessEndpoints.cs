using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using RoleBundle = Aieh.Scoring.Readiness.RoleBundle;

namespace Aieh.Api.Candidates.Readiness;

internal static class ReadinessEndpoints
{
    private const string IncludeIndicative = "indicative";

    public static IServiceCollection AddReadiness(this IServiceCollection services) => services.AddWireJson(ReadinessJson.Wire);

    public static void MapReadiness(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/passports/{id:guid}/readiness")
            .Tag("Readiness", "How ready a passport's evidence shows its owner to be for a role, as AIEH or as an employer weighs it.")
            .MapGet("/{role}", GetReadiness).WithName("getReadiness").Access(PassportAccess.Readers, Scopes.PassportsRead)
            .Query<Stack>("stack", "The technology of the team that hires: adjusts the weights of the role's bundle.")
            .Query<Seniority>("seniority", "The level that is hired for: adjusts the weights of the role's bundle.")
            .Query("include", "Counts what free samples indicate besides, for practice; their items are public.", IncludeIndicative)
            .QueryId("hiringLoop", LoopText)
            .Example(() => ReadinessExamples.Readiness).Problems(400, 401, 403, 404, 410, 422).Raises(Problems.BundleNotPublishedKind);

    private const string LoopText =
        "Id of a hiring loop of the role, whose weights and context apply in the place of the published ones: for its tenant, and for the "
        + "owner of a passport that has accepted an invitation of it. Not together with `stack` or `seniority`.";

    /// <summary>
    /// Get readiness for a role: the number, how much of the bundle it covers, what each assessment contributes, and what to take next.
    /// A tenant that a candidate has let into a hiring loop alone asks by that loop.
    /// </summary>
    /// <param name="id">Id of the passport.</param>
    /// <param name="role">Slug of the role.</param>
    internal static async Task<Results<Ok<ReadinessResponse>, ProblemHttpResult>> GetReadiness(
        Guid id, string role, string? asOf, string? stack, string? seniority, string? include, Guid? hiringLoop,
        Principal principal, Db db, CatalogCache cache, IHiringLoopBundles loops, AuditedReads audited, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (query, invalid) = ReadQuery(asOf, stack, seniority, include, now);
        if (invalid is not null) return invalid;
        if (hiringLoop is not null && (stack ?? seniority) is not null) return HasContextOfItsOwn(stack is not null);
        if (hiringLoop is not null && include is not null && principal.Kind == PrincipalKinds.Key) return ShowsNoSamples();

        var (refused, basis) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Passport, now, (session, _) => LoadAsync(session), cancellationToken,
            hiringLoop is { } asked ? new LoopLook(asked, query.AsOf) : null);
        if (refused is not null) return refused;

        var catalog = cache.Current;
        var (bundle, unknown) = BundleOf(catalog, role, query, hiringLoop, basis.Loop);
        if (unknown is not null) return unknown;

        await PassportAccess.NoteAsync(audited, "readiness.read", id, principal, now, cancellationToken);
        var question = new ReadinessQuestion(id, role, query.AsOf, query.IncludeIndicative);
        var counted = CountedEvidence.Of(basis.Evidence, basis.Loop?.OnlySupervised is true, basis.Loop?.Replacing);
        var response = ReadinessViews.Of(question, bundle, catalog, counted, basis.Starts, now);
        return TypedResults.Ok(response with
        {
            Stack = query.Stack,
            Seniority = query.Seniority,
            HiringLoop = hiringLoop,
            HiringLoopVersion = basis.Loop?.Version,
            // Who was let into a loop alone is not told what the candidate has started elsewhere, and may take when.
            NextSteps = hiringLoop is not null && principal.Kind == PrincipalKinds.Key ? [] : response.NextSteps,
        });

        async Task<ReadinessBasis> LoadAsync(DbSession session) => new(
            await EvidenceStore.ListMeasuresAsOfAsync(session, id, query.AsOf),
            // When somebody started tells others how long it took them, and with it whether they were given more time.
            principal.Kind == PrincipalKinds.Candidate ? await AttemptStore.ListAssessedStartsAsync(session, id) : [],
            hiringLoop is { } loop ? await loops.FindAsync(session, loop, principal, id, query.AsOf) : null);
    }

    /// <summary>What readiness is worked out from.</summary>
    /// <param name="Evidence">The passport's evidence.</param>
    /// <param name="Starts">The attempts that its owner has started; none for anybody else.</param>
    /// <param name="Loop">The hiring loop asked by; null when none, or one that the caller may not use.</param>
    private sealed record ReadinessBasis(
        IReadOnlyList<EvidenceMeasureRow> Evidence, IReadOnlyList<AttemptStartRow> Starts, HiringLoopBundle? Loop);

    private static (RoleBundle Bundle, ProblemHttpResult? Refused) BundleOf(
        CatalogSnapshot catalog, string role, ReadinessQuery query, Guid? asked, HiringLoopBundle? loop)
    {
        // A loop has readiness for its own role alone, and without a role for none: only results show it.
        if (asked is not null) return loop?.Role == role ? (loop.Bundle, null) : (default!, Problems.NotFound());
        if (!catalog.Roles.TryGetValue(role, out var profile)) return (default!, Problems.NotFound());
        if (profile.Bundle is not null) return (PublishedBundle.InContext(profile, query.Stack, query.Seniority), null);

        return (default!, Problems.Of(Problems.BundleNotPublishedKind, $"AIEH has not published which assessments '{role}' weighs."));
    }

    private static ProblemHttpResult ShowsNoSamples() => Problems.InvalidParameter(
        "include", "Not with 'hiringLoop': what a candidate has practised is not shown to employers.");

    private static ProblemHttpResult HasContextOfItsOwn(bool isStack) =>
        Problems.InvalidParameter(isStack ? "stack" : "seniority", "Not together with 'hiringLoop', which has a context of its own.");

    private static (ReadinessQuery Query, ProblemHttpResult? Refused) ReadQuery(
        string? asOf, string? stack, string? seniority, string? include, DateTimeOffset now)
    {
        var (moment, invalid) = Timestamp.ReadAsOf(asOf, now);
        if (invalid is not null) return (default!, invalid);

        Stack? stackValue = null;
        Seniority? seniorityValue = null;
        if (stack is not null)
        {
            if (!KebabCase.TryParse<Stack>(stack, out var known)) return (default!, Problems.InvalidParameter("stack", OneOf<Stack>()));
            stackValue = known;
        }

        if (seniority is not null)
        {
            if (!KebabCase.TryParse<Seniority>(seniority, out var known))
            {
                return (default!, Problems.InvalidParameter("seniority", OneOf<Seniority>()));
            }

            seniorityValue = known;
        }

        return include is null or IncludeIndicative
            ? (new ReadinessQuery(moment, stackValue, seniorityValue, include is not null), null)
            : (default!, Problems.InvalidParameter("include", $"The only value is '{IncludeIndicative}'."));
    }

    private static string OneOf<T>() where T : struct, Enum =>
        "One of " + string.Join(", ", Enum.GetValues<T>().Select(KebabCase.Of)) + ".";
}

/// <summary>What readiness is asked for.</summary>
internal sealed record ReadinessQuery(DateTimeOffset AsOf, Stack? Stack, Seniority? Seniority, bool IncludeIndicative);
