using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Linking;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>How exactly two files say that the parameters of their anchors are known.</summary>
internal static class AnchorFileErrors
{
    /// <param name="without">Files that do not say it for every anchor.</param>
    /// <returns>Covariances where both files have them, else standard errors, else null; null too where models differ.</returns>
    public static AnchorErrors? Of(
        ItemList from,
        ItemList to,
        IReadOnlyList<(NamedItem From, NamedItem To)> pairs,
        IReadOnlyList<AnchorItem> anchors,
        out IReadOnlyList<string> without)
    {
        without = [];
        if (anchors.Any(anchor => anchor.ModelsDiffer)) return null;

        NamedItem[] ours = [.. pairs.Select(pair => pair.From)];
        NamedItem[] theirs = [.. pairs.Select(pair => pair.To)];
        if (from.Covariance?.Of(ours) is { } onNew && to.Covariance?.Of(theirs) is { } onBase)
        {
            return AnchorErrors.OfCovariances(onNew, onBase);
        }

        var (newErrors, baseErrors) = (ErrorsOf(ours), ErrorsOf(theirs));
        without = [.. new[] { (from.Path, newErrors), (to.Path, baseErrors) }.Where(file => file.Item2 is null).Select(file => file.Path)];
        return newErrors is null || baseErrors is null ? null : AnchorErrors.OfStandardErrors(newErrors, baseErrors);
    }

    /// <summary>Null where a parameter of an item has none: what is not stated is not known exactly.</summary>
    private static double[]? ErrorsOf(NamedItem[] items)
    {
        var errors = new List<double?>();
        foreach (var item in items)
        {
            if (item.StandardErrors is not { } own) return null;
            var model = item.Parameters.Model;
            if (model != ItemModel.OneParameterLogistic) errors.Add(own.A);
            var each = own.B is { } b ? [b] : own.Thresholds;
            if (each?.Count != item.Parameters.Thresholds.Length) return null;
            errors.AddRange(each.Select(error => (double?)error));
            if (model == ItemModel.ThreeParameterLogistic) errors.Add(own.C);
        }

        return errors.TrueForAll(error => error >= 0 && double.IsFinite(error.Value)) ? [.. errors.Select(error => error!.Value)] : null;
    }
}
