using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>Score reports from scored attempts.</summary>
internal sealed class ScoreReports(CatalogCache catalog)
{
    private const string Norm = "Norm population, N(0, 1) by construction of the scale";

    public ScoreScale Scale => ScoringRules.Of(catalog.Current).Scale;

    public ScoreReportResponse Of(AttemptRow attempt, CalibrationDocument calibration, SupervisionRow? supervision)
    {
        var (score, standardError) = (attempt.Score!.Value, attempt.SeScore!.Value);
        var rules = ScoringRules.Of(catalog.Current);
        var form = FormSlugs.Parse(attempt.Form);
        var given = attempt.AnsweredCount!.Value + attempt.OmittedCount!.Value + attempt.NotReachedCount!.Value;
        return new ScoreReportResponse
        {
            Attempt = attempt.Id,
            Passport = attempt.PassportId,
            Assessment = attempt.Assessment,
            Form = form,
            Kind = form == FormKind.Sample ? EvidenceKind.Indicative : EvidenceKind.Assessed,
            Supervision = supervision is null ? Supervision.Unsupervised : Supervision.Supervised,
            SupervisedBy = supervision?.SupervisedBy,
            SupervisedAt = supervision?.SupervisedAt,
            ObservedAt = attempt.SubmittedAt!.Value,
            Score = rules.Scale.Report(score),
            StandardError = standardError,
            Interval = ScoreViews.Interval(rules, score, standardError),
            Band = ScoreViews.Band(rules, score),
            BandProbabilities = ScoreViews.BandProbabilities(rules, score, standardError),
            Theta = attempt.Theta!.Value,
            ThetaStandardError = attempt.SeTheta!.Value,
            Percentile = new PercentileRank { Value = 100 * NormalDistribution.Cumulative(attempt.Theta.Value), Norm = Norm },
            Counts = new ItemCounts
            {
                Items = given,
                Answered = attempt.AnsweredCount.Value,
                Omitted = attempt.OmittedCount.Value,
                NotReached = attempt.NotReachedCount.Value,
                NotAdministered = attempt.Responses.Length - given,
            },
            Calibration = new CalibrationReference { Id = calibration.Id, Version = calibration.Version, Status = calibration.Status },
            ScoringVersion = attempt.ScoringVersion!,
        };
    }
}
