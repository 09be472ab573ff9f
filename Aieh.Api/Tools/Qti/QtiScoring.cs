using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Aieh.Api.Tools.Qti;

/// <summary>
/// How a QTI item scores its interaction, worked out as its response processing would: matched with the key, or mapped. Exactly one of
/// <see cref="Key"/> and <see cref="Scores"/> is given, by identifiers of QTI.
/// </summary>
internal sealed partial record QtiScoring(string? Key, IReadOnlyDictionary<string, int>? Scores)
{
    private const int HighestScore = 9;

    /// <exception cref="Files.InputException">The item is scored in another way.</exception>
    public static QtiScoring Read(QtiDocument document, XElement interaction, IReadOnlyList<string> choices)
    {
        var declaration = Declaration(document, interaction);
        var scoring = IsMapped(document)
            ? new QtiScoring(null, Mapped(document, declaration, choices))
            : new QtiScoring(Correct(document, declaration, choices) ?? throw document.Fault(declaration, "has no key"), null);
        ReadOutcomes(document, scoring.Scores?.Values.Max() ?? 1);
        return scoring;
    }

    /// <summary>Where the key or the mapping of the interaction stands.</summary>
    private static XElement Declaration(QtiDocument document, XElement interaction)
    {
        var identifier = document.Required(interaction, "response-identifier");
        var declared = document.Children(document.Root, "qti-response-declaration");
        if (declared.FirstOrDefault(other => document.Required(other, "identifier") != identifier) is { } unused)
        {
            throw document.Fault(unused, "cannot be imported: it belongs to no interaction");
        }

        if (declared is not [var declaration])
        {
            throw document.Fault(interaction, $"has {declared.Count} <qti-response-declaration> for '{identifier}'; it needs one");
        }

        document.Expect(declaration, "cardinality", "single");
        document.Expect(declaration, "base-type", "identifier");
        return declaration;
    }

    /// <summary>Without response processing the key is what the declaration calls correct.</summary>
    private static bool IsMapped(QtiDocument document)
    {
        if (document.Child(document.Root, "qti-response-processing") is not { } processing) return false;
        if (document.Attribute(processing, "template") is not { } template)
        {
            throw document.Fault(processing, "cannot be imported: it has rules of its own, and only the templates of QTI are evaluated");
        }

        if (Template().Match(template) is { Success: true } known) return known.Groups[1].Value == "map_response";
        throw document.Fault(processing, $"has the template '{template}', and only match_correct and map_response are evaluated");
    }

    private static string? Correct(QtiDocument document, XElement declaration, IReadOnlyList<string> choices)
    {
        if (document.Child(declaration, "qti-correct-response") is not { } correct) return null;
        var values = document.Children(correct, "qti-value");
        if (values is not [var value]) throw document.Fault(correct, $"has {values.Count} values; the catalog holds items with one key");
        return Choice(document, value, document.Value(value), choices);
    }

    private static Dictionary<string, int> Mapped(QtiDocument document, XElement declaration, IReadOnlyList<string> choices)
    {
        var mapping = document.Child(declaration, "qti-mapping")
            ?? throw document.Fault(declaration, "has no <qti-mapping>, by which the item is scored");
        var otherwise = Number(document, mapping, "default-value") ?? 0;
        var lowest = Number(document, mapping, "lower-bound") ?? double.NegativeInfinity;
        var highest = Number(document, mapping, "upper-bound") ?? double.PositiveInfinity;
        var told = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in document.Children(mapping, "qti-map-entry"))
        {
            document.Expect(entry, "case-sensitive", "true");
            var choice = Choice(document, entry, document.Required(entry, "map-key"), choices);
            _ = document.Required(entry, "mapped-value");
            if (!told.TryAdd(choice, Number(document, entry, "mapped-value")!.Value)) throw document.Fault(entry, $"repeats '{choice}'");
        }

        var scores = choices.ToDictionary(choice => choice, choice => Whole(told.GetValueOrDefault(choice, otherwise)));
        if (Correct(document, declaration, choices) is { } correct && scores[correct] < scores.Values.Max())
        {
            throw document.Fault(declaration, $"calls '{correct}' correct, and its mapping scores another choice higher");
        }

        return scores;

        int Whole(double score)
        {
            // Not Math.Clamp: nothing keeps the lower bound below the upper.
            var bounded = Math.Min(Math.Max(score, lowest), highest);
            var isWhole = bounded is >= 0 and <= HighestScore && bounded == Math.Floor(bounded);
            return isWhole ? (int)bounded : throw document.Fault(mapping, Outside(bounded));
        }

        static string Outside(double score) =>
            FormattableString.Invariant($"scores {score:R}; the catalog holds whole numbers from 0 to {HighestScore}");
    }

    /// <summary>What is declared of the score must be what the scoring above gives.</summary>
    private static void ReadOutcomes(QtiDocument document, int highest)
    {
        foreach (var outcome in document.Children(document.Root, "qti-outcome-declaration"))
        {
            var identifier = document.Required(outcome, "identifier");
            if (identifier is not ("SCORE" or "MAXSCORE"))
            {
                throw document.Fault(outcome, $"declares '{identifier}', which cannot be imported");
            }

            document.Expect(outcome, "cardinality", "single");
            document.Expect(outcome, "base-type", "float", "integer");
            Same(Number(document, outcome, "normal-minimum") ?? 0, 0, outcome);
            Same(Number(document, outcome, "normal-maximum") ?? highest, highest, outcome);
            if (document.Child(outcome, "qti-default-value") is not { } initial) continue;
            var values = document.Children(initial, "qti-value");
            if (values is not [var value]) throw document.Fault(initial, $"has {values.Count} values; one is needed");
            Same(Parsed(document, value, document.Value(value)), identifier == "SCORE" ? 0 : highest, value);
        }

        void Same(double declared, double given, XElement at)
        {
            if (declared == given) return;
            throw document.Fault(at, FormattableString.Invariant($"declares {declared:R} where the scoring of the item gives {given:R}"));
        }
    }

    private static string Choice(QtiDocument document, XElement at, string identifier, IReadOnlyList<string> choices) =>
        choices.Contains(identifier) ? identifier : throw document.Fault(at, $"names '{identifier}', which is not a choice");

    private static double? Number(QtiDocument document, XElement at, string name) =>
        document.Attribute(at, name) is { } given ? Parsed(document, at, given) : null;

    private static double Parsed(QtiDocument document, XElement at, string given)
    {
        var isNumber = double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        return isNumber ? number : throw document.Fault(at, $"has '{given}' where a number belongs");
    }

    // Written with and without the ending, at either address, in versions 2 and 3; the meaning never changed.
    [GeneratedRegex(@"^https?://[a-z.]*(?:imsglobal|1edtech)\.org/[a-z0-9_/]+/rptemplates/(match_correct|map_response)(?:\.xml)?$")]
    private static partial Regex Template();
}
