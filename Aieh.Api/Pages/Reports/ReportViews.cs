using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Verifications;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Reports;

/// <summary>Results of invitations as the report shows them: the API's numbers, in the API's rounding.</summary>
internal sealed class ReportViews(
    CatalogCache cache, ReportText text, IStringLocalizer<ReportWords> words, IStringLocalizer<PictureWords> pictures)
{
    public ReportView Of(InvitationResult found, ReportLink link, DateTimeOffset now)
    {
        var catalog = cache.Current;
        var (invitation, readiness) = (found.Invitation, found.Readiness!);
        var candidate = invitation.CandidateName ?? invitation.Reference ?? words["AnonymousCandidate"].Value;
        return new ReportView
        {
            Candidate = candidate,
            Reference = invitation.Reference == candidate ? null : invitation.Reference,
            Employer = found.Employer,
            Role = found.RoleTitle,
            Loop = words["LoopVersion", found.Loop.Name, invitation.LoopVersion],
            State = text.StateOf(found.State),
            EndedHow = found.State == InvitationState.Completed ? words["Completed"] : words["Expired"],
            EndedAt = Written.Day(invitation.EndAt(now)!.Value),
            IsSufficient = readiness.Status == ReadinessStatus.Sufficient,
            Status = text.StatusOf(readiness),
            Readiness = ScoreOf(readiness, catalog),
            Provisional = readiness.Provisional ? words["Provisional"].Value : null,
            Weights = text.WeightsOf(found.Loop, found.Employer),
            Picture = PictureOf(found, catalog),
            Assessments = [.. AssessmentsOf(found, catalog)],
            Verifications = [.. found.Verifications!.Where(each => each.Figures is not null).Select(each => VerificationOf(each, catalog))],
            Uncounted = [.. readiness.Uncounted.Select(each => UncountedOf(each, catalog))],
            Missing = [.. readiness.Missing.Select(missing => MissingOf(missing, found.Loop, catalog))],
            Taken = found.Shown.Count == 0 ? null : TakenOf(found, catalog),
            Scale = Written.Range(catalog.Methodology.Scale.Minimum.Value, catalog.Methodology.Scale.Maximum.Value),
            ConfidenceLevel = Written.Percent(ScoringRules.Of(catalog).ConfidenceLevel),
            Bands = [.. catalog.Methodology.Bands.Select(BandOf)],
            Notes = Written.Notes(catalog.Methodology),
            AsOf = Written.Day(now).Text,
            AgreedAt = Written.Day(invitation.AcceptedAt!.Value).Text,
            LinkEndsAt = Written.Day(link.ExpiresAt).Text,
            ScoringVersion = readiness.ScoringVersion,
        };
    }

    /// <summary>What assessments are called.</summary>
    public IReadOnlyList<string> TitlesOf(IEnumerable<string> slugs) => [.. slugs.Select(cache.Current.TitleOf)];

    /// <summary>In the order of the bundle, as what they contribute is.</summary>
    private IEnumerable<ReportAssessment> AssessmentsOf(InvitationResult found, CatalogSnapshot catalog) =>
        from part in found.Readiness!.Contributions
        join score in found.Assessments! on part.Assessment equals score.Assessment
        select new ReportAssessment
        {
            Title = catalog.TitleOf(part.Assessment),
            Score = ScoreOf(score, catalog),
            ObservedAt = Written.Day(score.ObservedAt),
            RefreshDueAt = Written.Day(score.RefreshDueAt),
            Freshness = text.FreshnessOf(score.Freshness),
            Relevance = Written.Number(part.Relevance, "0.00####"),
            Share = Written.Percent(part.EffectiveWeight),
            Points = Written.Number(part.Points, "0.0"),
            Watched = text.WatchedOf(score.Supervision),
            Help = text.HelpOf(score.AiPolicy),
        };

    /// <summary>Readiness and what it is made of; none without evidence.</summary>
    private FigureView? PictureOf(InvitationResult found, CatalogSnapshot catalog)
    {
        if (found.Readiness is not { Readiness: { } score, Interval: { } interval }) return null;

        ScaleMark[] marks =
        [
            new ScaleMark(words["Readiness"], score, interval.Lower, interval.Upper),
            .. from part in found.Readiness.Contributions
               join each in found.Assessments! on part.Assessment equals each.Assessment
               select new ScaleMark(catalog.TitleOf(each.Assessment), each.Score, each.Interval.Lower, each.Interval.Upper),
        ];
        return FigureView.Of(ScalePicture.Of(marks, FigureView.ScaleOf(catalog.Methodology), pictures));
    }

    private TakenAttempts TakenOf(InvitationResult found, CatalogSnapshot catalog)
    {
        var taken = InvitationIntegrityViews.Of(found);
        var told = taken.Items.Where(each => each.Reasons.Count > 0 || each.Statement is not null || each.Review is not null);
        return new TakenAttempts(text.TakenOf(taken.Summary.Status), [.. told.Select(AttemptOf)]);

        TakenAttempt AttemptOf(EvidenceIntegrity attempt) => new()
        {
            Title = catalog.TitleOf(attempt.Assessment),
            ObservedAt = Written.Day(attempt.ObservedAt),
            Status = text.TakenOf(attempt.Status),
            Reasons = [.. attempt.Reasons.Select(reason => reason.Text)],
            Statement = attempt.Statement?.Text,
            Review = attempt.Review is { } review ? text.ReviewOf(review.Outcome) : null,
            Note = attempt.Review?.Note,
        };
    }

    private static ReportScore? ScoreOf(ReadinessResponse readiness, CatalogSnapshot catalog) => readiness.Readiness is { } score
        ? ScoreOf(
            score, readiness.Interval!, readiness.StandardError!.Value,
            Written.Band(readiness.Band, readiness.BandProbabilities, catalog))
        : null;

    private static ReportScore ScoreOf(AssessmentScoreResponse score, CatalogSnapshot catalog) =>
        ScoreOf(score.Score, score.Interval, score.StandardError, Written.Band(score.Band, score.BandProbabilities, catalog));

    private static ReportScore ScoreOf(int score, ScoreInterval interval, double standardError, string band) => new(
        Written.Number(score, "0"),
        Written.Range(interval.Lower, interval.Upper),
        Written.Number(standardError, "0.0"),
        band);

    private ReportMissing MissingOf(MissingAssessment missing, LoopDefinition loop, CatalogSnapshot catalog)
    {
        var isAsked = loop.Bundle.Any(entry => entry.Assessment == missing.Assessment && entry.Asked);
        var asked = !isAsked ? words["NotAsked"]
            : LoopDefinition.IsOffered(catalog, missing.Assessment) ? words["AskedNotTaken"]
            : words["AskedNotOffered"];
        return new ReportMissing(catalog.TitleOf(missing.Assessment), Written.Number(missing.Relevance, "0.00####"), asked);
    }

    private ReportVerification VerificationOf(VerificationResponse verification, CatalogSnapshot catalog) => new(
        catalog.TitleOf(verification.Assessment),
        words[$"Verification{verification.Figures!.Outcome}"],
        Written.Number(verification.Figures.P, "0.000"),
        Written.Percent(verification.Figures.Power),
        words[verification.ConfirmedAt is null ? "NotConfirmed" : "Confirmed"]);

    private ReportUncounted UncountedOf(UncountedScore uncounted, CatalogSnapshot catalog) => new(
        catalog.TitleOf(uncounted.Assessment),
        Written.Number(uncounted.Score, "0"),
        Written.Number(uncounted.StandardError, "0.0"),
        words[$"Uncounted{uncounted.Reason}"]);

    private static ReportBand BandOf(ScoreBand band) => new(band.Name, Written.Range(band.From.Value, band.To.Value));
}
