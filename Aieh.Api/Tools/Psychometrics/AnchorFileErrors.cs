using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>How exactly two files say that the parameters of their anchors are known.</summary>
internal static class AnchorFileErrors
{
    /// <param name="anchors">The pairs as they are linked, dichotomous models widened where they differ.</param>
    /// <param name="without">Files that do not say it for every anchor.</param>
    /// <returns>Covariances where both files have them, else standard errors, else null.</returns>
    public static AnchorErrors? Of(
        ItemList from,
        ItemList to,
        IReadOnlyList<(NamedItem From, NamedItem To)> pairs,
        IReadOnlyList<AnchorItem> anchors,
        out IReadOnlyList<string> without)
    {
        NamedItem[] ours = [.. pairs.Select(pair => pair.From)];
        NamedItem[] theirs = [.. pairs.Select(pair => pair.To)];
        if (Covariances(from, ours, [.. anchors.Select(anchor => anchor.New)]) is { } onNew
            && Covariances(to, theirs, [.. anchors.Select(anchor => anchor.Base)]) is { } onBase)
        {
            without = [];
            return AnchorErrors.OfCovariances(onNew, onBase);
        }

        var (newErrors, baseErrors) = (
            ErrorsOf(ours, [.. anchors.Select(anchor => anchor.New)]),
            ErrorsOf(theirs, [.. anchors.Select(anchor => anchor.Base)]));
        without = [.. new[] { (from.Path, newErrors), (to.Path, baseErrors) }.Where(file => file.Item2 is null).Select(file => file.Path)];
        return newErrors is null || baseErrors is null ? null : AnchorErrors.OfStandardErrors(newErrors, baseErrors);
    }

    private static double[]? Covariances(ItemList list, NamedItem[] items, ItemParameters[] used)
    {
        // A widened item has a lower asymptote, fixed, that its file has no errors of.
        var isWidened = items.Zip(used).Any(pair => pair.First.Parameters.Model != pair.Second.Model);
        return isWidened ? null : list.Covariance?.Of(items);
    }

    private static double[]? ErrorsOf(NamedItem[] items, ItemParameters[] used)
    {
        var errors = new List<double>();
        foreach (var (item, parameters) in items.Zip(used))
        {
            if (item.StandardErrors is not { } own) return null;
            if (parameters.Model != ItemModel.OneParameterLogistic) errors.Add(own.A ?? 0);
            var thresholds = own.B is { } b ? [b] : own.Thresholds;
            if (thresholds?.Count != parameters.Thresholds.Length) return null;
            errors.AddRange(thresholds);
            if (parameters.Model == ItemModel.ThreeParameterLogistic) errors.Add(own.C ?? 0);
        }

        return errors.TrueForAll(error => error >= 0 && double.IsFinite(error)) ? [.. errors] : null;
    }
}
