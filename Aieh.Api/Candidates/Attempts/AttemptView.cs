using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>An attempt as its owner sees it: never a key, a category score or a rationale, in any state.</summary>
internal static class AttemptView
{
    public static AttemptState StateOf(AttemptRow attempt, DateTimeOffset now) => attempt.State switch
    {
        "scored" => AttemptState.Scored,
        "cancelled" => AttemptState.Cancelled,
        _ => attempt.ExpiresAt <= now ? AttemptState.Expired : AttemptState.InProgress,
    };

    /// <summary>
    /// Tag of what is stored of an attempt, and of what its time makes of it; the same for its answers and its submission.
    /// </summary>
    public static string TagOf(AttemptRow attempt, DateTimeOffset now) => $"\"{attempt.Version}-{KebabCase.Of(StateOf(attempt, now))}\"";

    /// <summary>Why the attempt takes no more answers; null when it does.</summary>
    public static ProblemHttpResult? RefusesAnswers(AttemptRow attempt, DateTimeOffset now) => StateOf(attempt, now) switch
    {
        AttemptState.Scored => Problems.AttemptAlreadySubmitted(),
        AttemptState.Cancelled => Problems.Of(Problems.AttemptCancelledKind, "Start a new one."),
        AttemptState.Expired => Problems.AttemptExpired(),
        _ => null,
    };

    public static AttemptResponse Of(AttemptRow attempt, string[] order, AssembledForm form, DateTimeOffset now, string? token = null)
    {
        var state = StateOf(attempt, now);
        return new AttemptResponse
        {
            Id = attempt.Id,
            Assessment = attempt.Assessment,
            Form = FormSlugs.Parse(attempt.Form),
            State = state,
            Passport = attempt.PassportId,
            StartedAt = attempt.StartedAt,
            ExpiresAt = attempt.ExpiresAt,
            ServerTime = now,
            SubmittedAt = attempt.SubmittedAt,
            Supervision = attempt.SupervisedBy is null ? Supervision.Unsupervised : Supervision.Supervised,
            SupervisedBy = attempt.SupervisedBy,
            SupervisedAt = attempt.SupervisedAt,
            AiPolicy = AgreedAiPolicy.Of(attempt.AiPolicy, attempt.AiPolicyVersion, attempt.AgreedAt),
            ItemCount = AdaptivePlan.Of(attempt)?.MaximumLength ?? order.Length,
            Responses = ItemResponses.List(attempt.Responses, order, form),
            Items = state == AttemptState.InProgress && attempt.Adaptive is null ? [.. order.Select(item => ItemOf(form.Find(item)!))] : [],
            Token = token,
        };
    }

    public static SavedResponsesResponse Saved(AttemptRow attempt, DateTimeOffset now) => new()
    {
        Id = attempt.Id,
        AnsweredCount = ItemResponses.AnsweredCount(attempt.Responses),
        ItemCount = AdaptivePlan.Of(attempt)?.MaximumLength ?? attempt.Responses.Length,
        ExpiresAt = attempt.ExpiresAt,
        ServerTime = now,
    };

    public static NextItemResponse Next(AttemptRow attempt, string[] order, AssembledForm form, DateTimeOffset now)
    {
        var plan = AdaptivePlan.Of(attempt);
        var answered = ItemResponses.AnsweredCount(attempt.Responses);
        var item = plan is not null
            ? plan.Next(attempt, order, form)
            : order.Where((_, index) => ItemResponses.OptionAt(attempt.Responses, index) is null).FirstOrDefault();
        return new NextItemResponse
        {
            Id = attempt.Id,
            Complete = item is null,
            Item = item is null ? null : ItemOf(form.Find(item)!),
            AnsweredCount = answered,
            MinimumCount = plan?.MinimumLength,
            ItemCount = plan?.MaximumLength ?? order.Length,
            ExpiresAt = attempt.ExpiresAt,
            ServerTime = now,
        };
    }

    private static AttemptItem ItemOf(Item item) => new()
    {
        Item = item.Id,
        Stem = item.Stem,
        Code = item.Code is { } code ? CodeOf(code) : null,
        Spoken = item.Spoken,
        Options = [.. item.Options.Select(option => new AttemptItemOption { Option = option.Id, Text = option.Text })],
    };

    private static AttemptItemCode CodeOf(ItemCode code) => new() { Language = code.Language, Version = code.Version, Text = code.Text };
}

/// <summary>The forms as the database spells them.</summary>
internal static class FormSlugs
{
    /// <summary>The form that never counts.</summary>
    public const string Sample = "sample";

    /// <summary>The form that an employer asks for, and that counts in no passport.</summary>
    public const string Verification = "verification";

    /// <summary>Whether it gives evidence that counts.</summary>
    public static bool Counts(string form) => form is not Sample and not Verification;

    /// <summary>Whether its items come one by one.</summary>
    public static bool IsAdaptive(FormKind form) => form is FormKind.Adaptive or FormKind.Verification;

    public static string Of(FormKind form) => KebabCase.Of(form);

    /// <summary>
    /// The form whose starts count together with this one's, because the same items are in both; itself when there is none.
    /// </summary>
    public static string SharingItemsWith(string form) => form switch
    {
        "full" => "adaptive",
        "adaptive" => "full",
        _ => form,
    };

    public static FormKind Parse(string slug) => slug switch
    {
        "full" => FormKind.Full,
        "sample" => FormKind.Sample,
        "adaptive" => FormKind.Adaptive,
        Verification => FormKind.Verification,
        _ => throw new InvalidOperationException($"An attempt has the unknown form '{slug}'."),
    };
}
