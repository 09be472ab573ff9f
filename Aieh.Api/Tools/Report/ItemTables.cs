using System.Xml.Linq;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Report;

/// <summary>Parameters, classical statistics and fit, item by item.</summary>
internal static class ItemTables
{
    private const double LowCorrelation = 0.15;

    public static XElement Section(CheckedTest test) => Page.Section("items", "Item parameters and fit",
        Page.Text("S-X² compares, at each summed score, how many people were expected in each category with how many were. "
            + "A small p says that the curve is wrong for this item; with many people even harmless misfit is significant, "
            + "so look at the curve too."),
        Page.Note($"Marked: p below {CheckReport.FitAlpha}; corrected item–total correlation below {LowCorrelation}. "
            + $"Degrees of freedom are {DegreesOfFreedom(test)}. "
            + "Item fit and correlations use people who answered every item; fit also supposes abilities from N(0, 1)."),
        Page.Table(
            "Parameters (standard errors where the calibration has them)",
            ["item", "no.", "model", "a", "b", "c", "SE a", "SE b", "SE c"],
            test.Items.Items.Select(Parameters)),
        Page.Table(
            "Classical statistics and fit",
            ["item", "no.", "answers", "mean score", "item–rest r", "S-X²", "df", "p", ""],
            test.Items.Items.Select((item, i) => Fit(test, item, i))));

    private static string DegreesOfFreedom(CheckedTest test) => test.IsOwnSample
        ? "reduced by the item's parameters, as when these people were calibrated on; say --other-sample when they were not"
        : "not reduced by parameters: the calibration was made from other people";

    private static IReadOnlyList<object> Parameters(NamedItem item, int i)
    {
        var (values, errors) = (item.Parameters, item.StandardErrors);
        return
        [
            item.Name,
            $"{i + 1}",
            ItemValues.Word(values.Model).ToUpperInvariant(),
            Show.Number(values.Discrimination, "0.000"),
            Several(values.Thresholds),
            values.Model == ItemModel.ThreeParameterLogistic ? Show.Number(values.Guessing, "0.000") : "–",
            Show.Number(errors?.A, "0.000"),
            errors?.Thresholds is { } all ? Several(all) : Show.Number(errors?.B, "0.000"),
            Show.Number(errors?.C, "0.000"),
        ];
    }

    private static string Several(IEnumerable<double> numbers) =>
        string.Join(" / ", numbers.Select(number => Show.Number(number, "0.000")));

    private static IReadOnlyList<object> Fit(CheckedTest test, NamedItem item, int i)
    {
        var (fit, classical) = (test.ItemFit[i], test.Classical.Items[i]);
        var groups = test.Observed[i];
        var answers = groups.Sum(group => group.People);
        double? mean = answers > 0 ? groups.Sum(group => group.People * group.MeanScore) / answers : null;
        return
        [
            item.Name,
            $"{i + 1}",
            Show.Count((long)answers),
            Show.Number(mean),
            Show.Number(classical.CorrectedItemTotalCorrelation),
            Show.Number(fit.ChiSquare, "0.0"),
            fit.DegreesOfFreedom is { } df ? $"{df}" : "–",
            fit.Status == ItemFitStatus.Computed ? Show.Probability(fit.PValue) : Words.Of(fit.Status),
            Marks(isMisfit: fit.PValue < CheckReport.FitAlpha, isLow: classical.CorrectedItemTotalCorrelation < LowCorrelation),
        ];
    }

    private static object Marks(bool isMisfit, bool isLow)
    {
        List<string> words = [];
        if (isMisfit) words.Add("misfit");
        if (isLow) words.Add("low correlation");
        return words.Count == 0 ? "" : Page.Flag(string.Join(", ", words));
    }
}
