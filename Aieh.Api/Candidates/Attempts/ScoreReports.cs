using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Documents;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Scale;
using ScoreInterval = Aieh.Api.Candidates.Evidence.ScoreInterval;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>Score reports from scored attempts.</summary>
internal sealed class ScoreReports(CatalogCache catalog)
{
    public ScoreScale Scale => ScoringRules.Of(catalog.Current).Scale;

    public ScoreReportResponse Of(AttemptRow attempt, CalibrationDocument calibration, SupervisionRow? supervision)
    {
        var rules = ScoringRules.Of(catalog.Current);
        var form = FormSlugs.Parse(attempt.Form);
        var kind = form == FormKind.Sample ? EvidenceKind.Indicative : EvidenceKind.Assessed;
        var (score, standardError) = ReportedMeasure.Of(rules, kind, attempt.Score!.Value, attempt.SeScore!.Value);
        var isUnsure = kind == EvidenceKind.Indicative || calibration.Status == CalibrationStatus.Provisional;
        var given = attempt.AnsweredCount!.Value + attempt.OmittedCount!.Value + attempt.NotReachedCount!.Value;
        return new ScoreReportResponse
        {
            Attempt = attempt.Id,
            Passport = attempt.PassportId,
            Assessment = attempt.Assessment,
            Form = form,
            Kind = kind,
            Supervision = supervision is null ? Supervision.Unsupervised : Supervision.Supervised,
            SupervisedBy = supervision?.SupervisedBy,
            SupervisedAt = supervision?.SupervisedAt,
            ObservedAt = attempt.SubmittedAt!.Value,
            Score = rules.Scale.Report(score),
            StandardError = standardError,
            Interval = ScoreViews.Interval(rules, score, standardError),
            LikelihoodInterval = LikelihoodInterval(rules, score, standardError),
            Band = ScoreViews.Band(rules, score, isUnsure),
            BandProbabilities = ScoreViews.BandProbabilities(rules, score, standardError),
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

    // The posterior of the told score without its prior; nothing where the answers said no more than the prior.
    private static ScoreInterval? LikelihoodInterval(ScoringRules rules, double score, double standardError)
    {
        var scale = rules.Scale;
        var posterior = new EvidencePiece(EvidenceKind.Assessed, scale.ThetaOf(score), standardError / scale.PointsPerLogit, default);
        var likelihood = posterior.Summarize();
        return likelihood.Precision > 0
            ? ScoreViews.Interval(rules, scale.ScoreOf(likelihood.Mean), scale.StandardErrorOf(1 / Math.Sqrt(likelihood.Precision)))
            : null;
    }
}
