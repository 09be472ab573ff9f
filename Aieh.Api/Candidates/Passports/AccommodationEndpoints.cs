using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

/// <summary>More time for whoever needs it, said by the passport's owner once for all attempts.</summary>
internal static class AccommodationEndpoints
{
    public static void MapAccommodation(this RouteGroupBuilder passports)
    {
        const string path = "/{id:guid}/accommodation";
        passports.MapGet(path, GetAccommodation).WithName("getAccommodation").Access(PrincipalKinds.Candidate)
            .Example(() => AccommodationExamples.Given).Problems(401, 403, 404, 410);
        passports.MapPut(path, SetAccommodation).WithName("setAccommodation").Access(PrincipalKinds.Candidate)
            .Example(() => AccommodationExamples.Give, () => AccommodationExamples.Given).Problems(400, 401, 403, 404, 410, 413, 415);
        passports.MapDelete(path, DeleteAccommodation).WithName("deleteAccommodation").Access(PrincipalKinds.Candidate)
            .Problems(401, 403, 404, 410);
    }

    /// <summary>Get the time that a passport's attempts have besides; 404 when they have none.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<AccommodationResponse>, ProblemHttpResult>> GetAccommodation(
        Guid id, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (refused, found) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, time.Now(),
            (session, _) => AccommodationStore.FindOwnAsync(session, id),
            cancellationToken);
        if (refused is not null) return refused;

        return found is null ? Problems.NotFound() : TypedResults.Ok(AccommodationResponse.Of(found));
    }

    /// <summary>Give all attempts of a passport more time, those that are running too. Nobody else is told.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<AccommodationResponse>, ProblemHttpResult>> SetAccommodation(
        Guid id, AccommodationRequest request, Principal principal, Preconditions conditions, Db db, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (await PassportAccess.RefuseAsync(db, id, principal, now, cancellationToken) is { } refused) return refused;
        if (AccommodationRequest.FaultIn(request, "#") is { } fault) return Problems.Invalid("The accommodation cannot be read.", fault);
        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();

        var given = await db.WriteAsync(SetAsync, cancellationToken);
        return given is null ? Problems.PassportErased() : TypedResults.Ok(AccommodationResponse.Of(given));

        async Task<AccommodationRow?> SetAsync(DbSession session)
        {
            if (!await PassportLock.TakeAsync(session, id)) return null;

            var before = await AccommodationStore.FindOwnAsync(session, id);
            var row = new AccommodationRow
            {
                Id = before?.Id ?? Guid.CreateVersion7(now),
                PassportId = id,
                TimeMultiplier = request.TimeMultiplier,
                ExtraMinutes = request.ExtraMinutes ?? 0,
                UpdatedAt = now,
            };
            await AccommodationStore.SetAsync(session, row);
            await TimeAllowance.LengthenOpenAsync(session, id, now);
            return row;
        }
    }

    /// <summary>Give no more time from now on. Attempts that are running keep theirs.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAccommodation(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await PassportAccess.RefuseAsync(db, id, principal, time.Now(), cancellationToken) is { } refused) return refused;
        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();

        await db.WriteAsync(session => AccommodationStore.DeleteOwnAsync(session, id), cancellationToken);
        return TypedResults.NoContent();
    }
}
