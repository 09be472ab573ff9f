using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// A scored attempt as a piece of evidence in its passport: written when it is submitted, or when it is saved there afterwards.
/// </summary>
internal sealed class AttemptEvidence(ScoreReports reports, IPassportObserver observer)
{
    /// <summary>The category that each item was answered in, and how the items were met.</summary>
    public static (int[] Categories, ResponseCounts Counts) OutcomeOf(
        AttemptRow attempt, AssembledForm form, string[] order, string responses) =>
        AdaptivePlan.Of(attempt)?.Outcome(attempt, order, form) ?? OutcomeOfAllItems(form, order, responses);

    /// <summary>The share of the variance that uncertain item parameters make. Only evidence keeps it.</summary>
    public double ParameterShareOf(AttemptRow scored, AssembledForm form, int[] categories) =>
        form.Test.ParameterUncertainty.ShareOf(categories, reports.ToldTheta(scored));

    /// <summary>In the transaction that makes the attempt its passport's, which is held.</summary>
    public async Task WriteAsync(
        DbSession session, AttemptRow scored, ScoreReportResponse report, double? parameterShare, DateTimeOffset now)
    {
        var passport = scored.PassportId!.Value;
        await EvidenceStore.InsertAsync(session, EvidenceOf(scored, passport, report, now) with { ParameterShare = parameterShare });
        await observer.EvidenceRecordedAsync(session, passport, scored.Assessment, now);
    }

    /// <summary>The outcome of a form that gives all of its items.</summary>
    private static (int[] Categories, ResponseCounts Counts) OutcomeOfAllItems(AssembledForm form, string[] order, string responses)
    {
        var answered = responses.Select((_, index) => ItemResponses.OptionAt(responses, index) is not null);
        return (form.Categories(responses, order), ResponseCounts.Of([.. answered]));
    }

    private static EvidenceRow EvidenceOf(AttemptRow scored, Guid passport, ScoreReportResponse report, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        PassportId = passport,
        Assessment = scored.Assessment,
        Kind = report.Kind.Slug(),
        Theta = scored.Theta!.Value,
        SeTheta = scored.SeTheta!.Value,
        Score = scored.Score!.Value,
        SeScore = scored.SeScore!.Value,
        ObservedAt = report.ObservedAt,
        RecordedAt = now,
        CalibrationId = report.Calibration.Id,
        CalibrationVersion = report.Calibration.Version,
        ScoringVersion = report.ScoringVersion,
        AttemptId = scored.Id,
        SupervisedBy = scored.SupervisedBy,
        SupervisedAt = scored.SupervisedAt,
        AiPolicy = scored.AiPolicy,
        AiPolicyVersion = scored.AiPolicyVersion,
        AgreedAt = scored.AgreedAt,
    };
}
