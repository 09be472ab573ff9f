using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

internal static class ReadinessEndpoints
{
    private const string IncludeIndicative = "indicative";

    public static void MapReadiness(this RouteGroupBuilder passports) =>
        passports.MapGet("/{id:guid}/readiness/{role}", GetReadiness).WithName("getReadiness")
            .Access(PassportAccess.Readers, Scopes.PassportsRead)
            .Query<Stack>("stack", "The technology of the team that hires: adjusts the weights of the role's bundle.")
            .Query<Seniority>("seniority", "The level that is hired for: adjusts the weights of the role's bundle.")
            .Query("include", "Counts what free samples indicate besides, for practice; their items are public.", IncludeIndicative)
            .Example(() => ReadinessExamples.Readiness).Problems(400, 401, 403, 404, 410, 422).Raises(Problems.BundleNotPublishedKind);

    /// <summary>
    /// Get readiness for a role: the number, how much of the bundle it covers, what each assessment contributes, and what to take next.
    /// </summary>
    /// <param name="id">Id of the passport.</param>
    /// <param name="role">Slug of the role.</param>
    internal static async Task<Results<Ok<ReadinessResponse>, ProblemHttpResult>> GetReadiness(
        Guid id, string role, string? asOf, string? stack, string? seniority, string? include,
        Principal principal, Db db, CatalogCache cache, AuditedReads audited, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var (query, invalid) = ReadQuery(asOf, stack, seniority, include, now);
        if (invalid is not null) return invalid;

        var (refused, (evidence, starts)) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Passport, now,
            (session, _) => LoadAsync(session, id, query.AsOf),
            cancellationToken);
        if (refused is not null) return refused;

        var catalog = cache.Current;
        if (!catalog.Roles.TryGetValue(role, out var profile)) return Problems.NotFound();
        if (profile.Bundle is null)
        {
            return Problems.Of(Problems.BundleNotPublishedKind, $"AIEH has not published which assessments '{role}' weighs.");
        }

        await PassportAccess.NoteAsync(audited, "readiness.read", id, principal, now, cancellationToken);
        return TypedResults.Ok(ReadinessViews.Of(id, profile, catalog, query, evidence, starts, now));
    }

    private static async Task<(IReadOnlyList<EvidenceMeasureRow> Evidence, IReadOnlyList<AttemptStartRow> Starts)> LoadAsync(
        DbSession session, Guid passport, DateTimeOffset asOf)
    {
        var evidence = await EvidenceStore.ListMeasuresAsOfAsync(session, passport, asOf);
        var starts = await AttemptStore.ListAssessedStartsAsync(session, passport);
        return (evidence, starts);
    }

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
