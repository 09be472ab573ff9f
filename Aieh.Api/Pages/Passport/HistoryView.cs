using Aieh.Api.Candidates.Passports;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Take;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Passport;

/// <summary>A piece of evidence in the history.</summary>
/// <param name="CountsAs">In words.</param>
/// <param name="Result">Where the result of the attempt is read; null of evidence that is from no attempt.</param>
/// <param name="Reference">The provider's own name for it; null of an attempt.</param>
public sealed record EvidenceView(
    PageTime ObservedAt, string Title, string CountsAs, string Score, string StandardError, string Watched, string? Result,
    string? Reference);

/// <summary>A page of the history, oldest first.</summary>
/// <param name="Next">Address of the next page; null on the last one.</param>
public sealed record HistoryView(IReadOnlyList<EvidenceView> Items, bool IsFirst, string? Next)
{
    internal static HistoryView Of(
        EvidenceListResponse page, bool isFirst, ScoreViewMaker scores, IStringLocalizer<PassportWords> words) => new(
        [.. page.Items.Select(each => Of(each, scores, words))],
        isFirst,
        page.Next is { } next ? $"{PassportAddresses.History}?cursor={next}" : null);

    internal static EvidenceView Of(EvidenceResponse evidence, ScoreViewMaker scores, IStringLocalizer<PassportWords> words) => new(
        Written.Day(evidence.ObservedAt),
        scores.TitleOf(evidence.Assessment),
        words[$"Counts{evidence.Kind}"],
        Written.Number(evidence.Score),
        Written.Number(evidence.StandardError, "0.0"),
        words[$"Watched{evidence.Supervision}"],
        evidence.Attempt is { } attempt ? TakeAddresses.ResultOf(attempt) : null,
        evidence.Reference);
}
