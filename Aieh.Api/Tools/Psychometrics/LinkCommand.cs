using System.CommandLine;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Linking;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

internal enum LinkGrid
{
    Uniform,
    Normal,
}

/// <summary>The verb `link`: parameters on the scale of another calibration, by the items they have in common.</summary>
internal static class LinkCommand
{
    public static Command Create()
    {
        var from = VerbOptions.File("--from", "Items whose parameters are to be brought to the other scale, JSON or CSV.");
        var to = VerbOptions.File("--to", "Items on the scale that stays, JSON or CSV.");
        var method = VerbOptions.OneOf<LinkingMethod>("--method", "How to link.", LinkingMethod.StockingLord);
        var anchors = VerbOptions.Names("--anchors", "Names of the common items; without it, all names that both files have.");
        var grid = VerbOptions.OneOf<LinkGrid>("--grid", "Weights of the abilities that haebara and stocking-lord sum over.", LinkGrid.Uniform);
        var points = new Option<int?>("--points") { Description = "How many abilities from -4 to 4; 161 for uniform, 41 for normal." };
        var symmetric = new Option<bool>("--symmetric") { Description = "Sum the criterion on both scales." };
        var d = new Option<double>("--scaling-constant") { Description = "Multiplies the discriminations in the criterion; 1.7 for parameters estimated with D = 1.7.", DefaultValueFactory = _ => 1 };
        points.Validators.Add(result => { if (result.GetValueOrDefault<int?>() is < 2 or > 100_000) result.AddError("--points must be between 2 and 100000."); });
        d.Validators.Add(result => { if (result.GetValueOrDefault<double>() is not (> 0 and < 100)) result.AddError("--scaling-constant must be above 0."); });
        var output = VerbOptions.Output("The items of --from on the scale of --to, JSON; standard output without it.");
        var command = new Command("link", "Link two calibrations by common items: mean-mean, mean-sigma, Haebara, Stocking-Lord.") { from, to, method, anchors, grid, points, symmetric, d, output };
        command.SetAction(result =>
        {
            string[] inputs = [result.GetValue(from)!, result.GetValue(to)!];
            RefuseInputs(result.GetValue(output), inputs);
            var pairs = LinkAnchors.Pair(ItemFile.Read(inputs[0]), ItemFile.Read(inputs[1]), [.. result.GetValue(anchors)!.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries))], Console.Error);
            var (weights, count) = (result.GetValue(grid), result.GetValue(points));
            var criterion = weights == LinkGrid.Uniform
                ? LinkingCriterion.Uniform(count: count ?? 161, isSymmetric: result.GetValue(symmetric), scalingConstant: result.GetValue(d))
                : LinkingCriterion.Normal(count: count ?? 41, isSymmetric: result.GetValue(symmetric), scalingConstant: result.GetValue(d));
            var linked = Link(pairs, result.GetValue(method), criterion, weights);
            var link = linked.Link!;
            Console.Error.WriteLine(FormattableString.Invariant($"A = {link.Slope:R}, B = {link.Intercept:R} by {link.Anchors} anchors; {link.Drift.Count(anchor => anchor.IsFlagged)} flagged for drift."));
            Write(result.GetValue(output), inputs, Console.Out, linked.Write);
            return 0;
        });
        return command;
    }

    /// <exception cref="InputException">The anchors do not determine a transformation.</exception>
    internal static CalibrationFile Link(LinkAnchors pairs, LinkingMethod method, LinkingCriterion criterion, LinkGrid grid)
    {
        var drift = DriftDetection.Detect(pairs.Anchors, method, criterion, pairs.From.Items.Count, pairs.Errors);
        if (drift.All.Transformation is not { } transformation)
        {
            throw new InputException($"The {pairs.Anchors.Count} anchors do not determine the scale: {KebabCase.Of(drift.All.Status).Replace('-', ' ')}.");
        }

        var shown = drift.All.Criterion is null ? null
            : new CriterionShown(criterion.Points[0], criterion.Points[^1], criterion.Points.Length, KebabCase.Of(grid), criterion.IsSymmetric, criterion.ScalingConstant, drift.All.CriterionValue);
        var kept = drift.Kept.Transformation is { } without && drift.Anchors.Any(anchor => !anchor.IsKept) ? new LinkShown(without.Slope, without.Intercept, drift.Kept.Anchors) : null;
        return new CalibrationFile
        {
            Id = $"{Name(pairs.From)}-on-{Name(pairs.To)}",
            Version = pairs.From.Version ?? 1,

            // Discriminations that were estimated with D = 1.7 still are: whoever reads the file must multiply them too.
            ScalingConstant = criterion.ScalingConstant,
            Assessment = pairs.From.Assessment,
            Data = pairs.From.Data,
            Search = pairs.From.Search,
            Link = new AppliedLink(
                pairs.From.Title, pairs.To.Title, method, transformation.Slope, transformation.Intercept, drift.All.Anchors, shown,
                [.. drift.Anchors.Select(anchor => new DriftShown(pairs.Names[anchor.Index], anchor.DiscriminationDifference, anchor.DifficultyDifference, anchor.DiscriminationZ, anchor.DifficultyZ, anchor.StandardErrorZ, anchor.CurveDistance, anchor.IsFlagged, anchor.IsKept))],
                kept),
            Items = [.. pairs.From.Items.Select(item => CalibrationFileItem.Of(Moved(item, transformation, pairs.From.Path)))],
        };
    }

    private static NamedItem Moved(NamedItem item, ScaleTransformation by, string path)
    {
        try
        {
            var errors = item.StandardErrors;
            return item with
            {
                Parameters = by.Apply(item.Parameters),
                StandardErrors = errors is null ? null : new ItemErrors(errors.A / by.Slope, errors.B * by.Slope, errors.C, errors.Thresholds is null ? null : [.. errors.Thresholds.Select(error => error * by.Slope)]),
            };
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InputException($"{path}: {item.Name} cannot be moved to the other scale: {exception.Message}");
        }
    }

    private static string Name(ItemList list) => list.Id ?? Path.GetFileNameWithoutExtension(list.Path);
}
