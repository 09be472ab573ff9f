using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// The answers of an attempt as stored: one character for each item in the order served, '-' without an answer, otherwise the position
/// of the chosen option in base 36. The text keeps its length while the attempt goes on, so that saving an answer does not move its row.
/// </summary>
internal static class ItemResponses
{
    private const char Unanswered = '-';

    /// <summary>A request is not read on after this many faults: the answer would grow with what was sent.</summary>
    private const int MostErrors = 20;

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static string None(int items) => new(Unanswered, items);

    public static string[] ReadOrder(string order) => order.Split(' ');

    public static string WriteOrder(string[] order) => string.Join(' ', order);

    /// <summary>The chosen option's position at an index of the order; null without an answer.</summary>
    public static int? OptionAt(string responses, int index) =>
        responses[index] == Unanswered ? null : Digits.IndexOf(responses[index], StringComparison.Ordinal);

    public static int AnsweredCount(string responses) => responses.Length - responses.AsSpan().Count(Unanswered);

    /// <summary>The answers given, in the order served.</summary>
    public static IReadOnlyList<ItemResponse> List(string responses, string[] order, AssembledForm form)
    {
        var list = new List<ItemResponse>(order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            if (OptionAt(responses, i) is not { } option) continue;

            var item = form.Find(order[i])!;
            list.Add(new ItemResponse { Item = order[i], Option = item.Options[option].Id });
        }

        return list;
    }

    /// <summary>
    /// Merges <paramref name="incoming"/> into what is saved: the later answer wins, and an item that is not named keeps the answer it
    /// has. Any fault leaves everything as it was.
    /// </summary>
    public static (string Merged, IReadOnlyList<ProblemError> Errors) Merge(
        string saved, IReadOnlyList<ItemResponse> incoming, string[] order, AssembledForm form)
    {
        if (incoming.Count == 0) return (saved, []);

        List<ProblemError>? errors = null;
        var merged = saved.ToCharArray();
        var position = new Dictionary<string, int>(order.Length, StringComparer.Ordinal);
        for (var i = 0; i < order.Length; i++) position.Add(order[i], i);

        var seen = new HashSet<string>(incoming.Count, StringComparer.Ordinal);
        for (var i = 0; i < incoming.Count && errors is not { Count: >= MostErrors }; i++)
        {
            var (item, option) = (incoming[i].Item, incoming[i].Option);
            if (!position.TryGetValue(item, out var at)) Add(i, "item", $"The attempt has no item '{Shown(item)}'.");
            else if (!seen.Add(item)) Add(i, "item", $"Item '{item}' is answered twice in this request.");
            else if (form.PositionOf(item, option) is not { } chosen) Add(i, "option", $"Item '{item}' has no option '{Shown(option)}'.");
            else if (incoming[i].Seconds is < 0 or > ItemTimes.MostSeconds) Add(i, "seconds", ItemTimes.Rule);
            else merged[at] = Digits[chosen];
        }

        return errors is null ? (new string(merged), []) : (saved, errors);

        void Add(int index, string member, string detail)
        {
            var pointer = FormattableString.Invariant($"#/responses/{index}/{member}");
            (errors ??= []).Add(new ProblemError { Pointer = pointer, Detail = detail });
        }
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
