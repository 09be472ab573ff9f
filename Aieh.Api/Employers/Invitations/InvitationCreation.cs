using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Invitations;

/// <summary>The loop that invitations are made for, as they find it.</summary>
internal sealed record InvitationBasis(HiringLoopRow Loop, LoopDefinition Definition, TenantSettings Settings);

/// <summary>An invitation to be written, and the secret of its link, which is not.</summary>
internal sealed record NewInvitation(InvitationRow Row, string Token, AccommodationRow? Accommodation);

/// <summary>Decides whether an invitation can be made, and makes it.</summary>
internal sealed class InvitationCreation(CatalogCache cache)
{
    private const int MostDaysOpen = 366;

    /// <summary>Null when the loop does not exist or is another tenant's.</summary>
    public static async Task<InvitationBasis?> LoadAsync(DbSession session, Guid loop, Guid tenant)
    {
        if (await HiringLoopStore.FindAsync(session, loop) is not { } row || row.TenantId != tenant) return null;
        if (await HiringLoopStore.FindDefinitionAsync(session, loop, row.Version) is not { } definition) return null;

        return new InvitationBasis(row, definition, await TenantStore.SettingsOfAsync(session, tenant));
    }

    /// <summary>What is wrong with the request whatever the loop is; pointers begin with <paramref name="at"/>.</summary>
    public static IEnumerable<ProblemError> FaultsIn(CreateInvitationRequest request, string at)
    {
        if (request.Reference is { } reference && !IsText(reference, 200)) yield return Fault($"{at}/reference", Texts(200));
        if (request.ReturnUrl is { Length: 0 or > 2000 }) yield return Fault($"{at}/returnUrl", "An absolute https address.");
        if (request.Candidate?.Name is { } name && !IsText(name, 200)) yield return Fault($"{at}/candidate/name", Texts(200));
        if (request.Candidate?.Email is { } email && (!IsText(email, 320) || !email.Contains('@', StringComparison.Ordinal)))
        {
            yield return Fault($"{at}/candidate/email", "An e-mail address of at most 320 characters.");
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
        return new NewInvitation(invitation, SecretToken.Create(SecretToken.InvitationPrefix), accommodation);
    }

    /// <summary>Writes an invitation with its link, its event and what is counted.</summary>
    public static async Task WriteAsync(DbSession session, NewInvitation made, string actor, DateTimeOffset now)
    {
        await InvitationStore.InsertAsync(session, made.Row);
        await CredentialStore.InsertAsync(session, InvitationViews.CredentialOf(made.Row, made.Token, now));
        if (made.Accommodation is { } accommodation)
        {
            await AccommodationStore.SetAsync(session, accommodation);
            await AccommodationTrail.LeaveAsync(session, made.Row, actor, now);
        }

        await InvitationTrail.LeaveAsync(session, EventTypes.InvitationCreated, null, made.Row, actor, now);
    }

    private static bool IsText(string text, int most) =>
        text.Length >= 1 && text.Length <= most && text.Trim() == text && !text.Any(char.IsControl);

    private static string Texts(int most) => $"1 to {most} characters, no control characters, no spaces at the ends.";

    private static ProblemError Fault(string pointer, string detail) => new() { Pointer = pointer, Detail = detail };
}
