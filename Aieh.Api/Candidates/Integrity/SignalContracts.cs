using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>What a browser can tell of an attempt.</summary>
internal enum SignalKind
{
    TabHidden,
    TabShown,
    Copy,
    Paste,
    Reconnect,
}

/// <summary>Something that a browser has told.</summary>
internal sealed record ClientSignal
{
    /// <summary>What happened.</summary>
    public required SignalKind Kind { get; init; }

    /// <summary>Id of the item that was shown; absent when none was.</summary>
    /// <example>py-ds-001</example>
    public string? Item { get; init; }

    /// <summary>When, by the browser's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it lasted; absent of what takes no time.</summary>
    /// <example>12.5</example>
    [Range(0, ClientSignals.MostSeconds)]
    public double? Seconds { get; init; }
}

/// <summary>What a browser tells of an attempt.</summary>
internal sealed record SendSignalsRequest : IJsonOnDeserialized
{
    /// <summary>At most 50. One that was sent before, which is to say of the same kind, item and time, is kept once.</summary>
    public required IReadOnlyList<ClientSignal> Signals { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => WireJson.RefuseNulls(Signals, "signals");
}

/// <summary>How long an item took.</summary>
internal sealed record ItemTime
{
    /// <summary>Id of the item.</summary>
    /// <example>py-ds-001</example>
    public required string Item { get; init; }

    /// <summary>Seconds by the service's clock, from the answer before to this one; answers that came together share them.</summary>
    /// <example>44.2</example>
    public required double Seconds { get; init; }

    /// <summary>Seconds for which the browser had it in view, as it has told; absent when it has not.</summary>
    /// <example>41.5</example>
    public double? ActiveSeconds { get; init; }
}
