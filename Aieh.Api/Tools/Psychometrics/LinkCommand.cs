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
        var grid = VerbOptions.OneOf<LinkGrid>(
            "--grid", "Weights of the abilities that haebara and stocking-lord sum over.", LinkGrid.Uniform);
        var points = new Option<int?>("--points") { Description = "How many abilities from -4 to 4; 161 for uniform, 41 for normal." };
        var symmetric = new Option<bool>("--symmetric") { Description = "Sum the criterion on both scales." };
        var d = new Option<double>("--scaling-constant")
        {
            Description = "Multiplies the discriminations in the criterion; 1.7 for parameters estimated with D = 1.7.",
            DefaultValueFactory = _ => 1,
        };
        points.Refuse(count => count is < 2 or > 100_000, "--points must be between 2 and 100000.");
        d.Refuse(constant => constant is not (> 0 and < 100), "--scaling-constant must be above 0.");
        var output = VerbOptions.Output("The items of --from on the scale of --to, JSON; standard output without it.");
        var command = new Command("link", "Link two calibrations by common items: mean-mean, mean-sigma, Haebara, Stocking-Lord.")
        {
            from, to, method, anchors, grid, points, symmetric, d, output,
        };
        command.SetAction(Run);
        return command;

        int Run(ParseResult result)
        {
            string[] inputs = [result.GetValue(from)!, result.GetValue(to)!];
            RefuseInputs(result.GetValue(output), inputs);
            string[] names = [.. result.GetValue(anchors)!.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries))];
            var pairs = LinkAnchors.Pair(ItemFile.Read(inputs[0]), ItemFile.Read(inputs[1]), names, Console.Error);
            var criterion = CriterionOf(result);
            var linked = Link(pairs, result.GetValue(method), criterion, result.GetValue(grid));
            var link = linked.Link!;
            var flagged = link.Drift.Count(anchor => anchor.IsFlagged);
            Console.Error.WriteLine(FormattableString.Invariant(
                $"A = {link.Slope:R}, B = {link.Intercept:R} by {link.Anchors} anchors; {flagged} flagged for drift."));
            Write(result.GetValue(output), inputs, Console.Out, linked.Write);
            return 0;
        }

        LinkingCriterion CriterionOf(ParseResult result)
        {
            var (count, isSymmetric, constant) = (result.GetValue(points), result.GetValue(symmetric), result.GetValue(d));
            return result.GetValue(grid) == LinkGrid.Uniform
                ? LinkingCriterion.Uniform(count: count ?? 161, isSymmetric: isSymmetric, scalingConstant: constant)
                : LinkingCriterion.Normal(count: count ?? 41, isSymmetric: isSymmetric, scalingConstant: constant);
        }
    }

    /// <exception cref="InputException">The anchors do not determine a transformation.</exception>
    internal static CalibrationFile Link(LinkAnchors pairs, LinkingMethod method, LinkingCriterion criterion, LinkGrid grid)
    {
        var drift = DriftDetection.Detect(pairs.Anchors, method, criterion, pairs.From.Items.Count, pairs.Errors);
        if (drift.All.Transformation is not { } transformation)
        {
            var why = KebabCase.Of(drift.All.Status).Replace('-', ' ');
            throw new InputException($"The {pairs.Anchors.Count} anchors do not determine the scale: {why}.");
        }

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
                pairs.From.Title,
                pairs.To.Title,
                method,
                transformation.Slope,
                transformation.Intercept,
                drift.All.Anchors,
                CriterionOf(drift, criterion, grid),
                [.. drift.Anchors.Select(anchor => DriftOf(anchor, pairs.Names))],
                KeptOf(drift)),
            Items = [.. pairs.From.Items.Select(item => CalibrationFileItem.Of(Moved(item, transformation, pairs.From.Path)))],
        };
    }

    /// <summary>Null for the methods that sum over no abilities.</summary>
    private static CriterionShown? CriterionOf(DriftReport drift, LinkingCriterion criterion, LinkGrid grid)
    {
        if (drift.All.Criterion is null) return null;
        return new CriterionShown(
            criterion.Points[0],
            criterion.Points[^1],
            criterion.Points.Length,
            KebabCase.Of(grid),
            criterion.IsSymmetric,
            criterion.ScalingConstant,
            drift.All.CriterionValue);
    }

    private static DriftShown DriftOf(AnchorDrift anchor, IReadOnlyList<string> names) => new(
        names[anchor.Index],
        anchor.DiscriminationDifference,
        anchor.DifficultyDifference,
        anchor.DiscriminationZ,
        anchor.DifficultyZ,
        anchor.StandardErrorZ,
        anchor.CurveDistance,
        anchor.IsFlagged,
        anchor.IsKept);

    /// <summary>Null where no anchor was dropped, or the others do not determine the scale.</summary>
    private static LinkShown? KeptOf(DriftReport drift)
    {
        if (drift.Kept.Transformation is not { } without || drift.Anchors.All(anchor => anchor.IsKept)) return null;
        return new LinkShown(without.Slope, without.Intercept, drift.Kept.Anchors);
    }

    private static NamedItem Moved(NamedItem item, ScaleTransformation by, string path)
    {
        try
        {
            return item with { Parameters = by.Apply(item.Parameters), StandardErrors = Moved(item.StandardErrors, by) };
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InputException($"{path}: {item.Name} cannot be moved to the other scale: {exception.Message}");
        }
    }

    private static ItemErrors? Moved(ItemErrors? errors, ScaleTransformation by)
    {
        if (errors is null) return null;
        double[]? thresholds = errors.Thresholds is null ? null : [.. errors.Thresholds.Select(error => error * by.Slope)];
        return new ItemErrors(errors.A / by.Slope, errors.B * by.Slope, errors.C, thresholds);
    }

    private static string Name(ItemList list) => list.Id ?? Path.GetFileNameWithoutExtension(list.Path);
}
