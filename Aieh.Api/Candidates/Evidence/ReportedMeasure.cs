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
        return new ReportedMeasure(told, error);
    }

    /// <summary>
    /// Whether it was made from provisional item parameters. Before scores held their uncertainty it was not reckoned, and all were
    /// provisional.
    /// </summary>
    public static bool IsProvisional(EvidenceKind kind, double? parameterShare) => kind != EvidenceKind.Vendor && parameterShare is not 0;
}
