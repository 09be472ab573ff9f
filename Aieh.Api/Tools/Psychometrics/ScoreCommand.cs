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
        var output = VerbOptions.Output("Scores, CSV; standard output without it.");
        var command = new Command("score", "Score responses with known item parameters: EAP, MAP, MLE or Warm's WLE.") { form, responses, method, missing, mean, sd, output };
        columns.AddTo(command);
        command.SetAction(result =>
        {
            var (formPath, responsePath) = (result.GetValue(form)!, result.GetValue(responses)!);
            RefuseInputs(result.GetValue(output), [formPath, responsePath]);
            var items = ItemFile.Read(formPath);
            var table = ResponseTable.Read(responsePath, items, columns.Read(result), result.GetValue(missing), Console.Error);
            var test = new TestForm(items.Items.Select(item => item.Parameters), VerbOptions.Prior(result.GetValue(mean), result.GetValue(sd)));
            Write(result.GetValue(output), [formPath, responsePath], Console.Out, writer => WriteScores(writer, test, table, result.GetValue(method), new ProgressNotes(Console.Error)));
            return 0;
        });
        return command;
    }

    internal static void WriteScores(TextWriter writer, TestForm form, ResponseTable table, ScoringMethod method, ProgressNotes progress)
    {
        IEnumerable<string> frequency = table.HasFrequencies ? ["frequency"] : [];
        string[] header = [.. table.PersonHeader, .. frequency, "answered", "raw", "theta", "se", "status", "score", "score_se", "reported", "band"];
        WriteCsv(writer, header, Enumerable.Range(0, table.Rows).Select(row =>
        {
            progress.Tell(() => $"{row} of {table.Rows} rows scored");
            return Score(form, table, row, method);
        }));
    }

    private static IEnumerable<string> Score(TestForm form, ResponseTable table, int row, ScoringMethod method)
    {
        var responses = table.Row(row);
        int answered = 0, raw = 0;
        foreach (var category in responses)
        {
            if (category == Response.NotAdministered) continue;
            answered++;
            raw += category;
        }

        var estimate = Estimate(form, responses, method);
        var (scale, theta) = (ScoreScale.Passport, estimate.Theta);
        double? score = theta is { } known ? scale.ScoreOf(known) : null;
        int? reported = score is { } unrounded ? scale.Report(unrounded) : null;
        IEnumerable<string> frequency = table.HasFrequencies ? [Number(table.Frequencies[row])] : [];
        return
        [
            .. table.PersonCells(row), .. frequency, Number(answered), Number(raw), Number(theta), Number(estimate.StandardError), KebabCase.Of(estimate.Status),
            Number(score), Number(estimate.StandardError is { } se ? scale.StandardErrorOf(se) : null), reported is { } points ? Number(points) : "", reported is { } of ? KebabCase.Of(scale.BandOf(of)) : "",
        ];
    }

    /// <summary>EAP and MAP always exist: without a response they are the prior.</summary>
    internal static LikelihoodEstimate Estimate(TestForm form, ReadOnlySpan<int> responses, ScoringMethod method)
    {
        switch (method)
        {
            case ScoringMethod.Eap:
                var eap = EapEstimator.Estimate(form, responses);
                return new LikelihoodEstimate(EstimateStatus.Finite, eap.Theta, eap.StandardError);
            case ScoringMethod.Map:
                var map = MapEstimator.Estimate(form, responses);
                return new LikelihoodEstimate(EstimateStatus.Finite, map.Theta, map.StandardError);
            case ScoringMethod.Mle:
                return MleEstimator.Estimate(form, responses);
            default:
                return WleEstimator.Estimate(form, responses);
        }
    }
}
