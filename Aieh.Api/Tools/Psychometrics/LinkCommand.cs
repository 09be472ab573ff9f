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

/// <summary>How two lists of items are to be linked.</summary>
internal sealed record LinkRequest(
    LinkingMethod Method, LinkingCriterion Criterion, LinkGrid Grid, DriftRule Rule, bool DropsDrifted);

/// <summary>The verb `link`: parameters on the scale of another calibration, by the items they have in common.</summary>
internal static class LinkCommand
{
    public static Command Create()
    {
        var from = VerbOptions.File("--from", "Items whose parameters are to be brought to the other scale, JSON or CSV.");
        var to = VerbOptions.File("--to", "Items on the scale that stays, JSON or CSV.");
        var method = VerbOptions.OneOf<LinkingMethod>("--method", "How to link.", LinkingMethod.StockingLord);
        var anchors = VerbOptions.Names("--anchors", "Names of the common items, in any case; without it, all names that both files have.");
        var byPosition = new Option<bool>("--by-position") { Description = "Pair the items in their order, whatever they are called." };
        var grid = VerbOptions.OneOf<LinkGrid>(
            "--grid", "Weights of the abilities that haebara and stocking-lord sum over.", LinkGrid.Uniform);
        var points = new Option<int?>("--points") { Description = "How many abilities from -4 to 4; 161 for uniform, 41 for normal." };
        var symmetric = new Option<bool>("--symmetric") { Description = "Sum the criterion on both scales." };
        var d = new Option<double>("--scaling-constant")
        {
            Description = "Multiplies the discriminations in the criterion; 1.7 for parameters estimated with D = 1.7.",
            DefaultValueFactory = _ => 1,
        };
        var rate = new Option<double>("--false-discovery-rate")
        {
            Description = "Expected share of sound anchors among those flagged for drift.",
            DefaultValueFactory = _ => DriftRule.Default.FalseDiscoveryRate,
        };
        var drop = new Option<bool>("--drop-drifted") { Description = "Link without the anchors that are flagged for drift." };
        rate.Refuse(share => share is not (> 0 and < 1), "--false-discovery-rate must be between 0 and 1.");
        points.Refuse(count => count is < 2 or > 100_000, "--points must be between 2 and 100000.");
        d.Refuse(constant => constant is not (> 0 and < 100), "--scaling-constant must be above 0.");
        var strict = Remarks.Strict();
        var output = VerbOptions.Output("The items of --from on the scale of --to, JSON; standard output without it.");
        var command = new Command("link", "Link two calibrations by common items: mean-mean, mean-sigma, Haebara, Stocking-Lord.")
        {
            from, to, method, anchors, byPosition, grid, points, symmetric, d, rate, drop, strict, output,
        };
        command.SetAction(Run);
        return command;

        int Run(ParseResult result)
        {
            string[] inputs = [result.GetValue(from)!, result.GetValue(to)!];
            RefuseInputs(result.GetValue(output), inputs);
            string[] names = [.. result.GetValue(anchors)!.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries))];
            var remarks = new Remarks();
            var pairs = PairsOf(ItemFile.Read(inputs[0]), ItemFile.Read(inputs[1]), names, result.GetValue(byPosition), remarks);
            var rule = DriftRule.Default with { FalseDiscoveryRate = result.GetValue(rate) };
            var request = new LinkRequest(
                result.GetValue(method), CriterionOf(result), result.GetValue(grid), rule, result.GetValue(drop));
            var linked = Link(pairs, request);
            Write(result.GetValue(output), inputs, Console.Out, linked.Write);
            Console.Error.WriteLine(LinkNotes.Line(linked.Link!));
            LinkNotes.Remark(linked.Link!, pairs, remarks);
            return remarks.Tell(Console.Error, result.GetValue(strict));
        }

        LinkingCriterion CriterionOf(ParseResult result)
        {
            var (count, isSymmetric, constant) = (result.GetValue(points), result.GetValue(symmetric), result.GetValue(d));
            return result.GetValue(grid) == LinkGrid.Uniform
                ? LinkingCriterion.Uniform(count: count ?? 161, isSymmetric: isSymmetric, scalingConstant: constant)
                : LinkingCriterion.Normal(count: count ?? 41, isSymmetric: isSymmetric, scalingConstant: constant);
        }
    }

    private static LinkAnchors PairsOf(ItemList from, ItemList to, string[] names, bool isByPosition, Remarks remarks)
    {
        if (!isByPosition) return LinkAnchors.Pair(from, to, names, remarks);
        if (names.Length > 0) throw new InputException("--anchors goes by names, and --by-position by none: give one of them.");
        return LinkAnchors.PairByPosition(from, to, remarks);
    }

    /// <exception cref="InputException">The anchors do not determine a transformation.</exception>
    internal static CalibrationFile Link(LinkAnchors pairs, LinkRequest request)
    {
        var (from, to) = (pairs.From, pairs.To);
        var drift = DriftDetection.Detect(
            pairs.Anchors, request.Method, request.Criterion, from.Items.Count, pairs.Errors, request.Rule);
        var applied = request.DropsDrifted ? drift.Kept : drift.All;
        if (applied.Transformation is not { } transformation)
        {
            var why = KebabCase.Of(applied.Status).Replace('-', ' ');
            var leftOut = string.Concat(pairs.LeftOut.GroupBy(item => item.Reason, item => item.Item).Select(Told));
            throw new InputException($"The {applied.Anchors} anchors do not determine the scale: {why}.{leftOut}");
        }

        static string Told(IGrouping<string, string> alike) => $" {Remarks.Listed([.. alike])}: no anchor, since {alike.Key}.";
        return new CalibrationFile
        {
            Id = $"{Name(from)}-on-{Name(to)}",
            Version = from.Version ?? 1,

            // Discriminations that were estimated with D = 1.7 still are: whoever reads the file must multiply them too.
            ScalingConstant = request.Criterion.ScalingConstant,
            Assessment = from.Assessment,
            Data = from.Data,
            Priors = from.Priors,
            Search = from.Search,
            Link = LinkNotes.Of(pairs, request, drift, applied),
            Items = [.. from.Items.Select(item => CalibrationFileItem.Of(Moved(item, transformation, from.Path)))],
            Covariance = from.Covariance?.Scaled(from.Items, _ => (1 / transformation.Slope, transformation.Slope)),
            NotEstimated = from.LeftOut.Count == 0
                ? null
                : [.. from.LeftOut.Select(item => item.Moved(transformation.Slope, transformation.Intercept))],
        };
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
