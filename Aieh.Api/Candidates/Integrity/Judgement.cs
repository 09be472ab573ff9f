using Aieh.Scoring.Integrity;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>What is made of how an attempt was taken.</summary>
/// <param name="Status">How much there is to be asked; null before it is worked out.</param>
/// <param name="Reasons">Why, the most remarkable first.</param>
internal sealed record Judgement(IntegrityStatus? Status, IReadOnlyList<ToldReason> Reasons)
{
    /// <summary>Version of all that leads from what was collected to a status.</summary>
    public const string Method = "1";

    /// <param name="figures">What was found in the attempt itself; null before it is worked out.</param>
    /// <param name="comparison">What came of comparing it with others; null where it was not.</param>
    public static Judgement Of(TakenFigures? figures, Comparison? comparison)
    {
        if (figures is null) return new Judgement(null, []);

        var judged = IntegrityCombination.Combine(TestedIn(figures, comparison), CountedIn(figures), IntegrityRules.Standard);
        return new Judgement(judged.Status, [.. judged.Reasons.Select(reason => IntegrityTexts.Of(reason, figures, comparison))]);
    }

    /// <summary>
    /// As the owner is told: each employer has compared the attempt with others of its own, and what the most that any of them reads is, is
    /// what the owner reads.
    /// </summary>
    public static Judgement OfAll(TakenFigures? figures, IEnumerable<SimilarityRow> similarity) =>
        similarity.Select(row => Comparison.Of(row.SmallestP, row.Compared)).DefaultIfEmpty(null)
            .Select(comparison => Of(figures, comparison))
            .OrderByDescending(each => each.Status).ThenByDescending(each => each.Reasons.Count)
            .First();

    // The place for a verification: one more signal with a p value, of what has been looked at whatever came of it.
    private static List<TestedSignal> TestedIn(TakenFigures figures, Comparison? comparison)
    {
        var tested = new List<TestedSignal>();
        Add(IntegritySignal.RapidGuessing, figures.RapidP);
        Add(IntegritySignal.PersonFit, figures.FitP);
        Add(IntegritySignal.AnswerSimilarity, comparison?.PValue);
        return tested;

        void Add(IntegritySignal signal, double? p)
        {
            if (p is { } known) tested.Add(new TestedSignal(signal, known));
        }
    }

    private static CountedSignal[] CountedIn(TakenFigures figures) =>
    [
        new(IntegritySignal.TabHidden, figures.Hidden),
        new(IntegritySignal.CopyOrPaste, figures.Pasted),
        new(IntegritySignal.Reconnect, figures.Reconnected),
    ];
}
