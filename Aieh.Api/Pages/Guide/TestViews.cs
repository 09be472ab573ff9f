using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Scale;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Guide;

internal sealed class TestViews(
    GuideText text, IStringLocalizer<GuideWords> words, IStringLocalizer<PictureWords> pictures, TestsViews tests,
    FormPrecisions precisions)
{
    public TestView Of(AssessmentDocument test, CatalogSnapshot catalog)
    {
        var rules = ScoringRules.Of(catalog);
        var pillar = rules.PillarOf(test.Pillar);
        var kinds = test.Forms.Select(form => FormSlugs.Of(form.Kind)).ToHashSet(StringComparer.Ordinal);
        return new TestView
        {
            Slug = test.Slug,
            Title = test.Title,
            Summary = test.Summary,
            Pillar = pillar.Name,
            Method = text.Of(test.Method),
            HalfLife = text.Months(pillar.HalfLifeMonths.Value),
            Refresh = text.Months(pillar.HalfLifeMonths.Value * rules.Freshness.RefreshAfterHalfLives),
            Forms = [.. test.Forms.Select(form => FormOf(form, test, catalog))],
            HasSharedRetakes = kinds.Any(kind => FormSlugs.SharingItemsWith(kind) is var other && other != kind && kinds.Contains(other)),
            Topics = [.. TopicsOf(test, catalog)],
            Precision = PrecisionOf(test, catalog),
            Calibration = catalog.Calibrations.TryGetValue(test.Slug, out var calibration) ? CalibrationOf(calibration) : null,
            Roles =
            [
                .. catalog.Roles.Values.Where(role => role.Bundle?.Entries.Any(entry => entry.Assessment == test.Slug) == true)
                    .Select(GuideAddresses.LinkTo),
            ],
        };
    }

    private FormView FormOf(AssessmentForm form, AssessmentDocument test, CatalogSnapshot catalog) => new()
    {
        Slug = FormSlugs.Of(form.Kind),
        Name = text.Of(form.Kind),
        Text = words[$"Form{form.Kind}Text"],
        Start = words[$"Start{form.Kind}"],
        Length = tests.CountOf(form, test.ItemUnit),
        ExpectedTime = TestsViews.ExpectedSecondsOf(form, test, catalog) is { } seconds
            ? words[form.ExpectedSeconds is null ? "TimeEstimated" : "TimePublished", text.Minutes(TestsViews.Roughly(seconds))].Value
            : null,
        TimeLimit = text.Minutes(form.TimeLimitSeconds.Value),
        Retakes = text.RetakesOf(form.RetakeWindows.Value),
        Help = FormPolicy.Of(form) is { } policy ? words[$"Help{policy.Kind}"].Value : null,
        Error = ErrorOf(form, test, catalog),
        IsAvailable = form.Availability == FormAvailability.Available,
        NeedsPassport = form.Kind != FormKind.Sample,
        Note = form.AvailabilityNote,
        Collected = AssessmentFormResponse.CollectedIn(form.Kind),
    };

    private string? ErrorOf(AssessmentForm form, AssessmentDocument test, CatalogSnapshot catalog)
    {
        var scale = ScoringRules.Of(catalog).Scale;
        if (form.Adaptive is { } rules)
        {
            return words["ErrorAdaptive", GuideText.Number(scale.StandardErrorOf(rules.TargetStandardError.Value), "0")];
        }

        return precisions.Of(test, form.Kind, catalog) is { } precision
            ? words["ErrorFixed", GuideText.Number(precision.At(catalog.Methodology.Scale.Centre.Value), "0")].Value
            : null;
    }

    /// <summary>What a bank says of a topic besides its name is for authors: it tells what is keyed.</summary>
    private static IEnumerable<TopicView> TopicsOf(AssessmentDocument test, CatalogSnapshot catalog)
    {
        var blueprint = test.Forms.Select(form => form.Blueprint).FirstOrDefault(each => each is not null);
        if (blueprint is null) return [];

        var topics = catalog.ItemBanks.GetValueOrDefault(test.Slug)?.Topics ?? [];
        return from share in blueprint.Value.Topics
               orderby share.Value descending
               let topic = topics.FirstOrDefault(each => each.Slug == share.Key)
               select new TopicView(topic?.Name ?? share.Key, GuideText.Percent(share.Value));
    }

    /// <summary>Of the full form; of the sample, where that is all there is.</summary>
    private PrecisionView? PrecisionOf(AssessmentDocument test, CatalogSnapshot catalog)
    {
        var kind = precisions.Of(test, FormKind.Full, catalog) is null ? FormKind.Sample : FormKind.Full;
        if (precisions.Of(test, kind, catalog) is not { } precision) return null;

        var scale = FigureView.ScaleOf(catalog.Methodology);
        return new PrecisionView
        {
            Form = text.Of(kind),
            Curve = FigureView.Of(InformationCurve.Of(precision.Curve, scale, pictures)),
            Map = FigureView.Of(PersonItemMap.Of(precision.Form, scale, pictures)),
            Text = [.. TextOf(precision, catalog)],
            MapText = MapTextOf(precision, ScoringRules.Of(catalog).Scale),
            Cuts =
            [
                .. catalog.Methodology.Bands.Zip(catalog.Methodology.Bands.Skip(1), (below, above) => new CutView(
                    below.Name,
                    above.Name,
                    GuideText.Number(above.From.Value, "0"),
                    GuideText.Number(precision.At(above.From.Value), "0"))),
            ],
        };
    }

    private IEnumerable<string> TextOf(FormPrecision precision, CatalogSnapshot catalog)
    {
        var (best, sharp, multiplier) = (precision.Sharpest, precision.Sharp, catalog.Methodology.Estimation.ConfidenceMultiplier.Value);
        yield return words["Sharpest", Whole(best.Score), Whole(best.StandardError), Whole(multiplier * best.StandardError)];
        yield return words["SharpRange", Whole(sharp.From), Whole(sharp.To)];
        var (low, high) = (precision.Curve[0], precision.Curve[^1]);
        yield return words["SharpEnds", Whole(low.Score), Whole(low.StandardError), Whole(high.Score), Whole(high.StandardError)];
        var told = ScoringRules.Of(catalog).Precision;
        yield return words["SharpTold", told.ScoreStep, told.StandardErrorStep];

        static string Whole(double value) => GuideText.Number(value, "0");
    }

    /// <summary>Where the middle half of the difficulties stands.</summary>
    private string MapTextOf(FormPrecision precision, ScoreScale scale)
    {
        double[] places = [.. precision.Form.Items.SelectMany(item => item.Thresholds).Select(scale.ScoreOf).Order()];
        var (low, high) = (places[places.Length / 4], places[places.Length * 3 / 4]);
        return words["MapText", GuideText.Number(low, "0"), GuideText.Number(high, "0")];
    }

    private static CalibrationView CalibrationOf(CalibrationDocument calibration) => new(
        calibration.Items.Any(item => item.Provisional),
        GuideText.Number(calibration.Version),
        calibration.Method,
        calibration.ModelChoice);
}
