using System.CommandLine;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The verb `calibrate`: item parameters from responses.</summary>
internal static class CalibrateCommand
{
    /// <summary>The result is written, and its status asks for attention.</summary>
    private const int NotConverged = 2;

    public static Command Create(Func<string[], CancellationToken, Task<WebApplication>> open)
    {
        var options = new CalibrateOptions();
        var command = new Command("calibrate", "Estimate item parameters by marginal maximum likelihood.");
        options.AddTo(command);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, ct) => RunAsync(options, result, open, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        CalibrateOptions options,
        ParseResult result,
        Func<string[], CancellationToken, Task<WebApplication>> open,
        CancellationToken cancellationToken)
    {
        var output = options.Output(result);
        var assessment = options.Assessment(result);
        string[] inputs = options.Responses(result) is { } path ? [path] : [];
        RefuseInputs(output, inputs);

        var models = options.Models(result);
        var data = assessment is null
            ? CalibrationInput.Of(ResponseTable.Read(inputs[0], options.Columns(result), ItemParameters.MaximumCategories))
            : await StoredResponses.ReadAsync(open, [.. result.UnmatchedTokens], assessment, Console.Error, cancellationToken);
        var (id, version) = options.Name(result);
        var calibration = Calibrate(data, models, options.Search(result), id, version, Console.Error, cancellationToken);
        var file = calibration.File with { Assessment = assessment };
        Write(output, inputs, Console.Out, file.Write);
        var exitCode = calibration.Remarks.Tell(Console.Error, options.IsStrict(result));
        if (file.Search!.Status == CalibrationStatus.Converged) return exitCode;

        await Console.Error.WriteLineAsync($"The search has not converged ({KebabCase.Of(file.Search.Status)}); the file says so.");
        return NotConverged;
    }

    private static (CalibrationFile File, Remarks Remarks) Calibrate(
        CalibrationInput data,
        CalibrationModels models,
        CalibrationOptions options,
        string? id,
        int version,
        TextWriter notes,
        CancellationToken cancellationToken)
    {
        var items = models.ItemsOf(data);
        var result = MarginalMaximumLikelihood.Fit(
            items, data.Responses, data.Frequencies, options, new ProgressLines(notes), cancellationToken);
        var errors = result.StandardErrors(cancellationToken);
        var fit = result.ItemFit(cancellationToken);
        var rest = ItemRest.Analyze(data.Responses, data.Frequencies, items.Count);
        var all = Enumerable.Range(0, items.Count);
        var estimated = all.Where(i => result.Items[i].Parameters is not null).ToArray();
        if (estimated.Length == 0)
        {
            throw new InputException(
                result.Convergence.Status == CalibrationStatus.NotIdentified
                    ? $"{data.Source}: no item is identified; its answers fit other parameters just as well. "
                        + "Three items with two categories that go together are the fewest, or priors (--prior)."
                    : $"{data.Source}: no item could be estimated; each was answered alike by everybody, or by nobody.");
        }

        var left = all.Except(estimated).Select(i => LeftOut(data.Items[i], result.Items[i], errors.Items[i])).ToArray();
        var file = new CalibrationFile
        {
            Id = id ?? $"{Path.GetFileNameWithoutExtension(data.Source)}-{models.Word}",
            Version = version,
            Model = models.Word,
            Data = new CalibrationData(
                Path.GetFileName(data.Source), result.People, result.PeopleWithoutAnswers, result.DistinctPatterns),
            Priors = models.Describe(items),
            Search = SearchOf(result, errors),
            Items =
            [
                .. estimated.Select(i => Item(data.Items[i], result.Items[i], errors.Items[i], fit[i]) with
                {
                    Codes = data.Codes?[i],
                    ItemRestCorrelation = rest[i].Correlation,
                }),
            ],
            Covariance = ParameterCovariance.Rows(errors, estimated.ToHashSet()),
            NotEstimated = left.Length == 0 ? null : left,
        };
        return (file, new CalibrationRemarks(data, items, result, rest).Of(fit, errors));
    }

    private static CalibrationSearch SearchOf(CalibrationResult result, CalibrationErrors errors)
    {
        var search = result.Convergence;
        return new CalibrationSearch(
            search.Status,
            search.Cycles,
            search.LargestChange,
            search.Nodes,
            search.LogLikelihood,
            search.LogPosterior,
            result.EstimatedParameters,
            result.Aic,
            result.Bic,
            result.CommonDiscrimination,
            result.CommonDiscrimination * result.CommonDiscrimination,
            errors.Method,
            errors.IsPositiveDefinite);
    }

    private static ItemLeftOut LeftOut(string name, CalibratedItem item, Scoring.Calibration.ItemErrors? errors) =>
        new(name, item.Status)
        {
            A = item.Negative?.Discrimination,
            StandardErrorOfA = item.Negative is null ? null : errors?.Discrimination,
            Intercepts = item.Negative?.Intercepts,
        };

    private static CalibrationFileItem Item(string name, CalibratedItem item, Scoring.Calibration.ItemErrors? errors, ItemFit fit)
    {
        var named = new NamedItem(name, item.Parameters!)
        {
            CategoryMap = item.HasUnobservedCategories ? [.. item.FittedCategories] : null,
            StandardErrors = errors is null ? null : ErrorsOf(item.Parameters!, errors),
        };
        return CalibrationFileItem.Of(named) with
        {
            Intercepts = Intercepts.Of(item.Parameters!),
            Intervals = errors is null ? null : ParameterIntervals.Of(item.Parameters!, errors),
            Status = item.Status,
            Answers = item.Answers,
            FewAnswers = item.FewAnswers,
            AtBound = item.AtBound,
            Bounds = item.Bounds.IsEmpty ? null : item.Bounds,
            Fit = fit,
        };
    }

    private static Files.ItemErrors ErrorsOf(ItemParameters item, Scoring.Calibration.ItemErrors errors)
    {
        var isDichotomous = item.Model <= ItemModel.ThreeParameterLogistic;
        return new Files.ItemErrors(
            errors.Discrimination,
            isDichotomous ? errors.Thresholds[0] : null,
            errors.Guessing,
            isDichotomous ? null : [.. errors.Thresholds])
        {
            Intercepts = Intercepts.Errors(item, errors.Covariance),
        };
    }

    private sealed class ProgressLines(TextWriter notes) : IProgress<CalibrationCycle>
    {
        private readonly ProgressNotes _notes = new(notes);

        public void Report(CalibrationCycle value) => _notes.Tell(() => FormattableString.Invariant(
            $"cycle {value.Cycle}: log-likelihood {value.LogLikelihood:F3}, largest change {value.LargestChange:G2}"));
    }
}
