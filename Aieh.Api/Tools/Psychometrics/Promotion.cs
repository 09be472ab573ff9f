using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>
/// Which estimates take the place of what the catalog has: those that rest on enough by its methodology. A file that does not say what an
/// estimate rests on does not say enough.
/// </summary>
internal static class Promotion
{
    /// <summary>Without the items whose estimates rest on too little.</summary>
    /// <exception cref="InputException">Nothing is left.</exception>
    public static ItemList Promotable(ItemList calibration, PromotionPolicy policy, Remarks remarks)
    {
        var admitted = calibration.Items.ToLookup(item => IsAdmitted(calibration, item, policy));
        var reasons = new Remarks();
        foreach (var alike in admitted[false].GroupBy(calibration.ModelOf))
        {
            reasons.Add(
                [.. alike.Select(item => $"{item.Name} ({Told(calibration, item)})")],
                $"not published, the parameters that the catalog has stay: {Asked(alike.Key, policy)}");
        }

        if (!admitted[true].Any())
        {
            throw new InputException(
                $"{calibration.Path} has nothing to publish: none of its items has what the methodology asks for.\n"
                + string.Join('\n', reasons.Lines));
        }

        foreach (var line in reasons.Lines) remarks.Add(line);
        return calibration with { Items = [.. admitted[true]] };
    }

    private static bool IsAdmitted(ItemList calibration, NamedItem item, PromotionPolicy policy) =>
        item.Answers is { } answers
        && DifficultyErrors(item) is { } errors
        && policy.Admits(calibration.ModelOf(item), answers, errors, HasPriorOfC(calibration));

    private static bool HasPriorOfC(ItemList calibration) => calibration.Priors is { } lines && CalibrationModels.NamePriorOfC(lines);

    /// <summary>Null where the file does not state that of each.</summary>
    private static IReadOnlyList<double>? DifficultyErrors(NamedItem item) => item.StandardErrors switch
    {
        { B: { } b } => [b],
        { Thresholds: { } each } when each.Count == item.Parameters.Thresholds.Length => each,
        _ => null,
    };

    private static string Asked(ItemModel model, PromotionPolicy policy)
    {
        var prior = model == ItemModel.ThreeParameterLogistic ? " with a prior of c" : "";
        return $"for {ItemValues.Word(model)} the methodology asks for {policy.MinimumAnswers(model)} answers{prior} "
            + $"and SE(b) of at most {Show.Number(policy.LargestDifficultyError, "0.00###")}";
    }

    private static string Told(ItemList calibration, NamedItem item)
    {
        var answers = item.Answers is { } count ? $"{count} answers" : "answers not stated";
        var error = DifficultyErrors(item) is { } errors ? $"SE(b) {Show.Number(errors.Max(), "0.00###")}" : "SE(b) not stated";
        var isWithoutPrior = item.Parameters.Model == ItemModel.ThreeParameterLogistic && !HasPriorOfC(calibration);
        return $"{answers}, {error}{(isWithoutPrior ? ", no prior of c stated" : "")}";
    }
}
