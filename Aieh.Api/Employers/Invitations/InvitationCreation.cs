using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Mail;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Employers.Usage;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Invitations;

/// <summary>What invitations are made on.</summary>
/// <param name="Loop">The loop that they are for.</param>
/// <param name="Definition">Its current version.</param>
/// <param name="Employer">What its tenant is called.</param>
/// <param name="Settings">What its tenant has settled.</param>
/// <param name="Existing">The invitations of the loop under references that are asked for, which are open or completed.</param>
/// <param name="Over">Those of them whose time is over, which is not written down yet.</param>
internal sealed record InvitationBasis(
    HiringLoopRow Loop, LoopDefinition Definition, string Employer, TenantSettings Settings, Dictionary<string, InvitationRow> Existing,
    IReadOnlyList<InvitationRow> Over);

/// <summary>An invitation to be written, and the secret of its link, which is not.</summary>
internal sealed record NewInvitation(InvitationRow Row, string Token, AccommodationRow? Accommodation)
{
    /// <summary>The mail that takes the link to the candidate; null when the employer does that.</summary>
    public QueuedMail? Mail { get; init; }
}

/// <summary>Decides whether an invitation can be made, and makes it.</summary>
internal sealed class InvitationCreation(CatalogCache cache, InvitationViews views, InvitationMails mails)
{
    private const int MostDaysOpen = 366;
    private const int MaxNameLength = 200;
    private const int MaxEmailLength = 320;

    /// <summary>Null when the loop does not exist or is another tenant's.</summary>
    public static async Task<InvitationBasis?> LoadAsync(
        DbSession session, Guid loop, Guid tenant, IEnumerable<string?> references, DateTimeOffset now)
    {
        if (await HiringLoopStore.FindAsync(session, loop) is not { } row || row.TenantId != tenant) return null;

        var existing = new Dictionary<string, InvitationRow>(StringComparer.Ordinal);
        var over = new List<InvitationRow>();
        foreach (var reference in references.OfType<string>().Distinct())
        {
            if (await InvitationStore.FindByReferenceAsync(session, loop, reference) is not { } found) continue;
            if (InvitationViews.StateOf(found, now) == InvitationState.Expired) over.Add(found);
            else existing[reference] = found;
        }

        var definition = await HiringLoopStore.GetDefinitionAsync(session, loop, row.Version);
        var employer = await TenantStore.FindAsync(session, tenant);
        return new InvitationBasis(row, definition, employer!.Name, TenantSettings.Of(employer), existing, over);
    }

    public Plan PlanOf(CreateInvitationRequest request, InvitationBasis? basis, string actor, DateTimeOffset now)
    {
        if (basis is null) return Plan.RefuseWithoutKeeping(Problems.NotFound());
        if (basis.Existing.Values.SingleOrDefault() is { } existing)
        {
            return new Plan(Outcome.Ok(InvitationViews.Of(existing, now), InvitationJson.Wire.InvitationResponse));
        }

        if (basis.Definition.State == LoopState.Archived) return Plan.RefuseWithoutKeeping(Problems.HiringLoopArchived());

        ProblemError[] refusals = [.. RefusalsOf(request, basis, "#", now)];
        if (refusals.Length > 0) return Plan.RefuseWithoutKeeping(Problems.InvitationRefused(refusals));

        var made = Make(request, basis, now);
        return new Plan(
            Outcome.Created($"/v1/invitations/{made.Row.Id}", views.WithLink(made, now), InvitationJson.Wire.InvitationResponse),
            session => WriteAsync(session, [made], basis, actor, now));
    }

    /// <summary>What is wrong with the request whatever the loop is; pointers begin with <paramref name="at"/>.</summary>
    public static IEnumerable<ProblemError> FaultsIn(CreateInvitationRequest request, string at)
    {
        const string notAnAddress = "An e-mail address of at most 320 characters.";
        if (IsNotText(request.Reference, MaxNameLength)) yield return Fault($"{at}/reference", RequestText.Rule(MaxNameLength));
        if (request.ReturnUrl is { Length: 0 or > 2000 }) yield return Fault($"{at}/returnUrl", "An absolute https address.");
        if (IsNotText(request.Candidate?.Name, MaxNameLength)) yield return Fault($"{at}/candidate/name", RequestText.Rule(MaxNameLength));
        if (IsNotText(request.Candidate?.Email, MaxEmailLength) || request.Candidate?.Email?.Contains('@') is false)
        {
            yield return Fault($"{at}/candidate/email", notAnAddress);
        }

        if (request.Accommodation is { } more && AccommodationRequest.FaultIn(more, $"{at}/accommodation") is { } fault) yield return fault;
    }

