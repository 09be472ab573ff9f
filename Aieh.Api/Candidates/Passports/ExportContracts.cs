using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Everything held under a passport, in a form that another system can read.</summary>
internal sealed record PassportExportResponse
{
    /// <summary>When the export was made.</summary>
    public required DateTimeOffset ExportedAt { get; init; }

    /// <summary>The passport as it stands.</summary>
    public required PassportResponse Passport { get; init; }

    /// <summary>The time that its attempts have besides; absent when they have none.</summary>
    public AccommodationResponse? Accommodation { get; init; }

    /// <summary>The address for a way back to it; absent when none was left.</summary>
    public ContactResponse? Contact { get; init; }

    /// <summary>What its owner has said of themselves in the voluntary questionnaire; absent when nothing was.</summary>
    public SelfIdentificationAnswers? SelfIdentification { get; init; }

    /// <summary>The accounts at identity providers that open it; absent when there is none.</summary>
    public IReadOnlyList<ExportedLogin>? Logins { get; init; }

    /// <summary>All of its evidence, oldest first.</summary>
    public required IReadOnlyList<EvidenceResponse> Evidence { get; init; }

    /// <summary>All of its attempts with the answers given, oldest first.</summary>
    public required IReadOnlyList<ExportedAttempt> Attempts { get; init; }

    /// <summary>The verifications that employers have asked for, oldest first; absent when there is none.</summary>
    public IReadOnlyList<ExportedVerification>? Verifications { get; init; }

    /// <summary>All of its grants, the revoked ones too, oldest first.</summary>
    public required IReadOnlyList<GrantResponse> Grants { get; init; }
}

/// <summary>An account that opens a passport. Who it is at its provider is kept as a hash alone.</summary>
internal sealed record ExportedLogin
{
    /// <summary>The identity provider.</summary>
    /// <example>https://login.example.com</example>
    public required string Issuer { get; init; }

    /// <summary>Since when it opens the passport.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A verification in an export.</summary>
internal sealed record ExportedVerification
{
    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>Id of the unsupervised attempt that it is compared with.</summary>
    public required Guid Verified { get; init; }

    /// <summary>Id of its own attempt; absent before it is started.</summary>
    public Guid? Attempt { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>What came of it: consistent, inconclusive or inconsistent; absent until it was taken under supervision.</summary>
    /// <example>consistent</example>
    public string? Outcome { get; init; }

    /// <summary>When a person has confirmed that; absent before.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    public static ExportedVerification Of(VerificationRow row) => new()
    {
        Assessment = row.Assessment,
        Verified = row.VerifiedAttemptId,
        Attempt = row.AttemptId,
        RequestedAt = row.RequestedAt,
        Outcome = row.Outcome,
        ConfirmedAt = row.ConfirmedAt,
    };
}

/// <summary>An attempt in an export.</summary>
internal sealed record ExportedAttempt
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>The form that was taken.</summary>
    public required FormKind Form { get; init; }

    /// <summary>Where the attempt stands.</summary>
    public required AttemptState State { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was submitted; absent before.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Whether a tenant says that somebody watches, or watched.</summary>
    public required Supervision Supervision { get; init; }

    /// <summary>Id of that tenant; absent while nobody says so.</summary>
    public Guid? SupervisedBy { get; init; }

    /// <summary>When it said so; absent while nobody does.</summary>
    public DateTimeOffset? SupervisedAt { get; init; }

    /// <summary>Which help was allowed, and whether it was agreed to; absent where nothing was said of it.</summary>
    public AgreedAiPolicy? AiPolicy { get; init; }

    /// <summary>The answers, in the order served.</summary>
    public required IReadOnlyList<ItemResponse> Responses { get; init; }

    /// <summary>How it was taken: all that was collected, and all that was made of it.</summary>
    public required AttemptIntegrityResponse Integrity { get; init; }
}
