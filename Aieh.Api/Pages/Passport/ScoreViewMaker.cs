using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Evidence;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>Scores as pages show them: the API's numbers, in the API's rounding.</summary>
internal sealed class ScoreViewMaker(CatalogCache cache, PassportPictures pictures, IStringLocalizer<PassportWords> words)
{
    private CatalogSnapshot Catalog => cache.Current;

    public string Scale => Written.Range(Catalog.Methodology.Scale.Minimum.Value, Catalog.Methodology.Scale.Maximum.Value);

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
            Coverage = composite is null ? null : Written.Percent(composite.Coverage),
            Picture = pictures.ScoresOf(MarksOf(passport), Catalog),
            Bands = composite is null ? null : pictures.BandsOf(composite.BandProbabilities, Catalog),
            Pillars = [.. passport.Pillars.Select(PillarOf)],
            MissingPillars = [.. passport.MissingPillars.Select(PillarNameOf)],
            Assessments = [.. passport.Assessments.Select(each => AssessmentOf(each, passport.AsOf))],
            Samples = [.. passport.Indicative.Select(SampleOf)],
        };
    }

    public ScoreView Of(
        int score, ScoreInterval interval, double standardError, string? band, IReadOnlyList<BandProbability> probabilities,
        bool isProvisional) => new(
        Written.Number(score),
        Written.Range(interval.Lower, interval.Upper),
        Written.Number(standardError, "0.0"),
        Written.Band(band, probabilities, Catalog),
        isProvisional);

    public string TitleOf(string slug) => cache.Current.TitleOf(slug);

    public string RoleTitleOf(string slug) => cache.Current.RoleTitleOf(slug);

    public string FreshnessOf(Freshness freshness) => words[$"Freshness{freshness}"];

    private string PillarNameOf(string slug) => Catalog.Methodology.Pillars.FirstOrDefault(pillar => pillar.Slug == slug)?.Name ?? slug;

    private PillarView PillarOf(PillarScoreResponse pillar) => new(
        PillarNameOf(pillar.Pillar),
        Written.Percent(pillar.Weight),
        Written.Number(pillar.Score),
        Written.Number(pillar.StandardError, "0.0"),
        Written.Percent(pillar.Currency));

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
            Currency = Written.Percent(each.Currency),
            ObservedAt = Written.Day(each.ObservedAt),
            RefreshDueAt = Written.Day(each.RefreshDueAt),
            Pieces = Written.Number(each.EvidenceCount),
            Watched = words[$"Watched{each.Supervision}"],
            Help = each.AiPolicy is { } policy
                ? words[policy.AgreedAt is null ? "NotAgreedHelp" : "AgreedHelp", words[$"Help{policy.Kind}"]].Value
                : null,
            Curve = pictures.CurveOf(title, pillar, asOf - each.ObservedAt, Catalog),
        };
    }

    private SampleView SampleOf(AssessmentScoreResponse each) => new(
        TitleOf(each.Assessment),
        Written.Number(each.Score),
        Written.Range(each.Interval.Lower, each.Interval.Upper),
        Written.Day(each.ObservedAt));

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
}
