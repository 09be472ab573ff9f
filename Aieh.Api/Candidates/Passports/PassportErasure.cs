using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Passports;

/// <summary>
/// Erasure in one transaction. What stays is the tombstone: the passport's id and times, its grants (ids and times of who could look),
/// and the hashes of its credentials, without which 410 could not be told from 401. Evidence, attempts, answers and stored responses go,
/// and so do the tokens of attempts that were saved in it.
/// </summary>
internal static class PassportErasure
{
    /// <summary>False when it is erased already.</summary>
    /// <exception cref="ConditionFailedException">
    /// <paramref name="fails"/> is true of the number of pieces of evidence: nothing was done.
    /// </exception>
    public static async Task<bool> RunAsync(
        DbSession session, Guid passport, IPassportObserver observer, DateTimeOffset now, Func<int, bool> fails)
    {
        // The passport first, as whoever writes under it does (PassportLock): what was written before is deleted below, and who comes after
        // finds the tombstone.
        if (!await PassportStore.EraseAsync(session, passport, now)) return false;

        await IdempotencyStore.DeleteByPrincipalAsync(session, "passport:" + passport);
        foreach (var login in await LoginStore.ListByPassportAsync(session, passport))
        {
            await IdempotencyStore.DeleteByPrincipalAsync(session, Login.IdOf(login.SubjectHash));
        }

        await LoginStore.DeleteByPassportAsync(session, passport);
        // Counted while the tombstone locks the passport: no more is added.
        if (fails(await EvidenceStore.DeleteByPassportAsync(session, passport))) throw new ConditionFailedException();

        foreach (var token in await SavedAttemptStore.ListTokensAsync(session, passport))
        {
            await SavedAttemptStore.DeleteTokenAsync(session, token);
        }

        await VerificationStore.DeleteByPassportAsync(session, passport);
        await AttemptStore.DeleteByPassportAsync(session, passport);
        await ContactStore.DeleteAsync(session, passport);
        await SelfIdentificationStore.DeleteAsync(session, passport);
        await AccommodationStore.DeleteByPassportAsync(session, passport);
        await PassportStore.ClearCredentialsAsync(session, passport);
        var tenants = await GrantStore.ListStandingTenantsAsync(session, passport, now);
        await observer.ErasedAsync(session, passport, now);
        foreach (var tenant in tenants)
        {
            var data = new EventData { Passport = passport };
            await Outbox.AppendAsync(session, OutboxEventRow.Of(EventTypes.PassportErased, tenant, passport, data, now));
        }

        return true;
    }

    /// <summary>Thrown inside the transaction to roll it back.</summary>
    public sealed class ConditionFailedException : Exception;
}
