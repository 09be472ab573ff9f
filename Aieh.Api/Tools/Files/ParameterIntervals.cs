using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Files;

/// <summary>
/// 95 % intervals of the parameters of one item, each its two ends; null ends of b where a is not known to differ from 0.
/// Only in the output of `calibrate`.
/// </summary>
internal sealed record ParameterIntervals(double?[] A, double?[]? B, double?[]? C, IReadOnlyList<double?[]>? Thresholds)
{
    public static ParameterIntervals Of(ItemParameters item, Scoring.Calibration.ItemErrors errors)
    {
        var intervals = Scoring.Calibration.ItemIntervals.Of(item, errors);
        var isDichotomous = item.Model <= ItemModel.ThreeParameterLogistic;
        return new ParameterIntervals(
            Ends(intervals.Discrimination),
            isDichotomous ? Ends(intervals.Thresholds[0]) : null,
            intervals.Guessing is { } guessing ? Ends(guessing) : null,
            isDichotomous ? null : [.. intervals.Thresholds.Select(Ends)]);
    }

    private static double?[] Ends(Scoring.Calibration.ParameterInterval interval) => [interval.Low, interval.High];
}
