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

    public ScoreReportResponse Of(AttemptRow attempt, AssembledForm assembled)
    {
        var (rules, calibration) = (ScoringRules.Of(catalog.Current), assembled.Calibration);
        var form = FormSlugs.Parse(attempt.Form);
        var kind = FormSlugs.Counts(attempt.Form) ? EvidenceKind.Assessed : EvidenceKind.Indicative;
        var (score, standardError) = ReportedMeasure.Of(rules, kind, attempt.Score!.Value, attempt.SeScore!.Value);
        var isProvisional = kind == EvidenceKind.Indicative || assembled.IsProvisional;
        var given = attempt.AnsweredCount!.Value + attempt.OmittedCount!.Value + attempt.NotReachedCount!.Value;
        return new ScoreReportResponse
        {
            Attempt = attempt.Id,
            Passport = attempt.PassportId,
            Assessment = attempt.Assessment,
            Form = form,
            Kind = kind,
            Supervision = attempt.SupervisedBy is null ? Supervision.Unsupervised : Supervision.Supervised,
            SupervisedBy = attempt.SupervisedBy,
            SupervisedAt = attempt.SupervisedAt,
            AiPolicy = AgreedAiPolicy.Of(attempt.AiPolicy, attempt.AiPolicyVersion, attempt.AgreedAt),
            ObservedAt = attempt.SubmittedAt!.Value,
            Score = rules.Scale.Report(score),
            StandardError = standardError,
            Interval = ScoreViews.Interval(rules, score, standardError),
            LikelihoodInterval = LikelihoodInterval(rules, kind, score, standardError),
            Provisional = isProvisional,
            Band = ScoreViews.Band(rules, score, isProvisional),
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

    /// <summary>The ability of an assessed attempt's score as it is told: what is worked out from it gives no more away.</summary>
    public double ToldTheta(AttemptRow scored)
    {
        var rules = ScoringRules.Of(catalog.Current);
        return rules.Scale.ThetaOf(ReportedMeasure.Of(rules, EvidenceKind.Assessed, scored.Score!.Value, scored.SeScore!.Value).Score);
    }

    // The posterior of the told score without its prior. Nothing where the answers said no more than the prior, or so little that an end
    // leaves the scale, and nothing of samples: five answers have no likelihood that is nearly normal.
    private static ScoreInterval? LikelihoodInterval(ScoringRules rules, EvidenceKind kind, double score, double standardError)
    {
        var scale = rules.Scale;
        var posterior = new EvidencePiece(kind, scale.ThetaOf(score), standardError / scale.PointsPerLogit, default);
        var likelihood = posterior.Summarize();
        if (kind == EvidenceKind.Indicative || likelihood.Precision <= 0) return null;

        var (mean, error) = (scale.ScoreOf(likelihood.Mean), scale.StandardErrorOf(1 / Math.Sqrt(likelihood.Precision)));
        var half = ScoreScale.IntervalHalfWidth * error;
        return mean - half < scale.Minimum || mean + half > scale.Maximum ? null : ScoreViews.Interval(rules, mean, error);
    }
}
