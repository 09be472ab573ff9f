using System.Globalization;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>Which model and which priors each item gets.</summary>
internal sealed class CalibrationModels
{
    private const string OfTheCatalog = "those of the catalog's calibration, item by item";

    private readonly ItemModel _model;
    private readonly ItemModel? _polytomous;
    private readonly bool _fromCatalog;
    private readonly Dictionary<string, string> _priors = new(StringComparer.Ordinal);

    /// <param name="priors">As written: a=lognormal:0,0.5 and so on.</param>
    /// <exception cref="InputException">A prior cannot be read.</exception>
    public CalibrationModels(ItemModel model, ItemModel? polytomous, IReadOnlyList<string> priors)
    {
        (_model, _polytomous) = (model, polytomous);
        _fromCatalog = priors is ["catalog"];
        if (_fromCatalog) return;
        foreach (var prior in priors)
        {
            if (prior.Split('=', 2) is not [var parameter and ("a" or "b" or "c"), var distribution])
            {
                throw new InputException($"The prior '{prior}' cannot be read; write a=…, b=… or c=…, or catalog alone.");
            }

            if (!_priors.TryAdd(parameter, distribution)) throw new InputException($"The prior of {parameter} is given twice.");
        }

        if (_priors.ContainsKey("c") && model != ItemModel.ThreeParameterLogistic)
        {
            throw new InputException("A prior of c belongs to --model 3pl.");
        }

        if (_priors.ContainsKey("a") && model == ItemModel.OneParameterLogistic)
        {
            throw new InputException("Under --model 1pl a is one number for all items; it takes no prior here.");
        }

        _ = PriorsOf(model);
    }

    /// <summary>The model as the calibration names it.</summary>
    public string Word => ItemValues.Word(_model) + (_polytomous is { } other && other != _model ? $"+{ItemValues.Word(other)}" : "");

    /// <exception cref="InputException">An item has more categories than its model.</exception>
    public IReadOnlyList<CalibrationItem> ItemsOf(CalibrationInput data)
    {
        if (_fromCatalog && data.Priors is null) throw new InputException("The priors of the catalog go with --assessment.");
        var problems = new InputProblems();
        var items = new List<CalibrationItem>();
        var gaps = new List<(string Item, string Codes, string Whole)>();
        for (var i = 0; i < data.Items.Count; i++)
        {
            var counts = data.CountsOf(i);
            var model = counts.Length > 2 && _polytomous is { } other ? other : _model;
            int[] given = [.. Enumerable.Range(0, counts.Length).Where(k => counts[k] > 0)];
            // Whoever declares nothing and answers with 0, 1 and 3 has either an item with an unused code or one without it.
            var hasGap = data.Categories[i] is null && given.Length > 1 && given.Length < counts.Length;
            if (hasGap) gaps.Add((data.Items[i], ItemCodes.Written(given), $"0-{counts.Length - 1}"));
            else if (counts.Length > 2 && model <= ItemModel.ThreeParameterLogistic)
            {
                var what = data.Categories[i] is null
                    ? $"the code {counts.Length - 1} occurs, and {ItemValues.Word(model)} has 0 and 1"
                    : $"it has {counts.Length} categories, and {ItemValues.Word(model)} has two";
                problems.Add(
                    $"{data.Source}, column {data.Items[i]}: {what}; use --model grm or gpcm, "
                    + "or --polytomous, or --ignore a column that is no item.");
            }
            else
            {
                items.Add(new CalibrationItem(model, counts.Length, _fromCatalog ? Fitting(model, data.Priors![i]) : PriorsOf(model)));
            }
        }

        foreach (var alike in gaps.GroupBy(gap => (gap.Codes, gap.Whole)))
        {
            var (names, codes, whole) = (alike.Select(gap => gap.Item).ToArray(), alike.Key.Codes, alike.Key.Whole);
            var declared = names.Length == data.Items.Count ? "" : $"{string.Join(',', names)}=";
            problems.Add(
                $"{data.Source}, column {Remarks.Listed(names)}: the codes {codes} occur, and none between "
                + $"0 and the highest may be missing unless it is declared: --codes {declared}{codes} if these are all there are, "
                + $"--codes {declared}{whole} if nobody happened to use the others, or --ignore what is no item.");
        }

        problems.ThrowIfAny();
        return items;
    }

