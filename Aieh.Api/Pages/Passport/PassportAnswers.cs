using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Pages.Passport;

/// <summary>What the API's handlers say of a passport to whoever asks: pages are told what anybody with the same token is told.</summary>
internal sealed class PassportAnswers(
    Db db, PassportViews views, AuditedReads audited, CatalogCache cache, IHiringLoopBundles loops, InvitationViews invitations,
    SealedAnswers answers, TimeProvider time)
{
    /// <summary>The largest page of a list.</summary>
    private const int LargestPage = Page.MaxLimit;

    /// <summary>Of a longer history, the shared page shows this much.</summary>
    private const int MostOnOnePage = 500;

    /// <summary>The roles whose bundle is published.</summary>
    public IEnumerable<RoleDocument> Roles => cache.Current.Roles.Values.Where(role => role.Bundle is not null);

    public async Task<Answer<PassportResponse>> PassportAsync(Guid id, Principal principal, CancellationToken cancellationToken) =>
        Answer<PassportResponse>.Of(
            await PassportEndpoints.GetPassport(id, null, principal, db, views, audited, time, cancellationToken),
            PassportJson.Wire.PassportResponse);

    public async Task<Answer<EvidenceListResponse>> EvidenceAsync(
        Guid id, string? cursor, Principal principal, CancellationToken cancellationToken) =>
        Answer<EvidenceListResponse>.Of(
            await PassportEndpoints.ListEvidence(id, null, cursor, principal, db, views, audited, time, cancellationToken),
            PassportJson.Wire.EvidenceListResponse);

    /// <summary>All evidence, oldest first; null where the caller is not shown it.</summary>
    public async Task<IReadOnlyList<EvidenceResponse>?> AllEvidenceAsync(
        Guid id, Principal principal, CancellationToken cancellationToken)
    {
        var all = new List<EvidenceResponse>();
        for (string? cursor = null; ;)
        {
            if ((await EvidenceAsync(id, cursor, principal, cancellationToken)).Value is not { } page) return null;

            all.AddRange(page.Items);
            cursor = page.Next;
            if (cursor is null || all.Count >= MostOnOnePage) return all;
        }
    }

    public async Task<Answer<ReadinessResponse>> ReadinessAsync(
        Guid id, string role, Principal principal, CancellationToken cancellationToken) =>
        Answer<ReadinessResponse>.Of(
            await ReadinessEndpoints.GetReadiness(
                id, role, null, null, null, null, null, principal, db, cache, loops, audited, time, cancellationToken),
            ReadinessJson.Wire.ReadinessResponse);

    /// <summary>Readiness for each role whose bundle is published.</summary>
    public async Task<IReadOnlyList<ReadinessResponse>> AllReadinessAsync(
        Guid id, Principal principal, CancellationToken cancellationToken)
    {
        var all = new List<ReadinessResponse>();
        foreach (var role in Roles)
        {
            if ((await ReadinessAsync(id, role.Slug, principal, cancellationToken)).Value is { } readiness) all.Add(readiness);
        }

        return all;
    }

    /// <summary>Those that the passport has accepted.</summary>
    public async Task<IReadOnlyList<CurrentInvitationResponse>> InvitationsAsync(
        Guid id, Principal principal, CancellationToken cancellationToken)
    {
        var answer = Answer<PassportInvitationListResponse>.Of(
            await CurrentInvitationEndpoints.ListPassportInvitations(id, principal, db, invitations, time, cancellationToken),
            InvitationJson.Wire.PassportInvitationListResponse);
        return answer.Value?.Items ?? [];
    }

    /// <summary>How attempts were taken: the first page of them, which holds all that people take in years.</summary>
    public async Task<IReadOnlyList<PassportAttemptIntegrity>> TakenAsync(
        Guid id, Principal principal, CancellationToken cancellationToken)
    {
        var answer = Answer<PassportIntegrityResponse>.Of(
            await IntegrityEndpoints.ListPassportIntegrity(id, LargestPage, null, principal, db, cancellationToken),
            IntegrityJson.Wire.PassportIntegrityResponse);
        return answer.Value?.Items ?? [];
    }

    /// <summary>All grants, the revoked ones too, oldest first. Of the ended ones few are kept, so this is no long list.</summary>
    public async Task<Answer<GrantListResponse>> GrantsAsync(Guid id, Principal principal, CancellationToken cancellationToken)
    {
        var all = new List<GrantResponse>();
        for (string? cursor = null; ;)
        {
            var answer = Answer<GrantListResponse>.Of(
                await GrantEndpoints.ListGrants(id, LargestPage, cursor, principal, db, time, cancellationToken),
                PassportJson.Wire.GrantListResponse);
            if (answer.Value is not { } page) return answer;

            all.AddRange(page.Items);
            cursor = page.Next;
            if (cursor is null) return new(new GrantListResponse { Items = all, Next = null }, null);
        }
    }

    public async Task<Answer<AccessLogResponse>> AccessesAsync(
        Guid id, string? cursor, Principal principal, CancellationToken cancellationToken) =>
        Answer<AccessLogResponse>.Of(
            await AccessLogEndpoints.ListAccesses(id, null, cursor, principal, db, time, cancellationToken),
            PassportJson.Wire.AccessLogResponse);

    /// <summary>Null when there is none.</summary>
    public async Task<AccommodationResponse?> AccommodationAsync(Guid id, Principal principal, CancellationToken cancellationToken) =>
        Answer<AccommodationResponse>.Of(
            await AccommodationEndpoints.GetAccommodation(id, principal, db, time, cancellationToken),
            PassportJson.Wire.AccommodationResponse).Value;

    /// <summary>The answers to the voluntary questionnaire; null when there are none.</summary>
    public async Task<SelfIdentificationAnswers?> SelfIdentificationAsync(
        Guid id, Principal principal, CancellationToken cancellationToken) =>
        Answer<SelfIdentificationResponse>.Of(
            await SelfIdentificationEndpoints.GetSelfIdentification(id, principal, db, answers, time, cancellationToken),
            PassportJson.Wire.SelfIdentificationResponse).Value?.Answers;

    /// <summary>What an organisation is called that a grant names; null when it is not known any more.</summary>
    public Task<TenantRow?> TenantAsync(Guid tenant, CancellationToken cancellationToken) =>
        db.ReadAsync(session => CredentialStore.FindTenantAsync(session, tenant), cancellationToken);
}
