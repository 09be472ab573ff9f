using System.CommandLine;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `calibrate`: item parameters from responses.</summary>
internal static class CalibrateCommand
{
    /// <summary>The result is written, and its status asks for attention.</summary>
    private const int NotConverged = 2;

    private static readonly string[] _models = ["1pl", "2pl", "3pl", "grm", "gpcm"];

    public static Command Create(Func<string[], CancellationToken, Task<WebApplication>> open)
    {
        var model = new Option<string>("--model") { Description = "Model of the items.", Required = true };
        var polytomous = new Option<string?>("--polytomous") { Description = "Model of the items with more than two categories, where --model is for two." };
        var responses = new Option<string?>("--responses") { Description = "Responses, CSV.", HelpName = "file" };
        var assessment = new Option<string?>("--assessment") { Description = "Assessment whose stored responses are used, instead of --responses.", HelpName = "slug" };
        var priors = VerbOptions.Names("--prior", "Priors: a=lognormal:0,0.5 b=normal:0,2 c=beta:5,17 or c=logitnormal:-1.386,0.5; a=none, b=none, c=none. With --assessment also: catalog. Without it only c has one, under 3pl.");
        var nodes = new Option<int?>("--nodes") { Description = "Quadrature nodes over ±6; 61, or more for long tests, without it." };
        var cycles = new Option<int>("--max-cycles") { Description = "Most cycles.", DefaultValueFactory = _ => CalibrationOptions.Default.MaximumCycles };
        var name = new Option<string?>("--calibration-id") { Description = "Id of the calibration; made from the source and the model without it." };
        var version = new Option<int>("--calibration-version") { Description = "Version of the calibration.", DefaultValueFactory = _ => 1 };
        model.AcceptOnlyFromAmong(_models);
        polytomous.AcceptOnlyFromAmong("grm", "gpcm");
        nodes.Validators.Add(result => { if (result.GetValueOrDefault<int?>() is < 11 or > 10_001) result.AddError("--nodes must be between 11 and 10001."); });
        cycles.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--max-cycles must be at least 1."); });
        version.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--calibration-version must be at least 1."); });
        var columns = new ColumnOptions();
        var output = VerbOptions.Output("The calibration, JSON; standard output without it.");

        var command = new Command("calibrate", "Estimate item parameters by marginal maximum likelihood.") { model, polytomous, responses, assessment, priors, nodes, cycles, name, version, output };
        columns.AddTo(command);
        command.TreatUnmatchedTokensAsErrors = false;
        command.Validators.Add(result => { if (result.GetValue(responses) is null == result.GetValue(assessment) is null) result.AddError("Either --responses or --assessment is needed."); });
        command.SetAction(async (result, ct) =>
        {
            string[] inputs = result.GetValue(responses) is { } path ? [path] : [];
            RefuseInputs(result.GetValue(output), inputs);
            var models = new CalibrationModels(ItemValues.Parse(result.GetValue(model)!)!.Value, ItemValues.Parse(result.GetValue(polytomous) ?? ""), result.GetValue(priors)!);
            var slug = result.GetValue(assessment);
            var data = slug is null
                ? CalibrationInput.Of(ResponseTable.Read(inputs[0], columns.Read(result), ItemParameters.MaximumCategories))
                : await StoredResponses.ReadAsync(open, [.. result.UnmatchedTokens], slug, Console.Error, ct);
            var options = CalibrationOptions.Default with { Nodes = result.GetValue(nodes), MaximumCycles = result.GetValue(cycles), DegreeOfParallelism = Environment.ProcessorCount };
            var file = Calibrate(data, models, options, result.GetValue(name), result.GetValue(version), Console.Error, ct) with { Assessment = slug };
            Write(result.GetValue(output), inputs, Console.Out, file.Write);
            if (file.Search!.Status == CalibrationStatus.Converged) return 0;
            await Console.Error.WriteLineAsync($"The search has not converged ({KebabCase.Of(file.Search.Status)}); the file says so.");
            return NotConverged;
        });
        return command;
    }

    internal static CalibrationFile Calibrate(CalibrationInput data, CalibrationModels models, CalibrationOptions options, string? id, int version, TextWriter notes, CancellationToken cancellationToken)
    {
        var items = models.ItemsOf(data);
        var result = MarginalMaximumLikelihood.Fit(items, data.Responses, data.Frequencies, options, new ProgressLines(notes), cancellationToken);
        var errors = result.StandardErrors(cancellationToken);
        var fit = result.ItemFit(cancellationToken);
        var search = result.Convergence;
        var estimated = Enumerable.Range(0, items.Count).Where(i => result.Items[i].Parameters is not null).ToArray();
        if (estimated.Length == 0) throw new InputException($"{data.Source}: no item could be estimated; each was answered alike by everybody, or by nobody.");
        return new CalibrationFile
        {
            Id = id ?? $"{Path.GetFileNameWithoutExtension(data.Source)}-{models.Word}",
            Version = version,
            Model = models.Word,
            Data = new CalibrationData(Path.GetFileName(data.Source), result.People, result.PeopleWithoutAnswers, result.DistinctPatterns),
            Priors = models.Describe(items),
            Search = new CalibrationSearch(
                search.Status, search.Cycles, search.LargestChange, search.Nodes, search.LogLikelihood, search.LogPosterior, result.EstimatedParameters, result.Aic, result.Bic,
                result.CommonDiscrimination, result.CommonDiscrimination * result.CommonDiscrimination, errors.Method, errors.IsPositiveDefinite),
            Items = [.. estimated.Select(i => Item(data.Items[i], result.Items[i], errors.Items[i], fit[i]))],
            NotEstimated = estimated.Length == items.Count ? null : [.. result.Items.Select((item, i) => (item, i)).Where(pair => pair.item.Parameters is null).Select(pair => new ItemLeftOut(data.Items[pair.i], pair.item.Status))],
        };
    }

    private static CalibrationFileItem Item(string name, CalibratedItem item, Scoring.Calibration.ItemErrors? errors, ItemFit fit)
    {
        var dichotomous = item.Parameters!.Model <= ItemModel.ThreeParameterLogistic;
        var named = new NamedItem(name, item.Parameters)
        {
            CategoryMap = item.HasUnobservedCategories ? [.. item.FittedCategories] : null,
            StandardErrors = errors is null ? null : new Files.ItemErrors(errors.Discrimination, dichotomous ? errors.Thresholds[0] : null, errors.Guessing, dichotomous ? null : [.. errors.Thresholds]) { Intercepts = Intercepts.Errors(item.Parameters, errors.Covariance) },
        };
        return CalibrationFileItem.Of(named) with { Intercepts = Intercepts.Of(item.Parameters), Status = item.Status, Answers = item.Answers, FewAnswers = item.FewAnswers, AtBound = item.AtBound, Fit = fit };
    }

    private sealed class ProgressLines(TextWriter notes) : IProgress<CalibrationCycle>
    {
        private readonly ProgressNotes _notes = new(notes);

        public void Report(CalibrationCycle value) =>
            _notes.Tell(() => FormattableString.Invariant($"cycle {value.Cycle}: log-likelihood {value.LogLikelihood:F3}, largest change {value.LargestChange:G2}"));
    }
}
