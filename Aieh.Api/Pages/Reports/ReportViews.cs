using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Reports;

/// <summary>Results of invitations as the report shows them: the API's numbers, in the API's rounding.</summary>
internal sealed class ReportViews(CatalogCache cache, ReportText text, IStringLocalizer<ReportWords> words)
{
    /// <summary>Less probable ones are left out.</summary>
    private const double LeastProbability = 0.005;

    /// <summary>What an employer need not know to read a report: how the steps protect the items.</summary>
    private const string PrecisionNote = "precision";

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
            EndedAt = Figures.DayOf(invitation.EndAt(now)!.Value),
            IsSufficient = readiness.Status == ReadinessStatus.Sufficient,
            Status = text.StatusOf(readiness),
            Readiness = ScoreOf(readiness, catalog),
            Provisional = readiness.Provisional ? words["Provisional"].Value : null,
            Weights = text.WeightsOf(found.Loop, found.Employer),
            Picture = PictureOf(found, catalog),
            Assessments = [.. AssessmentsOf(found, catalog)],
            Missing = [.. readiness.Missing.Select(missing => MissingOf(missing, found.Loop, catalog))],
            Scale = Figures.Range(catalog.Methodology.Scale.Minimum.Value, catalog.Methodology.Scale.Maximum.Value),
            ConfidenceLevel = Figures.Percent(ScoringRules.Of(catalog).ConfidenceLevel),
            Bands = [.. catalog.Methodology.Bands.Select(BandOf)],
            Notes = [.. catalog.Methodology.Reporting.Statements.Where(note => note.Slug != PrecisionNote).Select(note => note.Text)],
            AsOf = Figures.Day(now),
            AgreedAt = Figures.Day(invitation.AcceptedAt!.Value),
            LinkEndsAt = Figures.Day(link.ExpiresAt),
            ScoringVersion = readiness.ScoringVersion,
        };
    }

    /// <summary>What assessments are called.</summary>
    public IReadOnlyList<string> TitlesOf(IEnumerable<string> slugs) => [.. slugs.Select(slug => TitleOf(slug, cache.Current))];

    /// <summary>In the order of the bundle, as what they contribute is.</summary>
    private IEnumerable<ReportAssessment> AssessmentsOf(InvitationResult found, CatalogSnapshot catalog) =>
        from part in found.Readiness!.Contributions
        join score in found.Assessments! on part.Assessment equals score.Assessment
        select new ReportAssessment
        {
            Title = TitleOf(part.Assessment, catalog),
            Score = ScoreOf(score, catalog),
            ObservedAt = Figures.DayOf(score.ObservedAt),
            RefreshDueAt = Figures.DayOf(score.RefreshDueAt),
            Freshness = text.FreshnessOf(score.Freshness),
            Relevance = Figures.Number(part.Relevance, "0.00####"),
            Share = Figures.Percent(part.EffectiveWeight),
            Points = Figures.Number(part.Points, "0.0"),
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
               select new ScaleMark(TitleOf(each.Assessment, catalog), each.Score, each.Interval.Lower, each.Interval.Upper),
        ];
        return FigureView.Of(ScalePicture.Of(marks, FigureView.ScaleOf(catalog.Methodology)));
    }

    private static ReportScore? ScoreOf(ReadinessResponse readiness, CatalogSnapshot catalog) => readiness.Readiness is { } score
        ? ScoreOf(score, readiness.Interval!, readiness.StandardError!.Value, BandOf(readiness.Band, readiness.BandProbabilities, catalog))
        : null;

    private static ReportScore ScoreOf(AssessmentScoreResponse score, CatalogSnapshot catalog) =>
        ScoreOf(score.Score, score.Interval, score.StandardError, BandOf(score.Band, score.BandProbabilities, catalog));

    private static ReportScore ScoreOf(int score, ScoreInterval interval, double standardError, string band) => new(
        Figures.Number(score, "0"),
        Figures.Range(interval.Lower, interval.Upper),
        Figures.Number(standardError, "0.0"),
        band);

    /// <summary>The band, or where the API names none how probable each is.</summary>
    private static string BandOf(string? band, IReadOnlyList<BandProbability> probabilities, CatalogSnapshot catalog)
    {
        if (band is not null) return NameOf(band);

        var probable = probabilities.Where(each => each.Probability >= LeastProbability).OrderByDescending(each => each.Probability);
        return string.Join(", ", probable.Select(each => $"{NameOf(each.Band)}\u00A0{Figures.Number(each.Probability, "0\u00A0%")}"));

        string NameOf(string slug) => catalog.Methodology.Bands.First(each => each.Slug == slug).Name;
    }

    private ReportMissing MissingOf(MissingAssessment missing, LoopDefinition loop, CatalogSnapshot catalog)
    {
        var isAsked = loop.Bundle.Any(entry => entry.Assessment == missing.Assessment && entry.Asked);
        var asked = !isAsked ? words["NotAsked"]
            : LoopDefinition.IsOffered(catalog, missing.Assessment) ? words["AskedNotTaken"]
            : words["AskedNotOffered"];
        return new ReportMissing(TitleOf(missing.Assessment, catalog), Figures.Number(missing.Relevance, "0.00####"), asked);
    }

    private static ReportBand BandOf(ScoreBand band) => new(band.Name, Figures.Range(band.From.Value, band.To.Value));

    private static string TitleOf(string slug, CatalogSnapshot catalog) => catalog.Assessments.GetValueOrDefault(slug)?.Title ?? slug;
}
