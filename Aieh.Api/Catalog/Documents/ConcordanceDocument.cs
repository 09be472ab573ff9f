using Aieh.Api.Platform.Http;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Catalog.Documents;

/// <summary>
/// How another provider's scores correspond to the passport scale. A changed one has a higher version: evidence names the version it was
/// made with.
/// </summary>
internal sealed record ConcordanceDocument
{
    public required string Slug { get; init; }

    public required int Version { get; init; }

    public required ConcordanceStatus Status { get; init; }

    public required string Title { get; init; }

    /// <summary>Which results it is for.</summary>
    public required string Summary { get; init; }

    /// <summary>The assessment whose evidence it makes.</summary>
    public required string Assessment { get; init; }

    public required ConcordanceMapping Mapping { get; init; }

    /// <summary>Lowest raw score; a table has it in its points.</summary>
    public Sourced<double>? Lowest { get; init; }

    public Sourced<double>? Highest { get; init; }

    public Sourced<double>? Slope { get; init; }

    public Sourced<double>? Intercept { get; init; }

    public Sourced<double>? NormMean { get; init; }

    public Sourced<double>? NormStandardDeviation { get; init; }

    /// <summary>In points of the passport scale; a table has one for each of its points.</summary>
    public Sourced<double>? StandardError { get; init; }

    public Sourced<IReadOnlyList<ConcordancePoint>>? Points { get; init; }

    public Sourced<TableInterpolation>? Interpolation { get; init; }

    /// <exception cref="ArgumentException">A number is outside its domain; the parameter is named like the member.</exception>
    public Concordance ToScoring() => Mapping switch
    {
        ConcordanceMapping.Linear => new LinearConcordance(
            Lowest!.Value, Highest!.Value, Slope!.Value, Intercept!.Value, StandardError!.Value),
        ConcordanceMapping.Percentile => new PercentileConcordance(
            Lowest!.Value, Highest!.Value, NormMean!.Value, NormStandardDeviation!.Value, StandardError!.Value),
        _ => new TableConcordance([.. Points!.Value], Interpolation!.Value),
    };
}

/// <summary>Provisional while the numbers are a judgement, observed once people who took both instruments stand behind them.</summary>
internal enum ConcordanceStatus
{
    Provisional,
    Observed,
}

/// <summary>The form of the correspondence.</summary>
internal enum ConcordanceMapping
{
    Linear,
    Percentile,
    Table,
}

internal static class ConcordanceChecks
{
    public static IEnumerable<CatalogProblem> Check(string file, ConcordanceDocument concordance)
    {
        var misplaced = Members(concordance).Where(member => member.IsPresent != member.Mappings.Contains(concordance.Mapping)).ToList();
        if (misplaced.Count > 0)
        {
            return misplaced.Select(member => Misplaced(file, member.Name, member.Mappings));
        }

        try
        {
            _ = concordance.ToScoring();
            return [];
        }
        catch (ArgumentException e)
        {
            return [new CatalogProblem(file, $"/{e.ParamName}/value", e.Message.Split(" (Parameter", 2)[0])];
        }
    }

    private static CatalogProblem Misplaced(string file, string member, ConcordanceMapping[] mappings)
    {
        var owners = string.Join(" and ", mappings.Select(KebabCase.Of));
        return new CatalogProblem(file, $"/{member}", $"belongs to {owners}, and only to it");
    }

    private static IEnumerable<(string Name, bool IsPresent, ConcordanceMapping[] Mappings)> Members(ConcordanceDocument concordance)
    {
        ConcordanceMapping[] bounded = [ConcordanceMapping.Linear, ConcordanceMapping.Percentile];
        yield return ("lowest", concordance.Lowest is not null, bounded);
        yield return ("highest", concordance.Highest is not null, bounded);
        yield return ("standardError", concordance.StandardError is not null, bounded);
        yield return ("slope", concordance.Slope is not null, [ConcordanceMapping.Linear]);
        yield return ("intercept", concordance.Intercept is not null, [ConcordanceMapping.Linear]);
        yield return ("normMean", concordance.NormMean is not null, [ConcordanceMapping.Percentile]);
        yield return ("normStandardDeviation", concordance.NormStandardDeviation is not null, [ConcordanceMapping.Percentile]);
        yield return ("points", concordance.Points is not null, [ConcordanceMapping.Table]);
        yield return ("interpolation", concordance.Interpolation is not null, [ConcordanceMapping.Table]);
    }
}
