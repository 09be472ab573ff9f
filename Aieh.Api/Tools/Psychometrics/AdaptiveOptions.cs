using System.CommandLine;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Adaptive;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>The options that say how an adaptive test chooses its items and when it ends.</summary>
internal sealed class AdaptiveOptions
{
    private readonly Option<int> _fewest = new("--min-items")
    {
        Description = "Items before precision may end a test.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _most = new("--max-items")
    {
        Description = "Items after which a test ends.",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<double> _target = new("--target-se")
    {
        Description = "A test ends at this standard error, logits; 0 gives every test --max-items items.",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<int> _randomesque = new("--randomesque")
    {
        Description = "Draw the next item among this many best ones.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<double?> _start = new("--start")
    {
        Description = "Ability at which the first item is chosen, logits; the prior's mean without it.",
    };

    private readonly (Option<double> Mean, Option<double> StandardDeviation) _prior = VerbOptions.PriorOptions("of the EAP estimate");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _fewest, _most, _target, _randomesque, _start, _prior.Mean, _prior.StandardDeviation })
        {
            command.Add(option);
        }
    }

    /// <exception cref="InputException">The rules make no test.</exception>
    public (AdaptiveBank Bank, AdaptiveSettings Settings) Read(ParseResult result, IReadOnlyList<NamedItem> items)
    {
        try
        {
            var settings = new AdaptiveSettings(result.GetValue(_fewest), result.GetValue(_most), result.GetValue(_target))
            {
                Randomesque = result.GetValue(_randomesque),
                StartingAbility = result.GetValue(_start),
            };
            var prior = VerbOptions.Prior(result.GetValue(_prior.Mean), result.GetValue(_prior.StandardDeviation));
            return (new AdaptiveBank(items.Select(item => item.Parameters), prior: prior), settings);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InputException($"These rules make no test: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
