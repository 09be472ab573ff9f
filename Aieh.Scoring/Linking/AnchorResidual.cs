using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Linking;

/// <summary>A difference between an anchor's two sets of parameters, with its derivatives in both sets and in A and B.</summary>
internal sealed record ResidualRow(double Value, double[] New, double[] Base, double Slope, double Intercept);

/// <summary>
/// The differences of one anchor on the base scale: of a and the mean threshold, as people read them, and of slope and intercepts
/// d_k = −a·b_k, as they are tested. A parameter that the model fixes has no derivatives.
/// </summary>
internal sealed record AnchorResidual(ResidualRow Discrimination, ResidualRow Difficulty, ResidualRow[] Tested)
{
    public static AnchorResidual Of(AnchorItem anchor, ScaleTransformation at)
    {
        var (own, other) = (anchor.New, anchor.Base);
        var (hasSlope, thresholds) = (own.Model != ItemModel.OneParameterLogistic, own.Thresholds.Length);
        var (first, count) = (hasSlope ? 1 : 0, LinkingErrors.ParameterCount(own));
        var moved = own.Discrimination / at.Slope;

        double[] onNew = new double[count], onBase = new double[count];
        if (hasSlope) (onNew[0], onBase[0]) = (-1 / at.Slope, 1);
        var discrimination = new ResidualRow(other.Discrimination - moved, onNew, onBase, moved / at.Slope, 0);

        var intercepts = new ResidualRow[thresholds];
        for (var k = 0; k < thresholds; k++)
        {
            var (b, reference) = (at.Slope * own.Thresholds[k] + at.Intercept, other.Thresholds[k]);
            (onNew, onBase) = (new double[count], new double[count]);
            if (hasSlope) (onNew[0], onBase[0]) = (b / at.Slope, -reference);
            (onNew[first + k], onBase[first + k]) = (own.Discrimination, -other.Discrimination);
            intercepts[k] = new ResidualRow(
                moved * b - other.Discrimination * reference, onNew, onBase, -moved * at.Intercept / at.Slope, moved);
        }

        (onNew, onBase) = (new double[count], new double[count]);
        onNew.AsSpan(first, thresholds).Fill(-at.Slope / thresholds);
        onBase.AsSpan(first, thresholds).Fill(1.0 / thresholds);
        var difficulty = new ResidualRow(
            Mean(other) - (at.Slope * Mean(own) + at.Intercept), onNew, onBase, -Mean(own), -1);
        return new AnchorResidual(discrimination, difficulty, hasSlope ? [discrimination, .. intercepts] : intercepts);
    }

    public static double Mean(ItemParameters item)
    {
        var sum = 0.0;
        foreach (var threshold in item.Thresholds) sum += threshold;
        return sum / item.Thresholds.Length;
    }
}
