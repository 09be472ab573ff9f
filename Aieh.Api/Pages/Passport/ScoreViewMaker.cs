using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Evidence;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>Scores as pages show them: the API's numbers, in the API's rounding.</summary>
internal sealed class ScoreViewMaker(CatalogCache cache, IStringLocalizer<PassportWords> words)
{
    /// <summary>Less probable ones are left out.</summary>
    private const double LeastProbability = 0.005;

    private CatalogSnapshot Catalog => cache.Current;

    public string Scale => PassportText.Range(Catalog.Methodology.Scale.Minimum.Value, Catalog.Methodology.Scale.Maximum.Value);

    public ScoresView Of(PassportResponse passport)
    {
        var composite = passport.Composite;
        return new ScoresView
        {
            Composite = composite is null
                ? null
                : Of(
                    composite.Score, composite.Interval, composite.StandardError, composite.Band, composite.BandProbabilities,
                    composite.Provisional),
            Coverage = composite is null ? null : PassportText.Percent(composite.Coverage),
            Picture = PassportPictures.ScoresOf(MarksOf(passport), Catalog),
            Bands = composite is null ? null : PassportPictures.BandsOf(composite.BandProbabilities, Catalog),
            Pillars = [.. passport.Pillars.Select(PillarOf)],
            MissingPillars = [.. passport.MissingPillars.Select(PillarNameOf)],
            Assessments = [.. passport.Assessments.Select(each => AssessmentOf(each, passport.AsOf))],
            Samples = [.. passport.Indicative.Select(SampleOf)],
        };
    }

    public ScoreView Of(
        int score, ScoreInterval interval, double standardError, string? band, IReadOnlyList<BandProbability> probabilities,
        bool isProvisional) => new(
        PassportText.Number(score),
        PassportText.Range(interval.Lower, interval.Upper),
        PassportText.Number(standardError, "0.0"),
        BandOf(band, probabilities),
        isProvisional);

    public string TitleOf(string slug) => Catalog.Assessments.GetValueOrDefault(slug)?.Title ?? slug;

    public string RoleTitleOf(string slug) => Catalog.Roles.GetValueOrDefault(slug)?.Title ?? slug;

    public string FreshnessOf(Freshness freshness) => words[$"Freshness{freshness}"];

    private string PillarNameOf(string slug) => Catalog.Methodology.Pillars.FirstOrDefault(pillar => pillar.Slug == slug)?.Name ?? slug;

    private PillarView PillarOf(PillarScoreResponse pillar) => new(
        PillarNameOf(pillar.Pillar),
        PassportText.Percent(pillar.Weight),
        PassportText.Number(pillar.Score),
        PassportText.Number(pillar.StandardError, "0.0"),
        PassportText.Percent(pillar.Currency));

    private AssessmentView AssessmentOf(AssessmentScoreResponse each, DateTimeOffset asOf)
    {
        var title = TitleOf(each.Assessment);
        var pillar = ScoringRules.Of(Catalog).PillarOf(each.Pillar);
        return new AssessmentView
        {
            Slug = each.Assessment,
            Title = title,
            Pillar = pillar.Name,
            Score = Of(each.Score, each.Interval, each.StandardError, each.Band, each.BandProbabilities, each.Provisional),
            Freshness = FreshnessOf(each.Freshness),
            Currency = PassportText.Percent(each.Currency),
            ObservedAt = PassportText.Day(each.ObservedAt),
            RefreshDueAt = PassportText.Day(each.RefreshDueAt),
            Pieces = PassportText.Number(each.EvidenceCount),
            Curve = PassportPictures.CurveOf(title, pillar, asOf - each.ObservedAt, Catalog),
        };
    }

    private SampleView SampleOf(AssessmentScoreResponse each) => new(
        TitleOf(each.Assessment),
        PassportText.Number(each.Score),
        PassportText.Range(each.Interval.Lower, each.Interval.Upper),
        PassportText.Day(each.ObservedAt));

    /// <summary>The composite and what it is made of; without a composite nothing counts.</summary>
    private IReadOnlyList<ScaleMark> MarksOf(PassportResponse passport)
    {
        if (passport.Composite is not { } whole) return [];

        return
        [
            new ScaleMark(words["Composite"], whole.Score, whole.Interval.Lower, whole.Interval.Upper),
            .. passport.Assessments.Select(
                each => new ScaleMark(TitleOf(each.Assessment), each.Score, each.Interval.Lower, each.Interval.Upper)),
        ];
    }

    /// <summary>The band, or where the API names none how probable each is.</summary>
    private string BandOf(string? band, IReadOnlyList<BandProbability> probabilities)
    {
        if (band is not null) return NameOf(band);

        var probable = probabilities.Where(each => each.Probability >= LeastProbability).OrderByDescending(each => each.Probability);
        return string.Join(", ", probable.Select(each => $"{NameOf(each.Band)}\u00A0{PassportText.Number(100 * each.Probability)}\u00A0%"));

        string NameOf(string slug) => Catalog.Methodology.Bands.FirstOrDefault(each => each.Slug == slug)?.Name ?? slug;
    }
}