    /// <summary>Why this loop and tenant do not take the request.</summary>
    public IEnumerable<ProblemError> RefusalsOf(CreateInvitationRequest request, InvitationBasis basis, string at, DateTimeOffset now)
    {
        if (request.ExpiresAt is { } expiry && (expiry <= now || expiry > now.AddDays(MostDaysOpen)))
        {
            yield return Fault($"{at}/expiresAt", $"It must lie in the future, and at most {MostDaysOpen} days ahead.");
        }

        if (request.ReturnUrl is { } url && !ReturnOrigins.Admit(basis.Settings.ReturnOrigins, url))
        {
            yield return Fault($"{at}/returnUrl", "Its origin is not on the tenant's list of return origins.");
        }

        if (request.SendMail is true && mails.RefusalOf(request.Candidate?.Email) is { } unsendable)
        {
            yield return Fault($"{at}/sendMail", unsendable);
        }

        if (basis.Definition.AskedOf(cache.Current).Count == 0)
        {
            yield return Fault(at.Length == 1 ? "#" : at, "The hiring loop asks for no assessment that can be taken now.");
        }
    }

    public NewInvitation Make(CreateInvitationRequest request, InvitationBasis basis, DateTimeOffset now)
    {
        var invitation = new InvitationRow
        {
            Id = Guid.CreateVersion7(now),
            TenantId = basis.Loop.TenantId,
            LoopId = basis.Loop.Id,
            LoopVersion = basis.Loop.Version,
            Reference = request.Reference,
            State = KebabCase.Of(InvitationState.Invited),
            Remaining = string.Join(' ', basis.Definition.AskedOf(cache.Current)),
            CandidateName = request.Candidate?.Name,
            CandidateEmail = request.Candidate?.Email,
            ReturnUrl = request.ReturnUrl,
            Version = 1,
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime().ToMilliseconds() ?? now.AddDays(basis.Definition.ValidityDays),
        };
        var accommodation = request.Accommodation is not { } more ? null : new AccommodationRow
        {
            Id = Guid.CreateVersion7(now),
            InvitationId = invitation.Id,
            TimeMultiplier = more.TimeMultiplier,
            ExtraMinutes = more.ExtraMinutes ?? 0,
            UpdatedAt = now,
        };
        var made = new NewInvitation(invitation, SecretToken.Create(SecretToken.InvitationPrefix), accommodation);
        return request.SendMail is true ? WithMail(made, basis, now) : made;
    }

    /// <summary>
    /// Has the link of an invitation sent to its candidate, whose address <see cref="InvitationMails.RefusalOf"/> has passed. Not for use
    /// within a unit of work.
    /// </summary>
    public NewInvitation WithMail(NewInvitation made, InvitationBasis basis, DateTimeOffset now) =>
        made with { Mail = mails.Prepare(made.Row, basis.Definition, basis.Employer, made.Token, now) };

    /// <summary>
    /// Writes invitations of one loop, each with its link and its event, and counts them; false when the loop has changed.
    /// </summary>
    public static async Task<bool> WriteAsync(
        DbSession session, IReadOnlyList<NewInvitation> made, InvitationBasis basis, string actor, DateTimeOffset now)
    {
        // What counts in a loop is widened only while nobody is invited: a change that looked before this is waited for, and planned on.
        await HiringLoopStore.HoldAsync(session, basis.Loop.Id);
        if (await HiringLoopStore.FindAsync(session, basis.Loop.Id) is not { } loop || loop.Version != basis.Loop.Version) return false;

        foreach (var read in basis.Over)
        {
            if (await InvitationStore.HoldAsync(session, read) is not { EndedAt: null } held) continue;

            await InvitationEnding.RunAsync(session, held, InvitationState.Expired, InvitationTrail.Service, held.ExpiresAt, now);
        }

        foreach (var each in made)
        {
            var (invitation, token, accommodation) = each;
            await InvitationStore.InsertAsync(session, invitation);
            await CredentialStore.InsertAsync(session, InvitationViews.CredentialOf(invitation, token, now));
            if (accommodation is not null)
            {
                await AccommodationStore.SetAsync(session, accommodation);
                await AccommodationTrail.LeaveAsync(session, invitation, actor, now);
            }

            await InvitationTrail.LeaveAsync(session, EventTypes.InvitationCreated, null, invitation, actor, now);
            if (each.Mail is { } mail) await Mailing.QueueAsync(session, mail);
        }

        if (made.Count > 0)
        {
            await UsageStore.AddAsync(session, made[0].Row.TenantId, now, invitations: made.Count, attempts: 0, completed: 0);
        }

        return true;
    }

    private static bool IsNotText(string? text, int most) => text is not null && !RequestText.Fits(text, most);

    private static ProblemError Fault(string pointer, string detail) => new() { Pointer = pointer, Detail = detail };
}
