using Aieh.Api.Tests.Pages.Invitation;
using Aieh.Api.Tests.Pages.Take;

namespace Aieh.Api.Tests.Pages;

/// <summary>Where somebody finds a page, and the cookies that they have been given on the way.</summary>
internal sealed record PageAddress(string Path, params IReadOnlyList<(string Name, string Value)> Cookies);

/// <summary>A page as somebody may meet it.</summary>
internal sealed record KnownPage(string Name, Func<PageStates, Task<PageAddress>> MakeAsync)
{
    /// <summary>Whether its words come from the resources: then all of them have to.</summary>
    public bool HasWords { get; init; }
}

/// <summary>
/// Every page in every state in which it looks different: tests that hold for all pages walk this list. One is added by a line here and,
/// where it needs more than an address, by a method of <see cref="PageStates"/>.
/// </summary>
internal static class EveryPage
{
    public static readonly IReadOnlyList<KnownPage> All =
    [
        new("report", states => states.ReportAsync()) { HasWords = true },
        new("report-stands-out", states => IntegrityStates.ReportAsync(states)) { HasWords = true },
        new("report-insufficient", states => states.InsufficientReportAsync()) { HasWords = true },
        new("report-supervised", states => states.SupervisedReportAsync()) { HasWords = true },
        new("report-verified", states => states.VerifiedReportAsync()) { HasWords = true },
        new("report-withdrawn", states => states.WithdrawnReportAsync()) { HasWords = true },
        new("report-open", states => states.OpenReportAsync()) { HasWords = true },
        new("report-unknown", _ => At("/report/unknown")) { HasWords = true },
        new("ranking", states => states.RankingAsync()) { HasWords = true },
        new("ranking-empty", states => states.EmptyRankingAsync()) { HasWords = true },
        new("ranking-unknown", _ => At("/loops/unknown")) { HasWords = true },
        new("impact", states => states.ImpactAsync(isEmpty: false)) { HasWords = true },
        new("impact-empty", states => states.ImpactAsync(isEmpty: true)) { HasWords = true },
        new("impact-unknown", _ => At("/impact/unknown")) { HasWords = true },
        new("passport-none", _ => At("/passport")) { HasWords = true },
        new("passport-unknown", _ => At("/passport/unknown")) { HasWords = true },
        new("passport-empty", states => states.EmptyPassportAsync("/passport")) { HasWords = true },
        new("passport", states => states.PassportAsync("/passport")) { HasWords = true },
        new("passport-supervised", states => states.SupervisedPassportAsync()) { HasWords = true },
        new("passport-history", states => states.PassportAsync("/passport/history")) { HasWords = true },
        new("passport-readiness", states => states.PassportAsync("/passport/readiness/backend-engineer")) { HasWords = true },
        new("passport-what-if", states => states.PassportAsync("/passport/readiness/backend-engineer?w-communication=1"))
        {
            HasWords = true,
        },
        new("passport-sharing", states => states.PassportAsync("/passport/sharing")) { HasWords = true },
        new("passport-data", states => states.PassportAsync("/passport/data")) { HasWords = true },
        new("passport-another", states => states.AnotherPassportAsync()) { HasWords = true },
        new("shared", states => states.SharedPassportAsync(isRevoked: false)) { HasWords = true },
        new("shared-revoked", states => states.SharedPassportAsync(isRevoked: true)) { HasWords = true },
        new("home", _ => At("/")) { HasWords = true },
        new("tests", _ => At("/tests")) { HasWords = true },
        new("test", _ => At("/tests/python-fundamentals")) { HasWords = true },
        new("test-of-scenarios", _ => At("/tests/communication")) { HasWords = true },
        new("test-planned", _ => At("/tests/javascript-fundamentals")) { HasWords = true },
        new("test-unknown", _ => At("/tests/unknown")) { HasWords = true },
        new("roles", _ => At("/roles")) { HasWords = true },
        new("role", _ => At("/roles/backend-engineer")) { HasWords = true },
        new("role-short", _ => At("/roles/data-engineer")) { HasWords = true },
        new("methodology", _ => At("/methodology")) { HasWords = true },
        new("take", states => TakeStates.ItemAsync(states.App)) { HasWords = true },
        new("take-grid", states => TakeStates.GridAsync(states.App)) { HasWords = true },
        new("take-adaptive", states => TakeStates.AdaptiveAsync(states.App)) { HasWords = true },
        new("take-review", states => TakeStates.ReviewAsync(states.App)) { HasWords = true },
        new("take-watched", states => TakeStates.WatchedAsync(states)) { HasWords = true },
        new("take-unwatched", states => TakeStates.UnwatchedAsync(states)) { HasWords = true },
        new("take-over", states => TakeStates.OverAsync(states.App)) { HasWords = true },
        new("take-unknown", _ => At("/take/01a227bc-389b-712c-95fb-18bf26e88f0b")) { HasWords = true },
        new("result-verification", states => states.VerifiedResultAsync()) { HasWords = true },
        new("result-sample", states => TakeStates.SampleResultAsync(states.App)) { HasWords = true },
        new("result", states => TakeStates.ResultAsync(states.App)) { HasWords = true },
        new("result-stands-out", states => IntegrityStates.ResultAsync(states)) { HasWords = true },
        new("passport-stands-out", states => IntegrityStates.PassportAsync(states)) { HasWords = true },
        new("ranking-stands-out", states => IntegrityStates.RankingAsync(states)) { HasWords = true },
        new("invitation", states => InvitationStates.InvitedAsync(states)) { HasWords = true },
        new("invitation-accepted", states => InvitationStates.AcceptedAsync(states)) { HasWords = true },
        new("invitation-supervised", states => InvitationStates.SupervisedAsync(states)) { HasWords = true },
        new("invitation-verification", states => states.VerificationAsync()) { HasWords = true },
        new("invitation-verified", states => states.VerifiedInvitationAsync()) { HasWords = true },
        new("invitation-completed", states => InvitationStates.CompletedAsync(states)) { HasWords = true },
        new("invitation-unknown", _ => At("/invitation/unknown")) { HasWords = true },
        new("return-without-mail", _ => At("/passport/return")) { HasWords = true },
        new("return-link", _ => At("/passport/return/unknown")) { HasWords = true },
        new("contact-without-mail", states => states.EmptyPassportAsync("/passport/contact")) { HasWords = true },
    ];

    public static IEnumerable<string> Names => All.Select(page => page.Name);

    public static KnownPage Named(string name) => All.Single(page => page.Name == name);

    private static Task<PageAddress> At(string path) => Task.FromResult(new PageAddress(path));
}
