using Aieh.Api.Pages.Passport;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Invitation;

/// <summary>An assessment that is asked for.</summary>
/// <param name="Slug">Slug of the assessment.</param>
/// <param name="Title">What it is called.</param>
/// <param name="State">Where it stands, in words.</param>
/// <param name="Form">The form to start with; null when there is nothing to start.</param>
/// <param name="Length">How many questions and how long, in words; null as the form.</param>
public sealed record AskedView(string Slug, string Title, string State, string? Form, string? Length);

/// <summary>A verification, in words.</summary>
/// <param name="MayStart">Whether it can be started in this browser.</param>
public sealed record VerificationView(string Slug, string Title, string State, bool MayStart);

/// <summary>An invitation as its candidate reads it.</summary>
public sealed record CandidateInvitationView
{
    public required string Address { get; init; }
    public required string Employer { get; init; }

    /// <summary>Null when none is named.</summary>
    public string? Role { get; init; }

    public required string State { get; init; }

    /// <summary>Whether it can be accepted and declined.</summary>
    public required bool IsInvited { get; init; }

    /// <summary>Whether it has been accepted and something is left to take.</summary>
    public required bool IsUnderWay { get; init; }

    public required bool IsCompleted { get; init; }

    /// <summary>Whether only what somebody watches counts.</summary>
    public required bool IsWatchedOnly { get; init; }

    public required IReadOnlyList<AskedView> Asked { get; init; }

    /// <summary>Short tests that the employer asks for to confirm a score.</summary>
    public required IReadOnlyList<VerificationView> Verifications { get; init; }

    /// <summary>Titles of what the employer sees, where the passport has it.</summary>
    public required IReadOnlyList<string> Shared { get; init; }

    public required string ConsentVersion { get; init; }
    public required IReadOnlyList<string> Consent { get; init; }
    public required PageTime ExpiresAt { get; init; }

    /// <summary>Whether the browser holds a passport to accept with.</summary>
    public required bool HoldsPassport { get; init; }

    /// <summary>Whether what is left can be taken in this browser: it holds the passport that has accepted.</summary>
    public required bool HoldsThePassport { get; init; }

    /// <summary>Where the employer wants the candidate to go on; null when nowhere.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Name of the host of that address.</summary>
    public string? ReturnHost { get; init; }
}

/// <summary>An invitation that was accepted with a new passport.</summary>
public sealed record AcceptedView(string Employer, string Link, string Address, SelfIdentificationView SelfIdentification);
