using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Evidence;
using Aieh.Scoring.Integrity;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Reports;

/// <summary>What is said of a result, in the reader's language.</summary>
internal sealed class ReportText(IStringLocalizer<ReportWords> words)
{
    public string StateOf(InvitationState state) => words[state == InvitationState.Completed ? "AllTaken" : "NotAllTaken"];

    public string StatusOf(ReadinessResponse readiness)
    {
        var (covered, asked) = (Written.Percent(readiness.Coverage), Written.Percent(readiness.MinimumCoverage));
        return readiness.Status switch
        {
            ReadinessStatus.Sufficient => words["Sufficient", covered, asked],
            ReadinessStatus.InsufficientEvidence => words["Insufficient", covered, asked],
            _ => words["NoEvidence"],
        };
    }

    public string WeightsOf(LoopDefinition loop, string employer)
    {
        return loop.Source switch
        {
            LoopBundleSource.Employer => words["WeightsOfEmployer", employer],
            _ when Has(LoopBundleReason.Override) => words["WeightsChanged", employer],
            _ when Has(LoopBundleReason.Context) => words["WeightsInContext"],
            _ => words["WeightsPublished"],
        };

        bool Has(LoopBundleReason reason) => loop.Bundle.Any(entry => entry.Reason == reason);
    }

    public string WatchedOf(PooledSupervision supervision) => words[$"Watched{supervision}"];

    public string HelpOf(AgreedAiPolicy? policy) => policy is null
        ? ""
        : words[policy.AgreedAt is null ? "NotAgreedHelp" : "AgreedHelp", words[$"Help{policy.Kind}"]];

    /// <summary>How much stands out.</summary>
    public string TakenOf(IntegrityStatus? status) => words[status is { } known ? $"Taken{known}" : "TakenPending"];

    public string ReviewOf(ReviewOutcome outcome) => words[$"Taken{outcome}"];

    public string FreshnessOf(Freshness freshness) => words[freshness switch
    {
        Freshness.Current => "Current",
        Freshness.Aging => "Aging",
        _ => "Stale",
    }];
}
