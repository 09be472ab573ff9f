using System.CommandLine;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Report;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `check`: how a calibration and the responses to its items get on, as one page of HTML or as numbers.</summary>
internal static class CheckCommand
{
    public static Command Create(Func<string[], CancellationToken, Task<WebApplication>> open)
    {
        var options = new CheckOptions();
        var command = new Command(
            "check",
            "Report on a test: item curves, information, fit, differential functioning, reliability, bands, speededness; "
            + "as a page, as numbers, or both. With --assessment: differential functioning by groups of those who have answered the "
            + "voluntary questionnaire, from the service's own database.");
        options.AddTo(command);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, ct) => options.Assessment(result) is { } assessment
            ? RunAsync(assessment, options.Output(result), open, [.. result.UnmatchedTokens], ct)
            : Task.FromResult(Run(options.Read(result))));
        return command;
    }

    private static async Task<int> RunAsync(
        string assessment, (string? Page, string? Numbers) output, Func<string[], CancellationToken, Task<WebApplication>> open,
        string[] settings, CancellationToken cancellationToken)
    {
        RefuseInputs(output.Numbers, output.Page is { } other ? [other] : []);
        var comparisons = await ConsentedGroups.ReadAsync(open, settings, assessment, cancellationToken);
        if (output.Page is { } page) Write(page, [], Console.Out, writer => GroupDifReport.WritePage(writer, comparisons));
        if (output.Numbers is { } numbers) Write(numbers, [], Console.Out, writer => GroupDifReport.WriteJson(writer, comparisons));
        return 0;
    }

    private static int Run(CheckInput input)
    {
        string[] inputs = [input.Responses, input.Calibration];
        if (input.Group is { } group) inputs = [.. inputs, group];
        RefuseInputs(input.Page, inputs);
        RefuseInputs(input.Numbers, input.Page is { } other ? [.. inputs, other] : inputs);

        var remarks = new Remarks();
        var test = Compute(input, remarks);
        CheckRemarks.Add(remarks, test);
        if (input.Page is { } page) Write(page, inputs, Console.Out, writer => CheckReport.Write(writer, test, remarks));
        if (input.Numbers is { } numbers) Write(numbers, inputs, Console.Out, writer => CheckJson.Write(writer, test, remarks));
        return remarks.Tell(Console.Error, input.IsStrict);
    }

    private static CheckedTest Compute(CheckInput input, Remarks remarks)
    {
        var items = ItemFile.Read(input.Calibration);
        var responses = ResponseTable.Read(input.Responses, items, input.Columns, input.Missing, remarks);
        remarks.AddNoEstimates(items);
        var group = FocalGroup.Of(responses, input.Group, input.Focal, remarks);
        return new CheckedTest(items, responses, group, input.IsOwnSample, input.IsTimed, new ProgressNotes(Console.Error));
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Group">File of the groups; null for the column of the responses.</param>
    /// <param name="IsOwnSample">Whether the calibration was made from these responses.</param>
    /// <param name="IsTimed">Whether everybody got the items in the form's order under a time limit.</param>
    /// <param name="Page">Where the page goes, if anywhere.</param>
    /// <param name="Numbers">Where the numbers go, if anywhere.</param>
    private sealed record CheckInput(
        string Responses,
        string Calibration,
        string? Group,
        string? Focal,
        MissingResponses Missing,
        bool IsOwnSample,
        bool IsTimed,
        bool IsStrict,
        ColumnRoles Columns,
        string? Page,
        string? Numbers);

    private sealed class CheckOptions
    {
        private readonly Option<string> _responses = VerbOptions.File("--responses", "Responses, CSV.", required: false);

        private readonly Option<string> _calibration = VerbOptions.File(
            "--calibration", "Item parameters, JSON or CSV.", required: false);

        private readonly Option<string?> _assessment = new("--assessment")
        {
            Description = "Assessment whose stored responses are compared by group, instead of --responses and --calibration.",
            HelpName = "slug",
        };

        private readonly Option<string> _group = VerbOptions.File(
            "--group",
            "A column `group` for each row or person of the responses, CSV; without it, their own column `group`.",
            required: false);

        private readonly Option<string?> _focal = new("--focal")
        {
            Description = "The group that is compared with the others; 1 of 0 and 1, or the smaller one, without it.",
            HelpName = "name",
        };

        private readonly Option<MissingResponses> _missing =
            VerbOptions.OneOf<MissingResponses>("--missing", "What an empty cell means.", MissingResponses.NotAdministered);

        private readonly Option<bool> _otherSample = new("--other-sample")
        {
            Description = "The calibration was made from other people: item fit loses no degrees of freedom to its parameters.",
        };

        private readonly Option<bool> _timed = new("--timed")
        {
            Description = "Everybody got the items in the form's order under a time limit: adds how far people got (speededness).",
        };

        private readonly Option<bool> _strict = Remarks.Strict();

        private readonly Option<string?> _page = VerbOptions.Output("The report, HTML.");

        private readonly Option<string?> _numbers = new("--json")
        {
            Description = "Where to write the numbers, JSON: "
                + "reliability, item fit, person fit at three estimates, differential functioning, bands, speededness.",
            HelpName = "file",
        };

        private readonly ColumnOptions _columns = new();

        public void AddTo(Command command)
        {
            Option[] options =
                [_responses, _calibration, _assessment, _group, _focal, _missing, _otherSample, _timed, _page, _numbers, _strict];
            foreach (var option in options) command.Add(option);

            _columns.AddTo(command);
            command.Validators.Add(result =>
            {
                var writesNothing = result.GetValue(_page) is null && result.GetValue(_numbers) is null;
                if (writesNothing) result.AddError("--out or --json is needed.");
                var isFromFiles = result.GetValue(_responses) is not null && result.GetValue(_calibration) is not null;
                var isFromFile = result.GetValue(_responses) is not null || result.GetValue(_calibration) is not null;
                var isStored = result.GetValue(_assessment) is not null;
                if (isStored == isFromFile || (isFromFile && !isFromFiles))
                {
                    result.AddError("Either --responses and --calibration are needed, or --assessment alone.");
                }
            });
        }

        public string? Assessment(ParseResult result) => result.GetValue(_assessment);

        public (string? Page, string? Numbers) Output(ParseResult result) => (result.GetValue(_page), result.GetValue(_numbers));

        public CheckInput Read(ParseResult result) => new(
            result.GetValue(_responses)!,
            result.GetValue(_calibration)!,
            result.GetValue(_group),
            result.GetValue(_focal),
            result.GetValue(_missing),
            IsOwnSample: !result.GetValue(_otherSample),
            result.GetValue(_timed),
            result.GetValue(_strict),
            _columns.Read(result),
            result.GetValue(_page),
            result.GetValue(_numbers));
    }
}
