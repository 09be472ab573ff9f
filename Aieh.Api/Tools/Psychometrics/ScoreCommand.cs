using System.CommandLine;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

internal enum ScoringMethod
{
    Eap,
    Map,
    Mle,
    Wle,
}

/// <summary>The verb `score`: abilities from responses and known item parameters.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var form = VerbOptions.File("--form", "Item parameters, JSON or CSV.");
        var responses = VerbOptions.File("--responses", "Responses, CSV.");
        var method = VerbOptions.OneOf<ScoringMethod>("--method", "Estimator.", ScoringMethod.Eap);
        var missing = VerbOptions.OneOf<MissingResponses>("--missing", "What an empty cell means.", MissingResponses.NotAdministered);
        var (mean, sd) = VerbOptions.PriorOptions("of EAP and MAP");
        var columns = new ColumnOptions();
        var strict = Remarks.Strict();
        var output = VerbOptions.Output("Scores, CSV; standard output without it.");
        var command = new Command("score", "Score responses with known item parameters: EAP, MAP, MLE or Warm's WLE.")
        {
            form, responses, method, missing, mean, sd, output, strict,
        };
        columns.AddTo(command);
        command.SetAction(Run);
        return command;

        int Run(ParseResult result)
        {
            string[] inputs = [result.GetValue(form)!, result.GetValue(responses)!];
            RefuseInputs(result.GetValue(output), inputs);
            var remarks = new Remarks();
            var items = ItemFile.Read(inputs[0]).WithEstimates(remarks);
            var table = ResponseTable.Read(inputs[1], items, columns.Read(result), result.GetValue(missing), remarks);
            var prior = VerbOptions.Prior(result.GetValue(mean), result.GetValue(sd));
            var test = new TestForm(items.Items.Select(item => item.Parameters), prior);
            var (chosen, progress) = (result.GetValue(method), new ProgressNotes(Console.Error));
            Write(result.GetValue(output), inputs, Console.Out, writer => WriteScores(writer, test, table, chosen, progress));
            var silent = Enumerable.Range(0, table.Rows).Count(row => !table.Row(row).ContainsAnyExcept(Response.NotAdministered));
            if (silent > 0) remarks.Add($"{table.Path}: {silent} of {table.Rows} rows have no answer, and so no score.");
            return remarks.Tell(Console.Error, result.GetValue(strict));
        }
    }

    internal static void WriteScores(TextWriter writer, TestForm form, ResponseTable table, ScoringMethod method, ProgressNotes progress)
    {
        IEnumerable<string> frequency = table.HasFrequencies ? ["frequency"] : [];
        string[] header =
        [
            .. table.PersonHeader, .. frequency, "answered", "raw", "theta", "se", "status", "score", "score_se", "reported", "band",
        ];
        WriteCsv(writer, header, Enumerable.Range(0, table.Rows).Select(Told));

        IEnumerable<string> Told(int row)
        {
            progress.Tell(() => $"{row} of {table.Rows} rows scored");
            return Score(form, table, row, method);
        }
    }

    private static IEnumerable<string> Score(TestForm form, ResponseTable table, int row, ScoringMethod method)
    {
        int answered = 0, raw = 0;
        foreach (var category in table.ScoredRow(row))
        {
            if (category == Response.NotAdministered) continue;
            answered++;
            raw += category;
        }

        var estimate = Estimate(form, table.Row(row), method);
        var scale = ScoreScale.Passport;
        double? score = estimate.Theta is { } theta ? scale.ScoreOf(theta) : null;
        double? error = estimate.StandardError is { } known ? scale.StandardErrorOf(known) : null;
        int? reported = score is { } unrounded ? scale.Report(unrounded) : null;
        IEnumerable<string> frequency = table.HasFrequencies ? [Number(table.Frequencies[row])] : [];
        return
        [
            .. table.PersonCells(row),
            .. frequency,
            Number(answered),
            answered > 0 ? Number(raw) : "",
            Number(estimate.Theta),
            Number(estimate.StandardError),
            KebabCase.Of(estimate.Status),
            Number(score),
            Number(error),
            reported is { } points ? Number(points) : "",
            reported is { } banded ? KebabCase.Of(scale.BandOf(banded)) : "",
        ];
    }

    /// <summary>Without a response there is no score, though EAP would have one: the prior's.</summary>
    internal static LikelihoodEstimate Estimate(TestForm form, ReadOnlySpan<int> responses, ScoringMethod method)
    {
        switch (method)
        {
            case ScoringMethod.Eap:
                var eap = EapEstimator.Estimate(form, responses);
                return eap.Status == EstimateStatus.Finite
                    ? new LikelihoodEstimate(eap.Status, eap.Theta, eap.StandardError)
                    : new LikelihoodEstimate(eap.Status, null, null);
            case ScoringMethod.Map:
                var map = MapEstimator.Estimate(form, responses);
                return new LikelihoodEstimate(map.Status, map.Theta, map.StandardError);
            case ScoringMethod.Mle:
                return MleEstimator.Estimate(form, responses);
            default:
                return WleEstimator.Estimate(form, responses);
        }
    }
}
