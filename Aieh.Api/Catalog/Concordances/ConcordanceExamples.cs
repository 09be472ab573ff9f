using Aieh.Api.Catalog.Documents;
using Aieh.Api.Catalog.Methodology;

namespace Aieh.Api.Catalog.Concordances;

internal static class ConcordanceExamples
{
    public static readonly ConcordanceResponse Percentile = new()
    {
        Slug = "percentile-general-cognitive",
        Version = 1,
        Status = ConcordanceStatus.Provisional,
        Title = "Percentile rank on any norm-referenced test of general cognitive ability",
        Summary = "For a result that its publisher reports as a percentile rank in the general working population.",
        Assessment = "cognitive-reasoning",
        Mapping = ConcordanceMapping.Percentile,
        Lowest = MethodologyExamples.Chosen(1, "Publishers report whole percentile ranks from 1 to 99."),
        Highest = MethodologyExamples.Chosen(99, "Publishers report whole percentile ranks from 1 to 99."),
        NormMean = MethodologyExamples.Chosen(575, "The publisher's norm group is taken to be the norm population of the passport scale."),
        NormStandardDeviation = MethodologyExamples.Chosen(91.66666666666667, "One standard deviation of the norm population."),
        StandardError = MethodologyExamples.Chosen(90, "What a correlation of 0.72 between two tests leaves."),
    };

    public static readonly ConcordanceListResponse Concordances = new() { Items = [Percentile], Next = null };
}
