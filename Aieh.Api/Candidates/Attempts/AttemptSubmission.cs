using System.Diagnostics;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Aieh.Scoring;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>What a submission is decided on.</summary>
/// <param name="Attempt">The attempt; null where there is none.</param>
/// <param name="LacksSupervision">Whether somebody has to watch, and nobody says so.</param>
internal sealed record SubmissionBasis(AttemptRow? Attempt, bool LacksSupervision)
{
    /// <summary>Of a verification, the attempt that it verifies; null of every other, and where nobody asks any more.</summary>
    public AttemptRow? Verified { get; init; }
}

/// <summary>
/// Scores an attempt and plans what its submission writes: the scored attempt and, with a passport, one piece of evidence.
/// </summary>
internal sealed class AttemptSubmission(
    AssembledForms forms, ScoreReports reports, AttemptEvidence evidence, AttemptVerification verification, ISupervisionDemands demands,
    TimeProvider time)
{
    public async Task<SubmissionBasis> LoadAsync(DbSession session, Guid id)
    {
        var attempt = await AttemptStore.FindAsync(session, id);
        if (attempt is { Form: FormSlugs.Verification }) return await LoadVerificationAsync(session, attempt);

        var lacksSupervision = attempt is { PassportId: { } passport, SupervisedBy: null, Form: not FormSlugs.Sample }
            && await demands.AreOpenAsync(session, passport, attempt.Assessment, time.Now());
        return new SubmissionBasis(attempt, lacksSupervision);
    }

    /// <summary>A verification that nobody watches says nothing.</summary>
    private static async Task<SubmissionBasis> LoadVerificationAsync(DbSession session, AttemptRow attempt)
    {
        var asked = await VerificationStore.ListByAttemptAsync(session, attempt.Id);
        var verified = asked.Count == 0 ? null : await AttemptStore.FindAsync(session, asked[0].VerifiedAttemptId);
        return new SubmissionBasis(attempt, attempt.SupervisedBy is null) { Verified = verified };
    }

    public async ValueTask<Plan> PlanAsync(SubmissionBasis basis, SubmitAttemptRequest request, CancellationToken cancellationToken)
    {
        var attempt = basis.Attempt!;
        var now = time.Now();
        var last = request.Responses ?? [];
        var refused = AttemptView.RefusesAnswers(attempt, now);
        var onlySaved = last.Count == 0 && AttemptView.StateOf(attempt, now) == AttemptState.Expired;
        if (refused is not null && !onlySaved) return Plan.Refuse(refused);

        var order = ItemResponses.ReadOrder(attempt.ItemOrder);
        var form = await forms.OfAsync(attempt, order, cancellationToken);
        var incomplete = AdaptivePlan.Of(attempt)?.RefusesSubmission(attempt, last, order, form);
        if (incomplete is not null) return Plan.RefuseWithoutKeeping(incomplete);

        var (responses, errors) = ItemResponses.Merge(attempt.Responses, last, order, form);
        if (errors.Count > 0) return Plan.RefuseWithoutKeeping(Problems.ResponsesRefused(errors));

        // After the time is over nobody can begin to watch: what was saved in time goes to the passport, as it is.
        if (basis.LacksSupervision && !onlySaved && request.AcceptUnsupervised is not true)
        {
            return Plan.RefuseWithoutKeeping(Problems.SupervisionRequired());
        }

        var times = last.Count == 0 ? attempt.Times : ItemTimes.Of(attempt).After(attempt, responses, last, order, now).ToJson();
        var timed = attempt with { Times = times, IntegrityDueAt = attempt.HasIntegrity ? now : null };
        var (scored, parameterShare, categories) = Score(timed, form, order, responses, onlySaved ? attempt.ExpiresAt : now);
        var concluded = basis.Verified is { } verified
            ? await verification.ConcludeAsync(verified, scored, form, categories, parameterShare, cancellationToken)
            : null;
        var report = reports.Of(scored, form);
        return new Plan(
            Outcome.Created($"/v1/attempts/{attempt.Id}/score", report, AttemptJson.Wire.ScoreReportResponse),
            session => WriteAsync(session, scored, report, parameterShare, concluded, now),
            () => Telemetry.Attempts.Add(1, new("assessment", scored.Assessment), new("form", scored.Form), new("outcome", "submitted")))
        {
            Tag = AttemptView.TagOf(attempt, now),
        };
    }

    private (AttemptRow Scored, double? ParameterShare, int[] Categories) Score(
        AttemptRow attempt, AssembledForm form, string[] order, string responses, DateTimeOffset submittedAt)
    {
        var started = Stopwatch.GetTimestamp();
        var (categories, counts) = AttemptEvidence.OutcomeOf(attempt, form, order, responses);
        var estimate = EapEstimator.Estimate(form.Test, categories);
        Telemetry.ScoringDuration.Record(
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            new KeyValuePair<string, object?>("assessment", attempt.Assessment));

        var scored = attempt with
        {
            State = "scored",
            SubmittedAt = submittedAt,
            Responses = responses,
            Theta = estimate.Theta,
            SeTheta = estimate.StandardError,
            Score = reports.Scale.ScoreOf(estimate.Theta),
            SeScore = reports.Scale.StandardErrorOf(estimate.StandardError),
            AnsweredCount = counts.Answered,
            OmittedCount = counts.Omitted,
            NotReachedCount = counts.NotReached,
            ScoringVersion = ScoringVersion.Current,
        };

        return (scored, scored.PassportId is null ? null : evidence.ParameterShareOf(scored, form, categories), categories);
    }

    private async Task<bool> WriteAsync(
        DbSession session, AttemptRow scored, ScoreReportResponse report, double? parameterShare, VerificationRow? concluded,
        DateTimeOffset now)
    {
        // The passport is held: its owner alone submits, and Idempotency takes it for whatever its owner writes.
        if (!await AttemptStore.ScoreAsync(session, scored)) return false;

        if (concluded is not null) await verification.WriteAsync(session, scored, concluded, now);
        else if (scored is { PassportId: not null, Form: not FormSlugs.Verification })
        {
            await evidence.WriteAsync(session, scored, report, parameterShare, now);
        }

        return true;
    }
}
