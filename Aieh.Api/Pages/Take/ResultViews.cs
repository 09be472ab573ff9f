using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Evidence;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Take;

/// <summary>Score reports as their page shows them: the API's numbers, in the API's rounding.</summary>
internal sealed class ResultViews(
    CatalogCache cache, IStringLocalizer<TakeWords> words, IStringLocalizer<PictureWords> pictures)
{
    /// <param name="report">The score report.</param>
    /// <param name="held">The passport that the browser holds; null without one.</param>
    /// <param name="backTo">Where its reader came from; null where that is not known.</param>
    public ResultView Of(ScoreReportResponse report, Guid? held, string? backTo)
    {
        var catalog = cache.Current;
        var title = catalog.TitleOf(report.Assessment);
        var likeliest = report.BandProbabilities.MaxBy(each => each.Probability)!;
        var mark = new ScaleMark(title, report.Score, report.Interval.Lower, report.Interval.Upper);
        return new ResultView
        {
            Title = title,
            Assessment = report.Assessment,
            Score = Number(report.Score),
            StandardError = report.StandardError.ToString("0.#", CultureInfo.CurrentCulture),
            Least = Number(catalog.Methodology.Scale.Minimum.Value),
            Most = Number(catalog.Methodology.Scale.Maximum.Value),
            Lower = Number(report.Interval.Lower),
            Upper = Number(report.Interval.Upper),
            Band = report.Band is { } band ? catalog.BandNameOf(band) : null,
            LikeliestBand = catalog.BandNameOf(likeliest.Band),
            LikeliestShare = likeliest.Probability.ToString("P0", CultureInfo.CurrentCulture),
            IsSample = report.Kind == EvidenceKind.Indicative,
            IsProvisional = report.Provisional,
            IsSupervised = report.Supervision == Supervision.Supervised,
            Help = report.AiPolicy is { } policy
                ? words[policy.AgreedAt is null ? "MeaningHelp" : "MeaningHelpAgreed", words[$"Help{policy.Kind}"]].Value
                : null,
            IsInPassport = report.Passport is not null,
            SaveAt = report.Passport is null && held is not null ? TakeAddresses.SaveOf(report.Attempt) : null,
            FullForm = catalog.Assessments.GetValueOrDefault(report.Assessment)?.Forms
                .FirstOrDefault(form => form is { Kind: not FormKind.Sample, Availability: FormAvailability.Available }) is { } full
                    ? KebabCase.Of(full.Kind)
                    : null,
            Answered = report.Counts.Answered,
            Items = report.Counts.Items,
            Scale = FigureView.Of(ScalePicture.Of([mark], FigureView.ScaleOf(catalog.Methodology), pictures)),
            Bands = FigureView.Of(BandProbabilities.Of(
                [.. report.BandProbabilities.Select(each => new BandShare(catalog.BandNameOf(each.Band), each.Probability))], pictures)),
            ObservedAt = TakeViews.MomentOf(report.ObservedAt),
            Calibration = $"{report.Calibration.Id} {report.Calibration.Version}",
            ScoringVersion = report.ScoringVersion,
            BackTo = backTo,
        };
    }

    private static string Number(int value) => value.ToString(CultureInfo.CurrentCulture);
}
