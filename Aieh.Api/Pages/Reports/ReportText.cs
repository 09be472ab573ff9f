using System.Globalization;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Scoring.Evidence;

namespace Aieh.Api.Pages.Reports;

/// <summary>The words of the report, and how numbers and days are written in it.</summary>
internal static class ReportText
{
    public const string UnknownLink = "The address is not one of this service's. It may have been cut off: open the link as it was given.";

    public const string EndedLink =
        "Links to a report open it for a stated time, and not for longer than the result is kept. Whoever may read the result can ask the "
        + "service for a new link.";

    public const string Declined = "The candidate has declined the invitation, and needs no reason to.";
    public const string Cancelled = "The employer has taken the invitation back before it was completed.";
    public const string NeverAccepted = "The invitation's time was over before the candidate had accepted it.";
    public const string Withdrawn = "The permission to read it has ended. What it said is not kept here.";
    public const string Erased = "The candidate has had everything deleted that it was made from.";
    public const string Provisional =
        "Provisional: scores rest on item parameters or concordances that are an author's judgement and not data yet. So no band is named, "
        + "but how probable each is.";


    public static string OpenUntil(DateTimeOffset expiresAt) =>
        $"The candidate has until {Day(expiresAt)} to take the assessments. When all are taken, this link shows the report. "
        + "Still to be taken:";

    public static string StateOf(InvitationState state) => state == InvitationState.Completed
        ? "Everything that was asked for has been taken."
        : "The invitation's time was over before everything had been taken: this is what there is.";

    public static string StatusOf(ReadinessResponse readiness)
    {
        var (covered, asked) = (Percent(readiness.Coverage), Percent(readiness.MinimumCoverage));
        return readiness.Status switch
        {
            ReadinessStatus.Sufficient =>
                $"Sufficient evidence: it covers {covered} of what counts here, and at least {asked} is asked for.",
            ReadinessStatus.InsufficientEvidence =>
                $"Insufficient evidence: it covers {covered} of what counts here, and at least {asked} is asked for. "
                + "The figure speaks of what was measured, and not of the rest.",
            _ => "No evidence: nothing that counts here has been measured, so there is no figure.",
        };
    }

    public static string WeightsOf(LoopDefinition loop, string employer)
    {
        return loop.Source switch
        {
            LoopBundleSource.Employer => $"What counts, and how much, is {employer}'s own choice.",
            _ when Has(LoopBundleReason.Override) =>
                $"What counts, and how much, is what AIEH publishes for the role, with changes by {employer}.",
            _ when Has(LoopBundleReason.Context) =>
                "What counts, and how much, is what AIEH publishes for the role in the context of this hiring loop.",
            _ => "What counts, and how much, is what AIEH publishes for the role.",
        };

        bool Has(LoopBundleReason reason) => loop.Bundle.Any(entry => entry.Reason == reason);
    }

    public static string FreshnessOf(Freshness freshness) => freshness switch
    {
        Freshness.Current => "current",
        Freshness.Aging => "aging: a refresh is due",
        _ => "stale: older than a half-life",
    };

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>With one decimal where there is one, so that nothing that falls short of a limit reads as if it reached it.</summary>
    public static string Percent(double share) => Number(Math.Floor(share * 1000 + 1e-6) / 10, "0.#") + "\u00A0%";

    /// <summary>From one score to another.</summary>
    public static string Range(int from, int to) => string.Create(CultureInfo.InvariantCulture, $"{from}–{to}");

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
