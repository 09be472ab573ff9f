using System.CommandLine;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>Options that several verbs have.</summary>
internal static class VerbOptions
{
    public static Option<string> File(string name, string description, bool required = true) =>
        new(name) { Description = description, Required = required, HelpName = "file" };

    public static Option<string?> Output(string description, bool required = false) =>
        new("--out") { Description = description, Required = required, HelpName = "file" };

    public static Option<string[]> Names(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    /// <summary>Refuses the values that a condition holds for.</summary>
    public static void Refuse<T>(this Option<T> option, Func<T?, bool> isWrong, string message) => option.Validators.Add(result =>
    {
        if (isWrong(result.GetValueOrDefault<T>())) result.AddError(message);
    });

    public static Option<int> People(int most)
    {
        var people = new Option<int>("--people") { Description = "How many people.", Required = true };
        people.Refuse(count => count < 1 || count > most, $"--people must be between 1 and {most}.");
        return people;
    }

    /// <summary>An option whose values are the members of an enumeration, written with hyphens.</summary>
    public static Option<T> OneOf<T>(string name, string description, T? standard = null)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Select(KebabCase.Of).ToArray();
        var option = new Option<T>(name)
        {
            Description = $"{description} One of {string.Join(", ", words)}.",
            HelpName = string.Join('|', words),
            Required = standard is null,
            CustomParser = result =>
            {
                var word = result.Tokens.Single().Value;
                if (KebabCase.TryParse<T>(word.ToLowerInvariant(), out var value)) return value;
                result.AddError($"'{word}' is no value of {name}; it is one of {string.Join(", ", words)}.");
                return value;
            },
        };
        if (standard is { } value) option.DefaultValueFactory = _ => value;
        return option;
    }

    /// <summary>The options of a normal distribution of ability.</summary>
    public static (Option<double> Mean, Option<double> StandardDeviation) PriorOptions(string what) => (
        new Option<double>("--prior-mean") { Description = $"Mean of the normal prior, {what}, logits." },
        new Option<double>("--prior-sd") { Description = "Standard deviation of that prior, logits.", DefaultValueFactory = _ => 1 });

    /// <exception cref="InputException">There is no such distribution.</exception>
    public static NormalPrior Prior(double mean, double standardDeviation) =>
        double.IsFinite(mean) && standardDeviation > 0 && double.IsFinite(standardDeviation)
            ? new NormalPrior(mean, standardDeviation)
            : throw new InputException(
                $"A normal distribution needs a finite mean and a standard deviation above 0, not {mean} and {standardDeviation}.");
}

/// <summary>The options that say which columns of a table of responses are what, and what its codes mean.</summary>
internal sealed class ColumnOptions(bool hasForm = true)
{
    private readonly Option<string[]> _ids = VerbOptions.Names("--id", "Columns that identify the row, beside the reserved names.");

    private readonly Option<string?> _frequency = new("--frequency")
    {
        Description = "Column that counts the people a row stands for; freq or frequency without it.",
        HelpName = "column",
    };

    private readonly Option<string[]> _ignored = VerbOptions.Names("--ignore", "Columns that are not read.");

    private readonly Option<bool> _byPosition = new("--by-position")
    {
        Description = "The columns without another role are the form's items in their order, whatever their names.",
    };

    private readonly Option<string[]> _codes = VerbOptions.Names(
        "--codes",
        "Codes of the answers, the lowest category first, where they are not 0..m: 1-5 for all items, q1,q2=0,1,3 for some.");

    public void AddTo(Command command)
    {
        command.Add(_ids);
        command.Add(_frequency);
        command.Add(_ignored);
        command.Add(_codes);
        if (hasForm) command.Add(_byPosition);
    }

    /// <exception cref="InputException">Codes cannot be read.</exception>
    public ColumnRoles Read(ParseResult result) =>
        new(result.GetValue(_ids)!, result.GetValue(_frequency), result.GetValue(_ignored)!)
        {
            ByPosition = hasForm && result.GetValue(_byPosition),
            Codes = ItemCodes.Parse(result.GetValue(_codes)!),
        };
}
