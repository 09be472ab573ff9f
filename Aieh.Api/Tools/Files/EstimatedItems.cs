using Aieh.Scoring.Calibration;

namespace Aieh.Api.Tools.Files;

/// <summary>What is no estimate among the items of a form, where a verb rests on them.</summary>
internal static class EstimatedItems
{
    /// <summary>
    /// The form without the items that its calibration says are no estimates. One that only looks like it stays: a file that says nothing
    /// may be a published bank.
    /// </summary>
    /// <exception cref="InputException">No item is left.</exception>
    public static ItemList WithEstimates(this ItemList form, Remarks remarks)
    {
        var stated = form.Items.Where(IsStated).ToArray();
        if (stated.Length == form.Items.Count) throw new InputException($"{form.Path}: no item has an estimate; {Why(form, stated[0])}.");
        remarks.Add([.. stated.Select(item => Told(form, item))], "no estimate, and passed over");
        var left = form with { Items = [.. form.Items.Where(item => !IsStated(item))], PassedOver = [.. stated.Select(item => item.Name)] };
        left.Doubt(remarks);
        return left;
    }

    /// <summary>Says the same of a form that keeps them.</summary>
    public static void AddNoEstimates(this Remarks remarks, ItemList form)
    {
        var stated = form.Items.Where(IsStated).ToArray();
        remarks.Add([.. stated.Select(item => Told(form, item))], "no estimate: what rests on it here, the abilities too, says little");
        (form with { Items = [.. form.Items.Where(item => !IsStated(item))] }).Doubt(remarks);
    }

    private static void Doubt(this ItemList form, Remarks remarks)
    {
        if (form.Search is { InformationIsPositiveDefinite: false })
        {
            remarks.Add($"{form.Path}: the responses do not determine the parameters of the calibration, so that they are no estimates.");
            return;
        }

        string[] doubtful = [.. form.Items.Where(item => form.WhyNoEstimate(item) is not null).Select(item => Told(form, item))];
        remarks.Add(doubtful, "hardly an estimate, but taken for one");
    }

    // What priors alone determine is what somebody chose to say of it.
    private static bool IsStated(NamedItem item) =>
        item.Status is not (null or ItemStatus.Estimated or ItemStatus.EstimatedWithoutVariance)
        || item.AtBound is not (null or ParametersAtBound.None);

    private static string Told(ItemList form, NamedItem item) => $"{item.Name} ({Why(form, item)})";

    private static string? Why(ItemList form, NamedItem item) => (form with { Search = null }).WhyNoEstimate(item);
}
