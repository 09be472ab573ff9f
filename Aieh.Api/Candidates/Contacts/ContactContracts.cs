namespace Aieh.Api.Candidates.Contacts;

/// <summary>The address that a passport's owner has left, for a way back to it.</summary>
internal sealed record ContactResponse
{
    /// <summary>The e-mail address.</summary>
    /// <example>robin@example.org</example>
    public required string Email { get; init; }

    /// <summary>Since when the passport has it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether a link that was mailed there has been opened.</summary>
    public required bool Verified { get; init; }

    /// <summary>When that was first; absent before.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    public static ContactResponse Of(ContactRow row) => new()
    {
        Email = row.Email,
        CreatedAt = row.CreatedAt,
        Verified = row.VerifiedAt is not null,
        VerifiedAt = row.VerifiedAt,
    };
}
