using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;
using static Aieh.Api.Tools.Files.OutputFile;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>What is known of the parts of a composite.</summary>
internal sealed record CompositeInput
{
    public required IReadOnlyList<IReadOnlyList<double>> Correlations { get; init; }

    public IReadOnlyList<double>? Weights { get; init; }

    public IReadOnlyList<double>? StandardDeviations { get; init; }

    public IReadOnlyList<double>? Reliabilities { get; init; }

    public IReadOnlyList<double>? Validities { get; init; }

    /// <summary>Positions, from 0, of the predictors that the others are added to.</summary>
    public IReadOnlyList<int>? Baseline { get; init; }

    public int? People { get; init; }
}

/// <summary>The verb `composite`: reliability and validity of a weighted sum, from published or observed correlations.</summary>
internal static class CompositeCommand
{
    private static readonly JsonSerializerOptions _json = new(CalibrationFile.Json)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    public static Command Create()
    {
        var file = VerbOptions.File(
            "--file",
            "correlations, and weights, reliabilities, standardDeviations, validities, people, baseline as far as they are known, JSON.");
        var output = VerbOptions.Output("Reliability, effective weights, validity and regression, JSON; standard output without it.");
        var command = new Command("composite", "Reliability and validity of a weighted sum of scores, and the best weights.")
        {
            file, output,
        };
        command.SetAction(result =>
        {
            string[] inputs = [result.GetValue(file)!];
            RefuseInputs(result.GetValue(output), inputs);
            var evaluated = Evaluate(Read(inputs[0]), inputs[0]);
            Write(result.GetValue(output), inputs, Console.Out, writer => WriteJson(writer, evaluated));
            return 0;
        });
        return command;
    }

    private static CompositeInput Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<CompositeInput>(CsvInput.ReadText(path), _json)
                ?? throw new InputException($"{path} is not an object.");
        }
        catch (JsonException exception)
        {
            throw new InputException($"{path}: {exception.Message}");
        }
    }

    /// <exception cref="InputException">The members do not fit each other.</exception>
    private static void Check(CompositeInput input, string path)
    {
        var size = input.Correlations.Count;
        foreach (var (name, count) in new[]
        {
            ("weights", input.Weights?.Count),
            ("standardDeviations", input.StandardDeviations?.Count),
            ("reliabilities", input.Reliabilities?.Count),
            ("validities", input.Validities?.Count),
        })
        {
            if (count is { } given && given != size) throw new InputException($"{path}: {name} has {given} numbers for {size} parts.");
        }

        if (input.Correlations.Any(row => row?.Count != size))
        {
            throw new InputException($"{path}: correlations is not a square of {size} × {size} numbers.");
        }

        if (input.Weights is null != input.Reliabilities is null)
        {
            throw new InputException($"{path}: weights and reliabilities belong together.");
        }

        if (input.Weights is null && input.Validities is null)
        {
            throw new InputException(
                $"{path} has neither weights with reliabilities nor validities; there is nothing to compute.");
        }

        if (input.Baseline is not null && input.Validities is null) throw new InputException($"{path}: baseline needs validities.");
    }

    private static object Evaluate(CompositeInput input, string path)
    {
        Check(input, path);
        var size = input.Correlations.Count;
        try
        {
            var correlations = new CorrelationMatrix([.. input.Correlations.SelectMany(row => row)], size);
            return new
            {
                Composite = input.Weights is null ? null : CompositeOf(input, correlations),
                Regression = input.Validities is null
                    ? null
                    : ValidityRegression.Evaluate(correlations, [.. input.Validities], input.People),
                Gain = input.Baseline is null
                    ? null
                    : ValidityRegression.Gain(correlations, [.. input.Validities!], [.. input.Baseline], input.People),
            };
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"{path}: {exception.Message.Split(" (Parameter", 2)[0]}");
        }
    }

    private static CompositeStatistics CompositeOf(CompositeInput input, CorrelationMatrix correlations)
    {
        return WeightedComposite.Evaluate([.. Enumerable.Range(0, input.Correlations.Count).Select(Part)], correlations);

        CompositePart Part(int i) => new(
            input.Weights![i],
            input.StandardDeviations?[i] ?? 1,
            input.Reliabilities![i],
            input.Validities?[i]);
    }
}
