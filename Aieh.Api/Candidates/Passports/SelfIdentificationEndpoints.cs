using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Passports;

/// <summary>The voluntary questionnaire, which its passport's owner alone reads and answers.</summary>
internal static class SelfIdentificationEndpoints
{
    public static void MapSelfIdentification(this RouteGroupBuilder passports)
    {
        const string path = "/{id:guid}/self-identification";
        passports.MapGet(path, GetSelfIdentification).WithName("getSelfIdentification").Access(PrincipalKinds.Candidate)
            .Example(() => SelfIdentificationExamples.Answered).Problems(401, 403, 404, 410);
        passports.MapPut(path, SetSelfIdentification).WithName("setSelfIdentification").Access(PrincipalKinds.Candidate)
            .Example(() => SelfIdentificationExamples.Set, () => SelfIdentificationExamples.Answered)
            .Problems(400, 401, 403, 404, 410, 413, 415, 422).Raises(Problems.ConsentOutdatedKind);
        passports.MapDelete(path, DeleteSelfIdentification).WithName("deleteSelfIdentification").Access(PrincipalKinds.Candidate)
            .Problems(401, 403, 404, 410);
    }

    /// <summary>Get the voluntary questionnaire: the text that answering agrees to, and the answers, where there are any.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<SelfIdentificationResponse>, ProblemHttpResult>> GetSelfIdentification(
        Guid id, Principal principal, Db db, SealedAnswers answers, TimeProvider time, CancellationToken cancellationToken)
    {
        var (refused, found) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, time.Now(),
            (session, _) => SelfIdentificationStore.FindAsync(session, id),
            cancellationToken);
        return refused is null ? TypedResults.Ok(Of(answers.Show(found))) : refused;
    }

    /// <summary>
    /// Answer the voluntary questionnaire, or answer it anew. The answers are shown to the passport's owner and to nobody else, have no
    /// effect on any score, ranking or result, and are told as counts of groups alone.
    /// </summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<SelfIdentificationResponse>, ProblemHttpResult>> SetSelfIdentification(
        Guid id, SelfIdentificationRequest request, Principal principal, Preconditions conditions, Db db, SealedAnswers answers,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (await PassportAccess.RefuseAsync(db, id, principal, now, cancellationToken) is { } refused) return refused;
        if (request.Consent != SelfIdentificationText.Version)
        {
            return Problems.Of(
                Problems.ConsentOutdatedKind, $"Show the text of version {SelfIdentificationText.Version}, and send its version.");
        }

        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();

        var row = new SelfIdentificationRow
        {
            PassportId = id,
            Answers = answers.Seal(id, new GroupAnswers(request.Sex, request.RaceEthnicity)),
            ConsentVersion = request.Consent,
            UpdatedAt = now,
        };
        var isThere = await db.WriteAsync(SetAsync, cancellationToken);
        return isThere ? TypedResults.Ok(Of(answers.Show(row))) : Problems.PassportErased();

        async Task<bool> SetAsync(DbSession session)
        {
            if (!await PassportLock.TakeAsync(session, id)) return false;

            await SelfIdentificationStore.ReplaceAsync(session, row);
            return true;
        }
    }

    /// <summary>
    /// Withdraw the answers to the voluntary questionnaire: they are deleted, and are in no figure that is worked out afterwards.
    /// </summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteSelfIdentification(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await PassportAccess.RefuseAsync(db, id, principal, time.Now(), cancellationToken) is { } refused) return refused;
        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();

        await db.WriteAsync(session => SelfIdentificationStore.DeleteAsync(session, id), cancellationToken);
        return TypedResults.NoContent();
    }

    private static SelfIdentificationResponse Of(SelfIdentificationAnswers? answers) =>
        new() { Consent = SelfIdentificationText.Consent, Answers = answers };
}
