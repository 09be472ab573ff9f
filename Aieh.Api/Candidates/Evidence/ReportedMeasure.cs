using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>
/// What one piece of evidence measured, as precisely as it is told. Whatever is shown or worked out from evidence starts here: figures made
/// from unrounded ones would tell which answer moved them, and with it the key. A vendor's result is told as it came.
/// </summary>
internal readonly record struct ReportedMeasure(double Score, double StandardError)
{
    public static ReportedMeasure Of(ScoringRules rules, EvidenceKind kind, double score, double standardError)
    {
        if (kind == EvidenceKind.Vendor) return new ReportedMeasure(score, standardError);

        var (told, error) = rules.Precision.Of(score, standardError);
        return new ReportedMeasure(Math.Clamp(told, rules.Scale.Minimum, rules.Scale.Maximum), error);
    }

    /// <summary>
    /// Whether it rests on a sample, on provisional item parameters, or on a concordance that is provisional or no longer known. Before
    /// scores held the uncertainty of parameters it was not reckoned, and all were provisional.
    /// </summary>
    public static bool IsProvisional(CatalogSnapshot catalog, EvidenceKind kind, string calibration, double? parameterShare) => kind switch
    {
        EvidenceKind.Vendor => catalog.Concordances.GetValueOrDefault(calibration)?.Status is not ConcordanceStatus.Observed,
        EvidenceKind.Indicative => true,
        _ => parameterShare is not 0,
    };
}
