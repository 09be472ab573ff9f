using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Ats;

/// <summary>How long a repeated order is the same order.</summary>
internal enum OrderIdentity
{
    /// <summary>Its key is of this one order.</summary>
    ForGood,

    /// <summary>Until the invitation has ended without a result: then the candidate is asked anew.</summary>
    UntilUnsuccessful,

    /// <summary>Until the invitation has ended: the key says only who is asked for what.</summary>
    UntilEnded,
}

/// <summary>An order as an applicant tracking system gives it, in our words.</summary>
internal sealed record AtsOrder
{
    private const int MostOfAName = 200;
    private const int MostOfAnAddress = 320;

    public required AtsKind Ats { get; init; }
    public required Guid Tenant { get; init; }

    /// <summary>Who orders, as the audit trail names it.</summary>
    public required string Actor { get; init; }

    /// <summary>Null when what was sent is no id.</summary>
    public required Guid? Test { get; init; }

    /// <summary>What tells a repeated order; null when nothing does.</summary>
    public string? Key { get; init; }

    public OrderIdentity Identity { get; init; }

    /// <summary>The invitation's reference; null when the system has no id of its own for the order.</summary>
    public string? Reference { get; init; }

    public string? ReplyTo { get; init; }
    public string? CandidateName { get; init; }
    public string? CandidateEmail { get; init; }

    /// <summary>Whether the candidate is sent on at once, and needs no mail.</summary>
    public bool IsInline { get; init; }

    /// <summary>The key that the order came with; null where the system is called with another one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>A name that other systems hold is taken as far as it can be shown, and an order is not refused for it.</summary>
    public static string? NameOf(string? first, string? last)
    {
        var words = $"{first} {last}".Where(c => !char.IsControl(c)).ToArray();
        var name = string.Join(' ', new string(words).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (name.Length > MostOfAName) name = name[..MostOfAName].Trim();
        return RequestText.Fits(name, MostOfAName) ? name : null;
    }

    public static string? EmailOf(string? email) =>
        email?.Trim() is { } address && address.Contains('@') && RequestText.Fits(address, MostOfAnAddress) ? address : null;
}

/// <summary>What came of an order.</summary>
/// <param name="Invitation">Id of the invitation, by which the system knows the order from now on.</param>
/// <param name="Url">The candidate's link, of an inline order alone.</param>
internal sealed record PlacedOrder(Guid Invitation, string? Url);
