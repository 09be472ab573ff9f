using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Aieh.Scoring;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Linking;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Candidates.Passports;

internal static class EvidenceEndpoints
{
    private const int MaxReferenceLength = 100;

    // Norms of an older test say nothing about people of today; and a currency that far back could no longer be told from 0.
    private static readonly DateTimeOffset Earliest = new(1950, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void MapVendorEvidence(this RouteGroupBuilder passports) =>
        passports.MapPost("/{id:guid}/evidence", AddEvidence).WithName("addEvidence").Access(PrincipalKinds.Key, Scopes.EvidenceWrite)
            .RequireIdempotencyKey().Produces<EvidenceResponse>(StatusCodes.Status201Created)
            .Example(() => EvidenceExamples.Add, () => EvidenceExamples.Added)
            .Problems(400, 401, 403, 404, 409, 410, 413, 415, 422)
            .Raises(Problems.BusyKind, Problems.EvidenceRefusedKind, Problems.LimitReachedKind, Problems.ReferenceAlreadyUsedKind);

    /// <summary>
    /// Add another provider's result to a passport, mapped to its scale by a concordance. The candidate must have granted the provider's
    /// tenant the scope evidence.
    /// </summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<IResult> AddEvidence(
        Guid id, AddEvidenceRequest request, Principal principal, Db db, CatalogCache cache, PassportViews views,
        IOptions<PassportOptions> options, IPassportObserver observer, Idempotency idempotency, TimeProvider time, HttpContext context)
    {
        var now = time.Now();
        if (await PassportAccess.RefuseAsync(db, id, principal, now, context.RequestAborted) is { } refused) return refused;
        if (Fault(request, now) is { } fault) return Problems.Invalid("The result cannot be read.", fault);

        var (tenant, most) = (principal.TenantId!.Value, options.Value.MostEvidence);
        return await idempotency.RunAsync(
            context, request, PassportJson.Wire.AddEvidenceRequest,
            session => LoadAsync(session, id, tenant, request),
            basis => ValueTask.FromResult(Refuses(basis, most) ?? PlanResult()));

        Plan PlanResult() => PlanEvidence(id, tenant, request, cache.Current, views, now, WriteAsync);

        // The passport is not the caller's own, so nobody has taken it yet.
        async Task<bool> WriteAsync(DbSession session, EvidenceRow evidence)
        {
            if (!await PassportLock.TakeAsync(session, id) || await EvidenceStore.CountAsync(session, id) >= most) return false;

            await EvidenceStore.InsertAsync(session, evidence);
            await observer.EvidenceRecordedAsync(session, id, evidence.Assessment, now);
            return true;
        }
    }

    private static async Task<EvidenceBasis> LoadAsync(DbSession session, Guid passport, Guid tenant, AddEvidenceRequest request) => new(
        await PassportStore.FindAsync(session, passport),
        await EvidenceStore.CountAsync(session, passport),
        await EvidenceStore.FindByReferenceAsync(session, tenant, request.Concordance, request.Reference));

    private static Plan? Refuses(EvidenceBasis basis, int most)
    {
        if (basis.Passport?.ErasedAt is not null) return Plan.RefuseWithoutKeeping(Problems.PassportErased());
        if (basis.Existing is not null) return Plan.Refuse(Problems.ReferenceAlreadyUsed());

        return basis.Count < most ? null : Plan.RefuseWithoutKeeping(Problems.LimitReached(most, "pieces of evidence"));
    }

    private static ProblemError? Fault(AddEvidenceRequest request, DateTimeOffset now)
    {
        if (!double.IsFinite(request.RawScore)) return At("#/rawScore", "It is larger than a number can be.");
        if (request.ObservedAt.IsAfter(now)) return At("#/observedAt", "It lies in the future.");
        if (request.ObservedAt < Earliest) return At("#/observedAt", $"It lies before {Earliest.Year}.");

        return IsReadable(request.Reference)
            ? null
            : At("#/reference", $"1 to {MaxReferenceLength} printable ASCII characters, without spaces at the ends.");
    }

    private static bool IsReadable(string reference) =>
        reference is { Length: >= 1 and <= MaxReferenceLength }
        && reference.All(c => c is >= ' ' and <= '~')
        && reference.Trim() == reference;

    private static Plan PlanEvidence(
        Guid passport, Guid tenant, AddEvidenceRequest request, CatalogSnapshot catalog, PassportViews views, DateTimeOffset now,
        Func<DbSession, EvidenceRow, Task<bool>> write)
    {
        // Not kept under the key: the catalog may know more tomorrow.
        if (!catalog.Concordances.TryGetValue(request.Concordance, out var concordance))
        {
            return Refuse("#/concordance", "There is no such concordance; GET /v1/concordances lists them.");
        }

        var mapping = concordance.ToScoring();
        if (!mapping.TryMap(request.RawScore, out var mapped)) return Refuse("#/rawScore", DomainOf(concordance, mapping));

        var scale = ScoringRules.Of(catalog).Scale;
        var evidence = new EvidenceRow
        {
            Id = Guid.CreateVersion7(now),
            PassportId = passport,
            Assessment = concordance.Assessment,
            Kind = EvidenceKind.Vendor.Slug(),
            Theta = scale.ThetaOf(mapped.Score),
            SeTheta = mapped.StandardError / scale.PointsPerLogit,
            Score = mapped.Score,
            SeScore = mapped.StandardError,
            ObservedAt = request.ObservedAt.ToUniversalTime().ToMilliseconds().AtMost(now),
            RecordedAt = now,
            CalibrationId = concordance.Slug,
            CalibrationVersion = concordance.Version,
            ScoringVersion = ScoringVersion.Current,
            TenantId = tenant,
            RawScore = request.RawScore,
            Reference = request.Reference,
        };
        return new Plan(
            Outcome.Created($"/v1/passports/{passport}/evidence", views.Of(evidence), PassportJson.Wire.EvidenceResponse),
            session => write(session, evidence));
    }

    private static string DomainOf(ConcordanceDocument concordance, Concordance mapping)
    {
        var listedOnly = concordance.Interpolation?.Value is TableInterpolation.None ? ", and of these the listed ones" : "";
        return FormattableString.Invariant($"The concordance maps raw scores from {mapping.Lowest} to {mapping.Highest}{listedOnly}.");
    }

    private static Plan Refuse(string pointer, string detail) => Plan.RefuseWithoutKeeping(Problems.EvidenceRefused(At(pointer, detail)));

    private static ProblemError At(string pointer, string detail) => new() { Pointer = pointer, Detail = detail };

    /// <summary>What a result is decided on.</summary>
    /// <param name="Passport">The passport as it is now.</param>
    /// <param name="Count">How many pieces of evidence it holds.</param>
    /// <param name="Existing">The evidence that has the reference already.</param>
    private sealed record EvidenceBasis(PassportRow? Passport, int Count, Guid? Existing);
}
