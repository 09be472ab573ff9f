using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Shell;
using Aieh.Scoring.Evidence;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>The pictures of a passport, each with the table of its numbers.</summary>
internal sealed class PassportPictures(IStringLocalizer<PictureWords> words)
{
    /// <summary>Scores with their intervals; the first is what the others amount to.</summary>
    public FigureView? ScoresOf(IReadOnlyList<ScaleMark> marks, CatalogSnapshot catalog) =>
        marks.Count > 0 ? FigureView.Of(ScalePicture.Of(marks, FigureView.ScaleOf(catalog.Methodology), words)) : null;

    public FigureView? BandsOf(IReadOnlyList<BandProbability> bands, CatalogSnapshot catalog) => bands.Count == 0
        ? null
        : FigureView.Of(BandProbabilities.Of(
            [.. bands.Select(each => new BandShare(catalog.BandNameOf(each.Band), each.Probability))], words));

    /// <summary>How the weight of an assessment's freshest evidence falls, and where it is today.</summary>
    public FigureView CurveOf(string title, PassportPillar pillar, TimeSpan age, CatalogSnapshot catalog)
    {
        var line = new HalfLifeLine(title, pillar.HalfLifeMonths.Value, Math.Max(0, age.TotalDays) / HalfLife.DaysPerMonth);
        return FigureView.Of(HalfLifeCurve.Of([line], ScoringRules.Of(catalog).Freshness, words));
    }

    /// <summary>What each assessment of the bundle adds, those that are missing too.</summary>
    public FigureView ContributionsOf(ReadinessResponse readiness, Func<string, string> titleOf) => FigureView.Of(Contributions.Of(
        [
            .. readiness.Contributions.Select(part => new Contribution(titleOf(part.Assessment), part.Points)),
            .. readiness.Missing.Select(missing => new Contribution(titleOf(missing.Assessment), null)),
        ],
        readiness.Readiness,
        words));
}
