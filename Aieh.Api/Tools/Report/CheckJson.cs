using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>
/// The numbers of the verb `check` for other programs. docs/files.md describes each member; what does not exist is left out.
/// </summary>
internal static class CheckJson
{
    public static void Write(TextWriter writer, CheckedTest test, Remarks remarks) => OutputFile.WriteJson(writer, new
    {
        Calibration = test.Items.Title,
        Responses = Path.GetFileName(test.Responses.Path),
        test.People,
        Remarks = remarks.Lines,
        Reliability = Reliability(test),
        ItemFit = test.ItemFit.Select((fit, i) => new
        {
            Item = NameOf(test, i),
            fit.Status,
            fit.ChiSquare,
            fit.DegreesOfFreedom,
            fit.PValue,
        }),
        PersonFit = test.Answered.Select((row, i) => Person(test, row, i)),
        Dif = test.Dif is { } dif ? Dif(test, test.Group!, dif) : null,
        Speededness = test.Speed is { } speed ? Speed(test, speed) : null,
        Classification = new { Sample = test.Bands, Population = test.FormBands },
    });

    private static string NameOf(CheckedTest test, int item) => test.Items.Items[item].Name;

    private static object Reliability(CheckedTest test)
    {
        var (classical, empirical) = (test.Classical, test.Empirical);
        return new
        {
            Empirical = empirical.Reliability,
            empirical.ScoreVariance,
            empirical.ErrorVariance,
            Marginal = OutputFile.Finite(test.Marginal.OfPosterior),
            MarginalOfMaximumLikelihood = OutputFile.Finite(test.Marginal.OfMaximumLikelihood),
            Classical = new
            {
                classical.Status,
                classical.People,
                classical.Dropped,
                classical.Mean,
                classical.StandardDeviation,
                classical.Alpha,
                classical.AlphaInterval,
                classical.Confidence,
                classical.StandardizedAlpha,
                classical.Lambda2,
                classical.Lambda6,
                classical.StandardErrorOfMeasurement,
                Items = classical.Items.Select((item, i) => new
                {
                    Item = NameOf(test, i),
                    item.Mean,
                    item.StandardDeviation,
                    item.ItemTotalCorrelation,
                    item.CorrectedItemTotalCorrelation,
                    item.AlphaIfDeleted,
                }),
            },
        };
    }

    private static object Speed(CheckedTest test, SpeedednessResult speed) => new
    {
        speed.People,
        speed.NotStarted,
        speed.Omitted,
        speed.NotReached,
        speed.MeanLastReached,
        speed.ThreeQuarterPoint,
        speed.ShareReachingThreeQuarters,
        speed.ShareReachingLast,
        speed.IsUnspeeded,
        Items = speed.ShareReached.Select((share, position) => new { Item = NameOf(test, test.Timed[position]), ShareReached = share }),
    };

    /// <summary>Person fit at each of the three estimates for which l*z is defined.</summary>
    private static object Person(CheckedTest test, int row, int answered)
    {
        PersonFitResult At(PersonFitEstimator estimator) => PersonFit.Evaluate(test.Form, test.Responses.Row(row), estimator);
        return new
        {
            Row = row + 1,
            Person = test.Responses.NameOf(row),
            Frequency = test.Responses.HasFrequencies ? test.Responses.Frequencies[row] : (int?)null,
            Eap = test.Abilities[answered].Theta,
            EapStandardError = test.Abilities[answered].StandardError,
            MaximumLikelihood = At(PersonFitEstimator.MaximumLikelihood),
            WeightedLikelihood = test.Fit[answered],
            MaximumAPosteriori = At(PersonFitEstimator.MaximumAPosteriori),
        };
    }

    private static object Dif(CheckedTest test, FocalGroup group, DifResult dif)
    {
        IEnumerable<object> Items(IEnumerable<ItemDif> items) => items.Select(item => new
        {
            Item = NameOf(test, item.Item),
            item.Status,
            item.IsPolytomous,
            item.Strata,
            item.ChiSquare,
            item.PValue,
            item.OddsRatio,
            item.MhDelta,
            item.MhDeltaStandardError,
            item.MeanDifference,
            item.EffectSize,
            Class = item.Class?.ToString(),
        });
        return new
        {
            group.Focal,
            group.Reference,
            dif.FocalPeople,
            dif.ReferencePeople,
            dif.Dropped,
            dif.IsSmallSample,
            dif.Purification,
            dif.Passes,
            Flagged = dif.Flagged.Select(item => NameOf(test, item)),
            Unpurified = Items(dif.Unpurified),
            Purified = Items(dif.Purified),
        };
    }
}
