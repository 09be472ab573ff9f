using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Roles;

/// <summary>Total yearly pay, in whole units of the currency.</summary>
internal sealed record RoleCompensationResponse
{
    /// <summary>ISO 4217 code of the currency.</summary>
    /// <example>USD</example>
    public required string Currency { get; init; }

    /// <summary>The labour market that the figures are about.</summary>
    /// <example>United States</example>
    public required string Market { get; init; }

    /// <summary>The time that the figures are about.</summary>
    /// <example>early 2026</example>
    public required string AsOf { get; init; }

    /// <summary>Lower end of the typical range.</summary>
    /// <example>100000</example>
    public required int Low { get; init; }

    /// <summary>Median.</summary>
    /// <example>155000</example>
    public required int Median { get; init; }

    /// <summary>Upper end of the typical range.</summary>
    /// <example>290000</example>
    public required int High { get; init; }

    /// <summary>Published only if low, median and high all are.</summary>
    /// <example>published</example>
    public required Provenance Provenance { get; init; }

    /// <summary>How the distribution compares with others.</summary>
    public string? DistributionNote { get; init; }

    /// <summary>What to bear in mind before relying on the figures.</summary>
    public string? DataNotice { get; init; }

    /// <summary>What outside sources say.</summary>
    public required IReadOnlyList<CompensationReferenceResponse> ReferencePoints { get; init; }

    /// <summary>How pay changes with the place.</summary>
    public required IReadOnlyList<GeographicAdjustmentResponse> GeographicAdjustments { get; init; }

    /// <summary>What else affects pay.</summary>
    public required IReadOnlyList<CompensationNoteResponse> Notes { get; init; }

    public static RoleCompensationResponse Of(RoleCompensation compensation) => new()
    {
        Currency = compensation.Currency,
        Market = compensation.Market,
        AsOf = compensation.AsOf,
        Low = compensation.Low.Value,
        Median = compensation.Median.Value,
        High = compensation.High.Value,
        Provenance = Weakest(compensation.Low.Provenance, compensation.Median.Provenance, compensation.High.Provenance),
        DistributionNote = compensation.DistributionNote,
        DataNotice = compensation.DataNotice,
        ReferencePoints = [.. compensation.ReferencePoints.Select(CompensationReferenceResponse.Of)],
        GeographicAdjustments = [.. compensation.GeographicAdjustments.Select(GeographicAdjustmentResponse.Of)],
        Notes = [.. compensation.Notes.Select(note => new CompensationNoteResponse { Topic = note.Topic, Text = note.Text })],
    };

    /// <summary>Numbers that share one mark are published only if each of them is.</summary>
    internal static Provenance Weakest(params ReadOnlySpan<Provenance> provenances) =>
        provenances.Contains(Provenance.Default) ? Provenance.Default : Provenance.Published;
}

/// <summary>What an outside source says about pay: a range, open at either end where the source gives one figure, or words only.</summary>
internal sealed record CompensationReferenceResponse
{
    /// <summary>Name of the reference point.</summary>
    /// <example>levels.fyi, established employers</example>
    public required string Name { get; init; }

    /// <summary>What the source says.</summary>
    public required string Statement { get; init; }

    /// <summary>Lower end; absent when the source names none.</summary>
    /// <example>140000</example>
    public int? From { get; init; }

    /// <summary>Upper end; absent when the source names none.</summary>
    /// <example>190000</example>
    public int? To { get; init; }

    /// <summary>Whether the amounts have been published or are this service's default; absent when there are none.</summary>
    /// <example>published</example>
    public Provenance? Provenance { get; init; }

    /// <summary>Ids in the profile's list of sources.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public static CompensationReferenceResponse Of(CompensationReference reference) => new()
    {
        Name = reference.Name,
        Statement = reference.Statement,
        From = reference.From?.Value,
        To = reference.To?.Value,
        Provenance = (reference.From?.Provenance, reference.To?.Provenance) switch
        {
            ({ } from, { } to) => RoleCompensationResponse.Weakest(from, to),
            var (from, to) => from ?? to,
        },
        Sources = reference.Sources,
    };
}

/// <summary>How total pay in a region differs, as a fraction: from −0.35 to −0.25 reads "25 to 35 per cent less".</summary>
internal sealed record GeographicAdjustmentResponse
{
    /// <summary>The region.</summary>
    /// <example>Non-coastal US markets</example>
    public required string Region { get; init; }

    /// <summary>What it is compared with.</summary>
    /// <example>San Francisco, Seattle and New York</example>
    public required string RelativeTo { get; init; }

    /// <summary>The lower end of the change.</summary>
    /// <example>-0.35</example>
    public required double From { get; init; }

    /// <summary>The upper end of the change.</summary>
    /// <example>-0.25</example>
    public required double To { get; init; }

    /// <summary>Published only if both ends are.</summary>
    /// <example>published</example>
    public required Provenance Provenance { get; init; }

    /// <summary>Ids in the profile's list of sources.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public static GeographicAdjustmentResponse Of(GeographicAdjustment adjustment) => new()
    {
        Region = adjustment.Region,
        RelativeTo = adjustment.RelativeTo,
        From = adjustment.From.Value,
        To = adjustment.To.Value,
        Provenance = RoleCompensationResponse.Weakest(adjustment.From.Provenance, adjustment.To.Provenance),
        Sources = adjustment.Sources,
    };
}

/// <summary>A remark about pay.</summary>
internal sealed record CompensationNoteResponse
{
    /// <summary>What it is about.</summary>
    /// <example>equity</example>
    public required CompensationTopic Topic { get; init; }

    /// <summary>The remark.</summary>
    public required string Text { get; init; }
}
