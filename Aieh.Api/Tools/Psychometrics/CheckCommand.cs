using System.CommandLine;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Report;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `check`: how a calibration and the responses to its items get on, as one page of HTML or as numbers.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var responses = VerbOptions.File("--responses", "Responses, CSV.");
        var calibration = VerbOptions.File("--calibration", "Item parameters, JSON or CSV.");
        var group = VerbOptions.File("--group", "A column `group` for each row or person of the responses, CSV; without it, their own column `group`.", required: false);
        var focal = new Option<string?>("--focal") { Description = "The group that is compared with the others; 1 of 0 and 1, or the smaller one, without it.", HelpName = "name" };
        var missing = VerbOptions.OneOf<MissingResponses>("--missing", "What an empty cell means.", MissingResponses.NotAdministered);
        var other = new Option<bool>("--other-sample") { Description = "The calibration was made from other people: item fit loses no degrees of freedom to its parameters." };
        var columns = new ColumnOptions();
        var output = VerbOptions.Output("The report, HTML.");
        var json = new Option<string?>("--json") { Description = "Where to write the numbers, JSON: reliability, item fit, person fit at three estimates, differential functioning, bands.", HelpName = "file" };
        var command = new Command("check", "Report on a test: item curves, information, fit, differential functioning, reliability, bands; as a page, as numbers, or both.") { responses, calibration, group, focal, missing, other, output, json };
        command.Validators.Add(result => { if (result.GetValue(output) is null && result.GetValue(json) is null) result.AddError("--out or --json is needed."); });
        columns.AddTo(command);
        command.SetAction(result =>
        {
            string[] inputs = [.. new[] { result.GetValue(responses)!, result.GetValue(calibration)!, result.GetValue(group) }.OfType<string>()];
            var (page, numbers) = (result.GetValue(output), result.GetValue(json));
            RefuseInputs(page, inputs);
            RefuseInputs(numbers, page is null ? inputs : [.. inputs, page]);
            var items = ItemFile.Read(inputs[1]);
            var table = ResponseTable.Read(inputs[0], items, columns.Read(result), result.GetValue(missing), Console.Error);
            var data = new CheckedTest(items, table, FocalGroup.Of(table, result.GetValue(group), result.GetValue(focal)), !result.GetValue(other), new ProgressNotes(Console.Error));
            if (page is not null) Write(page, inputs, Console.Out, writer => CheckReport.Write(writer, data));
            if (numbers is not null) Write(numbers, inputs, Console.Out, writer => CheckJson.Write(writer, data));
            return 0;
        });
        return command;
    }
}
