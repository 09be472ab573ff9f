using System.Globalization;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>Hiring loops as every response shows them.</summary>
internal static class HiringLoopViews
{
    /// <summary>What a change is bound to.</summary>
    public static string StateOf(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>With a tag of the version, and of the catalog, which says what can be taken now.</summary>
    public static Tagged<HiringLoopResponse> TaggedOf(CurrentLoopRow row, CatalogSnapshot catalog) =>
        new(Of(row, catalog), ETags.OfView(StateOf(row.Version), catalog.Hash[..16]));

    public static HiringLoopListResponse ListOf(IReadOnlyList<CurrentLoopRow> rows, string? next, CatalogSnapshot catalog) =>
        new() { Items = [.. rows.Select(row => Of(row, catalog))], Next = next };

    public static HiringLoopResponse Of(CurrentLoopRow row, CatalogSnapshot catalog)
    {
        var definition = LoopDefinition.FromJson(row.Definition);
        return new HiringLoopResponse
        {
            Id = row.Id,
            Name = definition.Name,
            Role = definition.Role,
            State = definition.State,
            Version = row.Version,
            Weights = definition.Weights,
            Context = ContextOf(definition),
            MinimumCoverage = definition.MinimumCoverage,
            PublishedMinimumCoverage = definition.PublishedMinimumCoverage,
            AskedCoverage = AskedCoverageOf(definition, catalog),
            Assessments = [.. definition.Bundle.Where(entry => entry.Asked).Select(entry => entry.Assessment)],
            Reuse = new HiringLoopReuseResponse { MinimumCurrency = definition.MinimumCurrency },
            Validity = definition.ValidityDays,
            Supervision = definition.Supervision ?? LoopSupervision.None,
            BundleSource = definition.Source,
            Bundle = [.. definition.Bundle.Select(entry => EntryOf(entry, catalog))],
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
        };
    }

    /// <summary>What a merge patch is applied to: what the tenant has said, without the defaults.</summary>
    public static CreateHiringLoopRequest RequestOf(LoopDefinition definition) => new()
    {
        Name = definition.Name,
        Role = definition.Role,
        State = definition.State,
        Weights = definition.Weights,
        Context = new HiringLoopContextRequest { Stack = definition.Stack, Seniority = definition.Seniority, Team = definition.Team },
        MinimumCoverage = definition.OwnMinimumCoverage,
        Assessments = definition.OwnAssessments,
        Reuse = new HiringLoopReuseRequest { MinimumCurrency = definition.MinimumCurrency },
        Validity = definition.ValidityDays,
        Supervision = definition.Supervision,
    };

    private static double AskedCoverageOf(LoopDefinition definition, CatalogSnapshot catalog)
    {
        var asked = definition.AskedOf(catalog);
        var relevance = definition.Bundle.Where(entry => asked.Contains(entry.Assessment)).Sum(entry => entry.Relevance);
        return relevance / definition.ToBundle().TotalRelevance;
    }

    private static HiringLoopContextResponse? ContextOf(LoopDefinition definition) =>
        (definition.Stack, definition.Seniority, definition.Team) is (null, null, null)
            ? null
            : new HiringLoopContextResponse { Stack = definition.Stack, Seniority = definition.Seniority, Team = definition.Team };

    private static HiringLoopBundleEntry EntryOf(LoopBundleEntry entry, CatalogSnapshot catalog) => new()
    {
        Assessment = entry.Assessment,
        Relevance = entry.Relevance,
        Published = entry.Published,
        Reason = entry.Reason ?? LoopBundleReason.None,
        Asked = entry.Asked,
        Availability = LoopDefinition.IsOffered(catalog, entry.Assessment) ? FormAvailability.Available : FormAvailability.Planned,
    };
}
