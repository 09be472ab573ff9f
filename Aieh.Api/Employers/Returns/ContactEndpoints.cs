using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Returns;

/// <summary>The address that a way back is mailed to, which its owner alone sees.</summary>
internal static class ContactEndpoints
{
    public static void MapContact(this RouteGroupBuilder passports)
    {
        const string path = "/{id:guid}/contact";
        passports.MapGet(path, GetContact).WithName("getContact").Access(PrincipalKinds.Candidate)
            .Example(() => ReturnExamples.Verified).Problems(401, 403, 404, 410);
        passports.MapPut(path, SetContact).WithName("setContact").Access(PrincipalKinds.Candidate)
            .Example(() => ReturnExamples.Set, () => ReturnExamples.Contact).Problems(400, 401, 403, 404, 409, 410, 413, 415)
            .Raises(Problems.MailNotAvailableKind);
        passports.MapDelete(path, DeleteContact).WithName("deleteContact").Access(PrincipalKinds.Candidate).Problems(401, 403, 404, 410);
    }

    /// <summary>Get the e-mail address that was left with a passport; 404 when none was.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<ContactResponse>, ProblemHttpResult>> GetContact(
        Guid id, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (refused, found) = await PassportAccess.ReadAsync(
            db, id, principal, GrantScope.Evidence, time.Now(),
            (session, _) => ContactStore.FindAsync(session, id),
            cancellationToken);
        if (refused is not null) return refused;

        return found is null ? Problems.NotFound() : TypedResults.Ok(ContactResponse.Of(found));
    }

    /// <summary>
    /// Leave an e-mail address with a passport, for a way back to it when the token is lost. It is shown to nobody else, and written to
    /// when somebody asks for a way back. Another address takes the place of the one before, and ends the links that were mailed there.
    /// </summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<Ok<ContactResponse>, ProblemHttpResult>> SetContact(
        Guid id, SetContactRequest request, Principal principal, Preconditions conditions, PassportReturns returns, Db db,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (await PassportAccess.RefuseAsync(db, id, principal, now, cancellationToken) is { } refused) return refused;
        if (ReturnEndpoints.FaultIn(request.Email) is { } fault) return Problems.Invalid("No mail can be sent there.", fault);
        if (returns.Refusal is { } refusal) return Problems.MailNotAvailable(refusal);
        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();

        var contact = await db.WriteAsync(SetAsync, cancellationToken);
        return contact is null ? Problems.PassportErased() : TypedResults.Ok(ContactResponse.Of(contact));

        async Task<ContactRow?> SetAsync(DbSession session)
        {
            if (!await PassportLock.TakeAsync(session, id)) return null;
            if (await ContactStore.FindAsync(session, id) is { } same && same.Email == request.Email) return same;

            var row = new ContactRow
            {
                PassportId = id,
                Id = Guid.CreateVersion7(now),
                Email = request.Email,
                EmailHash = ContactRow.HashOf(request.Email),
                CreatedAt = now,
            };
            await ContactStore.ReplaceAsync(session, row);
            return row;
        }
    }

    /// <summary>Take the e-mail address back. Links that were mailed there end, and there is no way back but the token.</summary>
    /// <param name="id">Id of the passport.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteContact(
        Guid id, Principal principal, Preconditions conditions, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await PassportAccess.RefuseAsync(db, id, principal, time.Now(), cancellationToken) is { } refused) return refused;
        if (conditions.Fail(tag: null)) return Problems.PreconditionFailed();

        await db.WriteAsync(session => ContactStore.DeleteAsync(session, id), cancellationToken);
        return TypedResults.NoContent();
    }
}
