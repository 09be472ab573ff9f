using System.CommandLine;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `curves`: what a form measures and how well, before anybody has answered it.</summary>
internal static class CurvesCommand
{
    private const int MostPoints = 100_000;
    private const double LargestAbility = 1_000_000;

    public static Command Create()
    {
        var form = VerbOptions.File("--form", "Item parameters, JSON or CSV.");
        var from = new Option<double>("--from") { Description = "First ability, logits.", DefaultValueFactory = _ => -4 };
        var to = new Option<double>("--to") { Description = "Last ability, logits.", DefaultValueFactory = _ => 4 };
        var points = new Option<int>("--points") { Description = "How many abilities, equally spaced.", DefaultValueFactory = _ => 17 };
        var (mean, sd) = VerbOptions.PriorOptions("the population that the marginal reliability is of");
        var strict = Remarks.Strict();
        var output = VerbOptions.Output("Curves and marginal reliability, JSON; standard output without it.");
        var command = new Command(
            "curves",
            "Information, standard error, expected score and bias of a form along ability, and its marginal reliability.")
        {
            form, from, to, points, mean, sd, output, strict,
        };
        points.Refuse(count => count is < 2 or > MostPoints, $"--points must be between 2 and {MostPoints}.");
        command.SetAction(Run);
        return command;

        int Run(ParseResult result)
        {
            string[] inputs = [result.GetValue(form)!];
            RefuseInputs(result.GetValue(output), inputs);
            var remarks = new Remarks();
            var items = ItemFile.Read(inputs[0]).WithEstimates(remarks).Items;
            var population = VerbOptions.Prior(result.GetValue(mean), result.GetValue(sd));
            var test = new TestForm(items.Select(item => item.Parameters), population);
            var (first, last, count) = (result.GetValue(from), result.GetValue(to), result.GetValue(points));
            if (!(first < last) || Math.Abs(first) > LargestAbility || Math.Abs(last) > LargestAbility)
            {
                throw new InputException($"--from must be below --to, both within ±{LargestAbility}.");
            }

            var curve = Enumerable.Range(0, count).Select(n => TestCurves.At(test, first + (last - first) * n / (count - 1)));
            var shown = Shown(TestCurves.Reliability(test), curve);
            Write(result.GetValue(output), inputs, Console.Out, writer => WriteJson(writer, shown));
            return remarks.Tell(Console.Error, result.GetValue(strict));
        }
    }

    private static object Shown(MarginalReliability reliability, IEnumerable<CurvePoint> curve) => new
    {
        MarginalReliability = Finite(reliability.OfPosterior),
        MarginalReliabilityOfMaximumLikelihood = Finite(reliability.OfMaximumLikelihood),
        Curve = curve.Select(point => new
        {
            point.Theta,
            point.Information,
            StandardError = Finite(point.ConditionalStandardError),
            point.ExpectedScore,
            point.MaximumLikelihoodBias,
        }),
    };
}
