namespace Aieh.Api.Employers.Returns;

/// <summary>The address for a way back to a passport.</summary>
internal sealed record SetContactRequest
{
    /// <summary>One e-mail address, of at most 320 characters, at a host that has a name.</summary>
    /// <example>robin@example.org</example>
    public required string Email { get; init; }
}

/// <summary>Who wants back to a passport.</summary>
internal sealed record AskReturnRequest
{
    /// <summary>The e-mail address that was left with the passport.</summary>
    /// <example>robin@example.org</example>
    public required string Email { get; init; }
}

/// <summary>A link that was mailed.</summary>
internal sealed record ExchangeReturnRequest
{
    /// <summary>What is behind the last slash of the link.</summary>
    /// <example>CfDJ8…</example>
    public required string Token { get; init; }
}

/// <summary>The way back to a passport.</summary>
internal sealed record ReturnedPassportResponse
{
    /// <summary>Id of the passport.</summary>
    public required Guid Passport { get; init; }

    /// <summary>A bearer token of its owner, as the one that was shown when the passport was made. It is shown once.</summary>
    /// <example>aieh_cand_…</example>
    public required string Token { get; init; }

    /// <summary>When this token ends. Others of the passport go on.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
