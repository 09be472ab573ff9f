using System.Xml.Linq;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>How much of the differences between scores is differences between people.</summary>
internal static class ReliabilitySection
{
    public static XElement Of(CheckedTest test)
    {
        var classical = test.Classical;
        return Page.Section("reliability", "Reliability",
            Page.Text("Reliability belongs to a test in a group of people: the same test is less reliable among people who are alike."),
            Page.Table("Reliability, by what it is of", ["coefficient", "value", "of"],
            [
                Row("Empirical, var(EAP)/(var(EAP) + mean PSD²)", test.Empirical.Reliability, "EAP scores of these people"),
                Row("Marginal, E[I/(I + 1)]", test.Marginal.OfPosterior, "EAP scores in the norm population"),
                Row("Marginal, 1 − E[1/I]", test.Marginal.OfMaximumLikelihood, "maximum likelihood scores in the norm population"),
                Row(NameOfAlpha(classical), classical.Alpha, "raw scores of people with every item"),
                Row("Standardized α", classical.StandardizedAlpha, "raw scores of standardized items"),
                Row("Guttman's λ₂", classical.Lambda2, "raw scores; at least α"),
                Row("Guttman's λ₆", classical.Lambda6, "raw scores of standardized items"),
            ]),
            Page.Text(RawScores(classical)),
            Dropped(classical));
    }

    private static string NameOfAlpha(ClassicalResult classical)
    {
        if (classical.AlphaInterval is not { } interval) return "Cronbach's α";
        return $"Cronbach's α, 95 % from {Show.Number(interval.Lower, "0.000")} to {Show.Number(interval.Upper, "0.000")}";
    }

    private static string RawScores(ClassicalResult classical)
    {
        if (classical.Status != ClassicalStatus.Estimated) return $"There are no coefficients of raw scores: {Words.Of(classical.Status)}.";
        return $"Raw scores of the {Show.Count(classical.People)} people with every item: mean {Show.Number(classical.Mean)}, "
            + $"standard deviation {Show.Number(classical.StandardDeviation)}, "
            + $"standard error of measurement {Show.Number(classical.StandardErrorOfMeasurement)}.";
    }

    private static XElement? Dropped(ClassicalResult classical)
    {
        if (classical.Dropped == 0) return null;
        return Page.Note(
            $"{Show.Count(classical.Dropped)} people without some item are left out of the coefficients of raw scores; "
            + "those of EAP scores count everybody.");
    }

    private static IReadOnlyList<object> Row(string name, double? value, string of) =>
        [name, Show.Number(value, "0.000"), new XElement("span", of)];
}
