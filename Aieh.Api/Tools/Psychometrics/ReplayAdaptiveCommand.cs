using System.CommandLine;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `replay-adaptive`: the adaptive test that people would have taken, given their answers to the whole bank.</summary>
internal static class ReplayAdaptiveCommand
{
    public static Command Create()
    {
        var form = VerbOptions.File("--form", "Item parameters of the bank, JSON or CSV.");
        var responses = VerbOptions.File("--responses", "Responses to the bank, CSV; an item that is chosen must have one.");
        var seed = new Option<ulong>("--seed") { Description = "Seed of --randomesque." };
        var rules = new AdaptiveOptions();
        var columns = new ColumnOptions();
        var strict = Remarks.Strict();
        var output = VerbOptions.Output("A row for each item given, CSV; standard output without it.");
        var command = new Command(
            "replay-adaptive",
            "Give an adaptive test to people whose answers are known: items, estimates and standard errors step by step.")
        {
            form, responses, seed, output, strict,
        };
        rules.AddTo(command);
        columns.AddTo(command);
        command.SetAction(Run);
        return command;

        int Run(ParseResult result)
        {
            string[] inputs = [result.GetValue(form)!, result.GetValue(responses)!];
            RefuseInputs(result.GetValue(output), inputs);
            var remarks = new Remarks();
            var items = ItemFile.Read(inputs[0]).WithEstimates(remarks);
            var table = ResponseTable.Read(inputs[1], items, columns.Read(result), MissingResponses.NotAdministered, remarks);
            var (bank, settings) = rules.Read(result, items.Items);
            var replay = new Replay(items, table, bank, settings, result.GetValue(seed));
            Write(result.GetValue(output), inputs, Console.Out, writer => replay.Write(writer, new ProgressNotes(Console.Error)));
            return remarks.Tell(Console.Error, result.GetValue(strict));
        }
    }

    private sealed class Replay(ItemList items, ResponseTable table, AdaptiveBank bank, AdaptiveSettings settings, ulong seed)
    {
        public void Write(TextWriter writer, ProgressNotes progress)
        {
            string[] header = [.. table.PersonHeader, "step", "item", "information", "response", "theta", "se", "status"];
            WriteCsv(writer, header, Enumerable.Range(0, table.Rows).SelectMany(Told));

            IEnumerable<IEnumerable<string>> Told(int row)
            {
                progress.Tell(() => $"{row} of {table.Rows} rows replayed");
                return Steps(row);
            }
        }

        // The seed of each person is the given one plus the row, so that a replay of one file is the same everywhere.
        private IEnumerable<IEnumerable<string>> Steps(int row)
        {
            var given = new List<AdministeredItem>();
            var own = unchecked(seed + (ulong)row);
            var at = AdaptiveTest.Next(bank, settings, own, []);
            while (at.Item is { } item)
            {
                var (name, response) = (items.Items[item].Name, table.Row(row)[item]);
                if (response == Response.NotAdministered)
                {
                    throw new InputException(
                        $"{table.Path}: {table.NameOf(row)} has no answer to {name}, which is item {given.Count + 1} of the test.");
                }

                given.Add(new AdministeredItem(item, response));
                var next = AdaptiveTest.Next(bank, settings, own, [.. given]);
                yield return
                [
                    .. table.PersonCells(row),
                    Number(given.Count),
                    name,
                    Number(at.Information),
                    Number(response),
                    Number(next.Theta),
                    Number(next.StandardError),
                    KebabCase.Of(next.Status),
                ];
                at = next;
            }
        }
    }
}
