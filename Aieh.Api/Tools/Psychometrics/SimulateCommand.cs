using System.CommandLine;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `simulate`: responses of people drawn from a normal population, the same on every machine for the same seed.</summary>
internal static class SimulateCommand
{
    private const int MostPeople = 10_000_000;

    public static Command Create()
    {
        var form = VerbOptions.File("--form", "Item parameters, JSON or CSV.");
        var people = VerbOptions.People(MostPeople);
        var seed = new Option<ulong>("--seed")
        {
            Description = "Seed of the random numbers; the same seed gives the same files everywhere.",
            Required = true,
        };
        var mean = new Option<double>("--mean") { Description = "Mean ability, logits." };
        var sd = new Option<double>("--sd") { Description = "Standard deviation of ability, logits.", DefaultValueFactory = _ => 1 };
        var strict = Remarks.Strict();
        var output = VerbOptions.Output("Responses, CSV; standard output without it.");
        var theta = new Option<string?>("--theta") { Description = "Where to write the true abilities, CSV.", HelpName = "file" };

        var command = new Command("simulate", "Simulate responses to a form.") { form, people, seed, mean, sd, output, theta, strict };
        command.SetAction(Run);
        return command;

        int Run(ParseResult result)
        {
            string[] inputs = [result.GetValue(form)!];
            var (responsePath, thetaPath) = (result.GetValue(output), result.GetValue(theta));
            RefuseInputs(responsePath, inputs);
            RefuseInputs(thetaPath, responsePath is null ? inputs : [.. inputs, responsePath]);
            var remarks = new Remarks();
            var items = ItemFile.Read(inputs[0]).WithEstimates(remarks).Items;
            var population = VerbOptions.Prior(result.GetValue(mean), result.GetValue(sd));
            var abilities = new double[result.GetValue(people)];
            var random = new SeededRandom(result.GetValue(seed));
            Write(responsePath, inputs, Console.Out, writer => WriteResponses(writer, items, random, population, abilities));
            if (thetaPath is not null) Write(thetaPath, inputs, Console.Out, writer => WriteAbilities(writer, abilities));
            return remarks.Tell(Console.Error, result.GetValue(strict));
        }
    }

    /// <summary>One stream of random numbers, person by person: the ability, then a uniform number for each item.</summary>
    internal static void WriteResponses(
        TextWriter writer, IReadOnlyList<NamedItem> items, SeededRandom random, NormalPrior population, double[] abilities)
    {
        WriteCsv(writer, [.. items.Select(item => item.Name).Prepend("person")], abilities.Select((_, person) => Row(person)));

        IEnumerable<string> Row(int person)
        {
            abilities[person] = population.Mean + population.StandardDeviation * random.Normal();
            return items.Select(item => Number(CodeOf(item, Drawn(item)))).Prepend(Number(person + 1));

            int Drawn(NamedItem item) => ItemResponseFunction.CategoryAt(item.Parameters, abilities[person], random.Uniform());
        }
    }

    /// <summary>How a category of the parameters is written so that it is read as that again: the first code that stands for it.</summary>
    private static int CodeOf(NamedItem item, int fitted)
    {
        var category = item.CategoryMap is { } map ? map.TakeWhile(each => each < fitted).Count() : fitted;
        return item.Codes is { } codes ? codes[category] : category;
    }

    private static void WriteAbilities(TextWriter writer, double[] abilities) =>
        WriteCsv(writer, ["person", "theta"], abilities.Select((ability, i) => new[] { Number(i + 1), Number(ability) }));
}
