using System.Runtime.CompilerServices;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Pages.Guide;

/// <summary>
/// How exactly a fixed form measures, as its scores tell it: with the uncertainty of provisional items, and with what is known of people
/// before they answer.
/// </summary>
internal sealed class FormPrecision
{
    private const int Step = 10;

    /// <summary>Logits; a central difference of this step is right to a millionth of what it stands for.</summary>
    private const double Difference = 1e-3;

    private readonly ScoreScale _scale;

    public FormPrecision(TestForm form, ScoreScale scale)
    {
        (Form, _scale) = (form, scale);
        var scores = Enumerable.Range(0, (scale.Maximum - scale.Minimum) / Step + 1).Select(i => scale.Minimum + i * Step);
        Curve = [.. scores.Select(score => new ErrorPoint(score, At(score)))];
        Sharpest = Curve.MinBy(point => point.StandardError);
    }

    public TestForm Form { get; }

    public IReadOnlyList<ErrorPoint> Curve { get; }

    public ErrorPoint Sharpest { get; }

    /// <summary>The scores at which it is at most a tenth worse than where it is sharpest: the lowest and the highest.</summary>
    public (double From, double To) Sharp
    {
        get
        {
            var sharp = Curve.Where(point => point.StandardError <= 1.1 * Sharpest.StandardError).ToList();
            return (sharp[0].Score, sharp[^1].Score);
        }
    }

    /// <summary>1/√(I + 1/σ²) in points; I is the information of the expected response functions, with which scores are made.</summary>
    public double At(double score)
    {
        var theta = _scale.ThetaOf(score);
        var information = Form.UncertainItems.Sum(item => InformationOf(item, theta));
        return _scale.PointsPerLogit / Math.Sqrt(information + Math.Pow(Form.Prior.StandardDeviation, -2));
    }

    private static double InformationOf(UncertainItem item, double theta)
    {
        var categories = item.Centre.Categories;
        Span<double> below = stackalloc double[categories], above = stackalloc double[categories];
        ExpectedResponseFunction.Probabilities(item, theta - Difference, below);
        ExpectedResponseFunction.Probabilities(item, theta + Difference, above);
        var information = 0.0;
        for (var k = 0; k < categories; k++)
        {
            var (probability, slope) = ((below[k] + above[k]) / 2, (above[k] - below[k]) / (2 * Difference));
            if (probability > 0) information += slope * slope / probability;
        }

        return information;
    }
}

/// <summary>Each form's precision, worked out once: it takes a tenth of a second, and a refreshed catalog has other documents.</summary>
internal sealed class FormPrecisions
{
    private readonly ConditionalWeakTable<AssessmentForm, FormPrecision> _known = [];

    /// <summary>Null for a form that has no items yet, and for one that chooses them.</summary>
    public FormPrecision? Of(AssessmentDocument test, FormKind kind, CatalogSnapshot catalog)
    {
        var form = test.Forms.FirstOrDefault(each => each.Kind == kind);
        if (form is not { Items.Count: > 0, Kind: not FormKind.Adaptive }) return null;
        if (!catalog.Calibrations.TryGetValue(test.Slug, out var calibration)) return null;

        return _known.GetValue(form, _ => Make(form, calibration, ScoringRules.Of(catalog).Scale));
    }

    private static FormPrecision Make(AssessmentForm form, CalibrationDocument calibration, ScoreScale scale)
    {
        var parameters = calibration.Items.ToDictionary(item => item.Item, StringComparer.Ordinal);
        return new FormPrecision(
            new TestForm(form.Items!.Select(id => parameters[id].ToUncertain(calibration)), NormalPrior.Standard), scale);
    }
}