    /// <summary>The priors in force, a line for each parameter that has one.</summary>
    public IReadOnlyList<string> Describe(IReadOnlyList<CalibrationItem> items)
    {
        if (_fromCatalog) return [OfTheCatalog];
        var models = items.GroupBy(item => item.Model).OrderBy(group => group.Key);
        return [.. models.SelectMany(group => Lines(group.Key, group.First().Priors))];
    }

    /// <summary>Whether such lines name a prior of c; the catalog's always have one under 3pl.</summary>
    public static bool NamePriorOfC(IReadOnlyList<string> lines) =>
        lines.Any(line => line == OfTheCatalog || line.Contains("c ~", StringComparison.Ordinal));

    private static IEnumerable<string> Lines(ItemModel model, ItemPriors priors)
    {
        var word = ItemValues.Word(model);
        if (priors.Discrimination is { } a) yield return Told($"ln a ~ N({a.Log.Mean:R}, {a.Log.StandardDeviation:R}²), density in a");
        if (priors.Difficulty is { } b) yield return Told($"b ~ N({b.Mean:R}, {b.StandardDeviation:R}²)");
        if (priors.Guessing is { Logit: { } logit })
        {
            yield return Told($"logit c ~ N({logit.Mean:R}, {logit.StandardDeviation:R}²), density in logit c");
        }

        if (priors.Guessing is { Shape: var (alpha, beta) }) yield return Told($"c ~ Beta({alpha:R}, {beta:R}), density in c");

        string Told(FormattableString prior) => $"{word}: {FormattableString.Invariant(prior)}";
    }

    /// <summary>Without what the model has no parameter for.</summary>
    private static ItemPriors Fitting(ItemModel model, ItemPriors priors) => priors with
    {
        Discrimination = model == ItemModel.OneParameterLogistic ? null : priors.Discrimination,
        Guessing = model == ItemModel.ThreeParameterLogistic ? priors.Guessing ?? ItemPriors.Default(model).Guessing : null,
    };

    private ItemPriors PriorsOf(ItemModel model)
    {
        var priors = ItemPriors.Default(model);
        if (model == ItemModel.OneParameterLogistic && _priors.ContainsKey("a")) return priors;
        try
        {
            if (_priors.TryGetValue("a", out var a)) priors = priors with { Discrimination = DiscriminationOf(a) };
            if (_priors.TryGetValue("b", out var b)) priors = priors with { Difficulty = DifficultyOf(b) };
            if (_priors.TryGetValue("c", out var c) && model == ItemModel.ThreeParameterLogistic)
            {
                priors = priors with { Guessing = GuessingOf(c) };
            }

            return priors;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InputException($"A prior is outside its domain: {exception.Message.Split('\n')[0]}");
        }
    }

    private static GuessingPrior? GuessingOf(string c)
    {
        if (c == "none") return null;
        var isBeta = c.StartsWith("beta", StringComparison.Ordinal);
        var (first, second) = Numbers("c", c, isBeta ? "beta" : "logitnormal");
        return isBeta ? GuessingPrior.Beta(first, second) : GuessingPrior.LogitNormal(first, second);
    }

    private static LogNormalPrior? DiscriminationOf(string a)
    {
        if (a == "none") return null;
        var (mean, deviation) = Numbers("a", a, "lognormal");
        return new LogNormalPrior(mean, deviation);
    }

    private static NormalPrior? DifficultyOf(string b)
    {
        if (b == "none") return null;
        var (mean, deviation) = Numbers("b", b, "normal");
        return new NormalPrior(mean, deviation);
    }

    /// <summary>The two numbers of "name:first,second".</summary>
    private static (double First, double Second) Numbers(string parameter, string text, string name)
    {
        if (text.Split([':', ','], StringSplitOptions.TrimEntries) is [var word, var first, var second]
            && word == name
            && double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
            && double.TryParse(second, NumberStyles.Float, CultureInfo.InvariantCulture, out var y))
        {
            return (x, y);
        }

        var other = parameter == "c" ? " or c=beta:first,second" : "";
        throw new InputException(
            $"The prior {parameter}={text} cannot be read; write {parameter}={name}:first,second{other}, or {parameter}=none.");
    }
}
