using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Take;

/// <summary>Attempts as their pages show them.</summary>
internal sealed class TakeViews(CatalogCache cache, IStringLocalizer<TakeWords> words)
{
    /// <param name="attempt">The attempt, in progress.</param>
    /// <param name="asked">Number of the item, from 1; what is none is the first item without an answer.</param>
    /// <param name="flags">Numbers of the flagged items.</param>
    public TakeView OfItem(AttemptResponse attempt, string? asked, HashSet<int> flags)
    {
        var chosen = attempt.Responses.ToDictionary(response => response.Item, response => response.Option);
        var isNumber = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= attempt.Items.Count;
        if (!isNumber)
        {
            var open = attempt.Items.Index().FirstOrDefault(each => !chosen.ContainsKey(each.Item.Item));
            number = open.Item is null ? 1 : open.Index + 1;
        }

        var item = attempt.Items[number - 1];
        return new TakeView
        {
            Attempt = attempt.Id,
            Title = TitleOf(attempt),
            Item = ItemOf(item, chosen.GetValueOrDefault(item.Item)),
            Number = number,
            Count = attempt.Items.Count,
            Clock = ClockOf(attempt.ExpiresAt, attempt.ServerTime),
            IsAdaptive = false,
            SendsSignals = SendsSignals(attempt),
            IsFlagged = flags.Contains(number),
            Places = [.. PlacesOf(attempt, flags, number)],
        };
    }

    /// <summary>The item whose turn it is in an adaptive form.</summary>
    public TakeView OfNext(AttemptResponse attempt, NextItemResponse next) => new()
    {
        Attempt = attempt.Id,
        Title = TitleOf(attempt),
        Item = ItemOf(next.Item!, null),
        Number = next.AnsweredCount + 1,
        Count = next.ItemCount,
        Clock = ClockOf(next.ExpiresAt, next.ServerTime),
        IsAdaptive = true,
        SendsSignals = SendsSignals(attempt),
        MayEnd = next.AnsweredCount >= next.MinimumCount,
    };

    /// <param name="attempt">The attempt, in progress.</param>
    /// <param name="flags">Numbers of the flagged items.</param>
    /// <param name="isRefused">Whether it was not taken because nobody watched.</param>
    public ReviewView OfReview(AttemptResponse attempt, HashSet<int> flags, bool isRefused) => new()
    {
        Attempt = attempt.Id,
        Title = TitleOf(attempt),
        Clock = ClockOf(attempt.ExpiresAt, attempt.ServerTime),
        Answered = attempt.Responses.Count,
        Count = attempt.ItemCount,
        IsAdaptive = FormSlugs.IsAdaptive(attempt.Form),
        SendsSignals = SendsSignals(attempt),
        IsWatched = attempt.Supervision == Supervision.Supervised,
        IsRefused = isRefused && attempt.Supervision == Supervision.Unsupervised,
        Places = [.. PlacesOf(attempt, flags, 0)],
    };

    public TimeOverView OfExpired(AttemptResponse attempt) =>
        new(attempt.Id, TitleOf(attempt), attempt.Responses.Count, attempt.ItemCount);

    public IResult Unknown() => MessagePages.Of(
        StatusCodes.Status404NotFound, words["Unknown"], [words["UnknownText"]],
        links: [new PageLink("/tests", words["OtherTests"]), new PageLink("/passport", words["ToPassport"])]);

    /// <summary>A verification has no score of its own: what it says stands beside the score that it is compared with.</summary>
    /// <param name="backTo">Where its taker came from; null where that is not known.</param>
    public IResult Verified(string? backTo) => MessagePages.Of(
        StatusCodes.Status200OK, words["Verified"], [words["VerifiedText"]],
        links: [backTo is { } back ? new PageLink(back, words["BackToInvitation"]) : new PageLink("/passport", words["ToPassport"])]);

    public IResult Cancelled() => MessagePages.Of(
        StatusCodes.Status410Gone, words["Cancelled"], [words["CancelledText"]], links: [new PageLink("/tests", words["OtherTests"])]);

    /// <summary>To the minute, in the time of no place in particular: the server does not know where its reader is.</summary>
    public static PageTime MomentOf(DateTimeOffset at) => new(
        at.ToRfc3339(), at.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.CurrentCulture) + " UTC");

    private static bool SendsSignals(AttemptResponse attempt) => attempt.Form != FormKind.Sample;

    private string TitleOf(AttemptResponse attempt) => cache.Current.TitleOf(attempt.Assessment);

    private TakeClock ClockOf(DateTimeOffset expiresAt, DateTimeOffset now)
    {
        var minutes = (int)Math.Floor((expiresAt - now).TotalMinutes);
        var left = minutes switch
        {
            < 1 => words["LeftSeconds"],
            1 => words["LeftMinute"],
            _ => words["LeftMinutes", minutes],
        };
        return new TakeClock(MomentOf(expiresAt), now.ToRfc3339(), left);
    }

    private static TakeItem ItemOf(AttemptItem item, string? chosen) => new(
        item.Item,
        ItemMarkup.Inline(item.Stem),
        item.Code is { } code ? ItemMarkup.Code(code.Language, code.Text) : (MarkupString?)null,
        item.Spoken,
        [.. item.Options.Select(option => new TakeOption(option.Option, ItemMarkup.Inline(option.Text), option.Option == chosen))]);

    private static IEnumerable<TakePlace> PlacesOf(AttemptResponse attempt, HashSet<int> flags, int current)
    {
        var answered = attempt.Responses.Select(response => response.Item).ToHashSet();
        return attempt.Items.Index().Select(each => new TakePlace(
            each.Index + 1, answered.Contains(each.Item.Item), flags.Contains(each.Index + 1), each.Index + 1 == current));
    }
}
