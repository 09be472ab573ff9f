using System.Text.Json;

namespace Aieh.Api.Tools.Ats;

internal enum AtsOrderState
{
    /// <summary>The service has not answered yet, or not in a way that the ATS understands.</summary>
    Placed,

    /// <summary>The service has taken the order.</summary>
    Sent,
    Started,
    Completed,
    Cancelled,
    Refused,
}

/// <summary>What the ATS shows a recruiter.</summary>
/// <param name="Details">The message that it came in.</param>
internal sealed record AtsResult(decimal? Score, decimal? MaximumScore, Uri? Profile, JsonElement Details);

/// <summary>Why the service has not taken an order.</summary>
internal sealed record AtsRefusal(int Status, string? Message);

/// <summary>A test ordered for a candidate, as the ATS knows it.</summary>
internal sealed class AtsOrder(string reference, string test, AtsCandidate candidate, DateTimeOffset placedAt)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<AtsResult> _told = [];

    /// <summary>The ATS's own id of it.</summary>
    public string Reference => reference;

    public string Test => test;

    public AtsCandidate Candidate => candidate;

    public DateTimeOffset PlacedAt => placedAt;

    public AtsOrderState State { get; private set; }

    /// <summary>The id that the service gave; of Kombo's orders, where it gives none, Kombo's own.</summary>
    public string? VendorId { get; private set; }

    /// <summary>Where the candidate is sent at once, when an order is inline.</summary>
    public Uri? AssessmentUrl { get; set; }

    public AtsRefusal? Refusal { get; private set; }

    /// <summary>What the recruiter sees: the last that has come.</summary>
    public AtsResult? Result => Told is [.., var last] ? last : null;

    /// <summary>Each result that has come; after lost answers the same one comes several times.</summary>
    public IReadOnlyList<AtsResult> Told
    {
        get
        {
            lock (_lock) return [.. _told];
        }
    }

    /// <summary>How often the service has called about it.</summary>
    public int Calls { get; private set; }

    /// <summary>Ends when the order is completed, cancelled or refused.</summary>
    public Task Ended => _ended.Task;

    public bool IsEnded => State is AtsOrderState.Completed or AtsOrderState.Cancelled or AtsOrderState.Refused;

    internal void Call()
    {
        lock (_lock) Calls++;
    }

    internal void Take(string vendorId)
    {
        lock (_lock)
        {
            VendorId ??= vendorId;
            if (State is AtsOrderState.Placed) State = AtsOrderState.Sent;
        }
    }

    internal void Start()
    {
        lock (_lock)
        {
            if (!IsEnded) State = AtsOrderState.Started;
        }
    }

    internal void Complete(AtsResult result)
    {
        lock (_lock) _told.Add(result);
        End(AtsOrderState.Completed);
    }

    internal void Cancel() => End(AtsOrderState.Cancelled);

    internal void Refuse(AtsRefusal refusal)
    {
        Refusal = refusal;
        End(AtsOrderState.Refused);
    }

    /// <summary>An order ends once: what comes later changes its state no more.</summary>
    private void End(AtsOrderState state)
    {
        lock (_lock)
        {
            if (!IsEnded) State = state;
        }

        _ended.TrySetResult();
    }
}
