using System.CommandLine;
using System.Globalization;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Adaptive;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `simulate-adaptive`: what an adaptive test does with a bank before anybody takes it.</summary>
internal static class SimulateAdaptiveCommand
{
    private const int MostPeople = 1_000_000;

    public static Command Create()
    {
        var form = VerbOptions.File("--form", "Item parameters of the bank, JSON or CSV.");
        var people = VerbOptions.People(MostPeople);
        var seed = new Option<ulong>("--seed") { Description = "Seed of the random numbers.", Required = true };
        var mean = new Option<double>("--mean") { Description = "Mean ability of the people, logits." };
        var sd = new Option<double>("--sd")
        {
            Description = "Standard deviation of their abilities, logits.",
            DefaultValueFactory = _ => 1,
        };
        var rules = new AdaptiveOptions();
        var strict = Remarks.Strict();
        var output = VerbOptions.Output("A row for each simulated test, CSV; standard output without it.");
        var exposure = new Option<string?>("--exposure")
        {
            Description = "Where to write how often each item was given, CSV.",
            HelpName = "file",
        };

        var command = new Command("simulate-adaptive", "Simulate an adaptive test: length, precision and exposure of items.")
        {
            form, people, seed, mean, sd, output, exposure, strict,
        };
        rules.AddTo(command);
        command.SetAction(Run);
        return command;

        int Run(ParseResult result)
        {
            string[] inputs = [result.GetValue(form)!];
            var (testPath, exposurePath) = (result.GetValue(output), result.GetValue(exposure));
            RefuseInputs(testPath, inputs);
            RefuseInputs(exposurePath, testPath is null ? inputs : [.. inputs, testPath]);
            var remarks = new Remarks();
            var items = ItemFile.Read(inputs[0]).WithEstimates(remarks).Items;
            var (bank, settings) = rules.Read(result, items);
            var population = VerbOptions.Prior(result.GetValue(mean), result.GetValue(sd));
            var abilities = AdaptiveSimulation.DrawAbilities(population, result.GetValue(people), result.GetValue(seed));
            var simulated = AdaptiveSimulation.Run(bank, settings, abilities, result.GetValue(seed));
            Console.Error.WriteLine(Summary(simulated));
            Write(testPath, inputs, Console.Out, writer => WriteTests(writer, simulated));
            if (exposurePath is not null) Write(exposurePath, inputs, Console.Out, writer => WriteExposure(writer, items, simulated));
            return remarks.Tell(Console.Error, result.GetValue(strict));
        }
    }

    private static string Summary(AdaptiveSimulationResult simulated) => string.Create(
        CultureInfo.InvariantCulture,
        $"mean length {simulated.MeanLength:0.00}, bias {simulated.Bias:0.0000}, RMSE {simulated.RootMeanSquareError:0.0000}, "
        + $"mean standard error {simulated.MeanStandardError:0.0000}, at target {simulated.ShareAtTarget:P1}, "
        + $"largest exposure {simulated.MaximumExposure:0.000}, overlap {simulated.Overlap:0.000}");

    private static void WriteTests(TextWriter writer, AdaptiveSimulationResult simulated)
    {
        string[] header = ["person", "true_theta", "theta", "se", "items", "status"];
        WriteCsv(writer, header, simulated.Tests.Select(Row));

        static IEnumerable<string> Row(SimulatedTest test, int i) =>
        [
            Number(i + 1),
            Number(test.Ability),
            Number(test.Theta),
            Number(test.StandardError),
            Number(test.Length),
            KebabCase.Of(test.Status),
        ];
    }

    private static void WriteExposure(TextWriter writer, IReadOnlyList<NamedItem> items, AdaptiveSimulationResult simulated)
    {
        var rows = items.Select((item, i) => new[] { item.Name, Number(simulated.ExposureRates[i]) });
        WriteCsv(writer, ["item", "exposure"], rows);
    }
}
