using System.Globalization;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>What `link` says of a linking: in the file, and in a line for the person who linked.</summary>
internal static class LinkNotes
{
    public static AppliedLink Of(LinkAnchors pairs, LinkRequest request, DriftReport drift, LinkingResult applied) => new(
        pairs.From.Title,
        pairs.To.Title,
        request.Method,
        applied.Transformation!.Value.Slope,
        applied.Transformation.Value.Intercept,
        (request.DropsDrifted ? drift.KeptErrors : drift.AllErrors) is { } errors
            ? new LinkErrorsShown(errors.Slope, errors.Intercept, errors.Covariance)
            : null,
        applied.Anchors,
        CriterionOf(applied, request),
        drift.Status,
        drift.Status == DriftStatus.Judged ? request.Rule.FalseDiscoveryRate : null,
        [.. drift.Anchors.Select(anchor => DriftOf(anchor, pairs.Names))],
        request.DropsDrifted ? null : KeptOf(drift),
        pairs.LeftOut.Count == 0 ? null : pairs.LeftOut);

    public static string Line(AppliedLink link)
    {
        var errors = link.StandardErrors;
        var drift = link.FalseDiscoveryRate is { } rate
            ? $"{link.Drift.Count(anchor => anchor.IsFlagged == true)} flagged for drift at a false discovery rate of {Number(rate)}."
            : "drift not judged.";
        return $"A = {Number(link.Slope)}{Error(errors?.Slope)}, B = {Number(link.Intercept)}{Error(errors?.Intercept)} "
            + $"by {link.Anchors} anchors; {drift}";
    }

    public static void Remark(AppliedLink link, LinkAnchors pairs, Remarks remarks)
    {
        if (link.DriftStatus == DriftStatus.DifferentModels)
        {
            remarks.Add(
                [.. pairs.Names.Where((_, i) => pairs.Anchors[i].ModelsDiffer)],
                $"estimated under one model in {pairs.From.Path} and under another in {pairs.To.Path}, so that parameters "
                + "differ without any drift: none is judged, nor are the errors of A and B known");
            return;
        }

        if (link.DriftStatus == DriftStatus.NoStandardErrors)
        {
            var files = string.Join(" and ", pairs.WithoutErrors);
            remarks.Add($"drift is not judged, nor the errors of A and B known: there are no standard errors of every anchor in {files}");
            return;
        }

        if (link.StandardErrors is null)
        {
            remarks.Add("the errors of A and B are not known: they take the covariances between items, which calibrate writes");
        }

        string[] drifted = [.. link.Drift.Where(anchor => anchor.IsFlagged == true && !anchor.IsKept).Select(anchor => anchor.Item)];
        string[] kept = [.. link.Drift.Where(anchor => anchor.IsFlagged == true && anchor.IsKept).Select(anchor => anchor.Item)];
        var without = link.WithoutDrifted is { } shown
            ? $"counted in A and B all the same; without, A = {Number(shown.Slope)} and B = {Number(shown.Intercept)} (--drop-drifted)"
            : "not counted in A and B";
        remarks.Add(drifted, $"drifted, {without}");
        remarks.Add(kept, "drifted, and yet kept: without, too few anchors would be left");
        remarks.Add(
            [.. link.Drift.Where(anchor => anchor.IsFlagged is null).Select(anchor => anchor.Item)], "their drift could not be judged");
    }

    private static string Error(double? error) => error is { } known ? $" (SE {known.ToString("G3", CultureInfo.InvariantCulture)})" : "";

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Null for the methods that sum over no abilities.</summary>
    private static CriterionShown? CriterionOf(LinkingResult applied, LinkRequest request)
    {
        if (applied.Criterion is not { } criterion) return null;
        return new CriterionShown(
            criterion.Points[0],
            criterion.Points[^1],
            criterion.Points.Length,
            KebabCase.Of(request.Grid),
            criterion.IsSymmetric,
            criterion.ScalingConstant,
            applied.CriterionValue);
    }

    private static DriftShown DriftOf(AnchorDrift anchor, IReadOnlyList<string> names) => new(
        names[anchor.Index],
        anchor.DiscriminationDifference,
        anchor.DifficultyDifference,
        anchor.DiscriminationZ,
        anchor.DifficultyZ,
        anchor.ChiSquare,
        anchor.DegreesOfFreedom,
        anchor.PValue,
        anchor.AdjustedPValue,
        anchor.CurveDistance,
        anchor.IsFlagged,
        anchor.IsKept);

    /// <summary>Null where no anchor was dropped, or the others do not determine the scale.</summary>
    private static LinkShown? KeptOf(DriftReport drift)
    {
        if (drift.Kept.Transformation is not { } without || drift.Anchors.All(anchor => anchor.IsKept)) return null;
        return new LinkShown(without.Slope, without.Intercept, drift.Kept.Anchors);
    }
}
