using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>
/// What decides an adaptive attempt besides its answers; drawn and pinned when it starts. Its row lists the items given first, in the
/// order given, and then those not given, so that nothing has to be remembered between two requests: the item being asked follows from
/// the row.
/// </summary>
internal sealed record AdaptivePlan(
    ulong Seed, int MinimumLength, int MaximumLength, double TargetStandardError, int Randomesque,
    SortedDictionary<string, double> ContentShares)
{
    /// <summary>How often each item is given when it is selected; of items that are not listed, and where this is null, always.</summary>
    public SortedDictionary<string, double>? Exposure { get; init; }

    public static AdaptivePlan? Draw(AssessmentForm form) => form.Adaptive is not { } rules ? null : new AdaptivePlan(
        BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        rules.MinimumLength.Value,
        form.ItemCount.Value,
        rules.TargetStandardError.Value,
        rules.Randomesque.Value,
        new SortedDictionary<string, double>(rules.ContentShares.Value.ToDictionary(), StringComparer.Ordinal));

    /// <summary>The plan of an adaptive attempt; null for other forms.</summary>
    public static AdaptivePlan? Of(AttemptRow attempt) =>
        attempt.Adaptive is { } json ? JsonSerializer.Deserialize(json, AdaptivePlanJson.Default.AdaptivePlan) : null;

    public string ToJson() => JsonSerializer.Serialize(this, AdaptivePlanJson.Default.AdaptivePlan);

    /// <summary>The item being asked; null when the test is complete.</summary>
    public string? Next(AttemptRow attempt, string[] order, AssembledForm form) =>
        Asked(Given(attempt, order, form), form) is { } item ? form.Ids[item] : null;

    public AdaptiveSettings Settings(AssembledForm form) => new(MinimumLength, MaximumLength, TargetStandardError)
    {
        Randomesque = Randomesque,
        ContentShares = [.. form.Topics.Select(topic => ContentShares[topic])],
        ExposureParameters = Exposure is null ? [] : [.. form.Ids.Select(id => Exposure.GetValueOrDefault(id, 1))],
    };

    /// <summary>
    /// Merges answers into what is saved. Only the item being asked takes an answer; in <paramref name="order"/> it is moved behind those
    /// given. Answers to earlier items may be sent again but not changed: the items after them were chosen by them.
    /// </summary>
    public (string Merged, IReadOnlyList<ProblemError> Errors) Merge(
        AttemptRow attempt, IReadOnlyList<ItemResponse> incoming, string[] order, AssembledForm form)
    {
        var given = ItemResponses.AnsweredCount(attempt.Responses);
        var open = given;
        if (Next(attempt, order, form) is { } asked)
        {
            var at = Array.IndexOf(order, asked);
            (order[given], order[at]) = (order[at], order[given]);
            open++;
        }

        var (merged, errors) = ItemResponses.Merge(attempt.Responses[..open], incoming, order[..open], form);
        if (errors.Count == 0) errors = [.. incoming.Select(ChangeOfFinalAnswer).OfType<ProblemError>()];
        return errors.Count > 0 ? (attempt.Responses, errors) : (merged + attempt.Responses[open..], []);

        ProblemError? ChangeOfFinalAnswer(ItemResponse response, int index)
        {
            var at = Array.IndexOf(order, response.Item, 0, open);
            if (at >= given || merged[at] == attempt.Responses[at]) return null;

            return new ProblemError
            {
                Pointer = FormattableString.Invariant($"#/responses/{index}/option"),
                Detail = $"The answer to '{order[at]}' is final: the items after it were chosen by it.",
            };
        }
    }

    /// <summary>Why the attempt cannot be scored as it stands; null when it can.</summary>
    public ProblemHttpResult? RefusesSubmission(AttemptRow attempt, IReadOnlyList<ItemResponse> last, string[] order, AssembledForm form)
    {
        if (last.Count > 0)
        {
            var (merged, errors) = Merge(attempt, last, order, form);
            if (errors.Count > 0) return Problems.ResponsesRefused(errors);
            if (merged != attempt.Responses) return Problems.ResponsesRefused([AnswerNotSaved]);
        }

        return ItemResponses.AnsweredCount(attempt.Responses) < MinimumLength ? Problems.AttemptIncomplete(MinimumLength) : null;
    }

    /// <summary>
    /// The category of each item in form order, and the counts. Items not given are ignored. The item being asked when the test is ended
    /// early is omitted and scores 0: leaving at a hard item must not pay.
    /// </summary>
    public (int[] Categories, ResponseCounts Counts) Outcome(AttemptRow attempt, string[] order, AssembledForm form)
    {
        var categories = new int[form.Count];
        Array.Fill(categories, Response.NotAdministered);
        var given = Given(attempt, order, form);
        foreach (var (item, category) in given) categories[item] = category;
        var asked = Asked(given, form);
        if (asked is { } open) categories[open] = 0;
        return (categories, new ResponseCounts(given.Length, asked is null ? 0 : 1, 0));
    }

    private static ProblemError AnswerNotSaved => new()
    {
        Pointer = "#/responses",
        Detail = "An answer of an adaptive attempt decides what is asked next: save it with PUT …/responses first.",
    };

    private int? Asked(AdministeredItem[] given, AssembledForm form) => AdaptiveTest.Next(form.Bank, Settings(form), Seed, given).Item;

    private static AdministeredItem[] Given(AttemptRow attempt, string[] order, AssembledForm form)
    {
        var categories = form.Categories(attempt.Responses, order);
        return
        [
            .. order
                .Take(ItemResponses.AnsweredCount(attempt.Responses))
                .Select(form.IndexOf)
                .Select(index => new AdministeredItem(index, categories[index])),
        ];
    }
}

/// <summary>How the plan is stored.</summary>
[JsonSerializable(typeof(AdaptivePlan))]
internal sealed partial class AdaptivePlanJson : JsonSerializerContext;
