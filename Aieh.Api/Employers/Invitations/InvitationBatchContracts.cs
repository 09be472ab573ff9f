using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Invitations;

/// <summary>Invitations to make together.</summary>
internal sealed record CreateInvitationBatchRequest : IJsonOnDeserialized
{
    /// <summary>From 1 to 500 invitations.</summary>
    public required IReadOnlyList<CreateInvitationRequest> Invitations { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => WireJson.RefuseNulls(Invitations, "invitations");
}

/// <summary>What became of one invitation of a batch.</summary>
internal enum BatchOutcome
{
    Created,

    /// <summary>The loop has an invitation of this reference; it is the one given.</summary>
    Existing,

    Refused,
}

/// <summary>One invitation of a batch, in the order in which they were sent.</summary>
internal sealed record BatchedInvitation
{
    /// <summary>What became of it.</summary>
    public required BatchOutcome Outcome { get; init; }

    /// <summary>The invitation; absent when it was refused.</summary>
    public InvitationResponse? Invitation { get; init; }

    /// <summary>Why it was refused, with pointers into the batch. Absent otherwise.</summary>
    public IReadOnlyList<ProblemError>? Errors { get; init; }
}

/// <summary>What became of the invitations of a batch.</summary>
internal sealed record InvitationBatchResponse
{
    /// <summary>One for each invitation sent, in their order.</summary>
    public required IReadOnlyList<BatchedInvitation> Items { get; init; }
}
