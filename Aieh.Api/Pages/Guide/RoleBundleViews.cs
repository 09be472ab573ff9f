using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Readiness;
using Microsoft.Extensions.Localization;
using RoleBundle = Aieh.Api.Catalog.Documents.RoleBundle;

namespace Aieh.Api.Pages.Guide;

internal sealed class RoleBundleViews(GuideText text, IStringLocalizer<GuideWords> words, IStringLocalizer<PictureWords> pictures)
{
    public BundleView Of(RoleDocument role, RoleBundle bundle, CatalogSnapshot catalog) => new()
    {
        Bars = FigureView.Of(BundleBars.Of(
            [.. bundle.Entries.Select(entry => BarOf(entry.Assessment, entry.Relevance.Value, catalog))], pictures)),
        Rows =
        [
            .. bundle.Entries.Select(entry => new BundleRow(
                GuideAddresses.TestNamed(entry.Assessment, catalog),
                text.Of(entry.Relevance, GuideText.Relevance(entry.Relevance.Value)),
                entry.Rationale)),
        ],
        MinimumCoverage = text.Of(bundle.MinimumCoverage, GuideText.Percent(bundle.MinimumCoverage.Value)),
        Contexts = [.. bundle.ContextAdjustments.Select(each => ContextOf(each, role, bundle, catalog))],
        Steps = [.. StepsOf(role, catalog)],
        Renewal = role.RetestCadence?.Advice,
        EmployerAdvice = role.NextSteps?.Employer,
    };

    private BundleBar BarOf(string test, double relevance, CatalogSnapshot catalog)
    {
        var isOffered = catalog.Assessments.TryGetValue(test, out var known) && IsOffered(known);
        return new BundleBar(known?.Title ?? test, relevance, isOffered ? null : words["BarPlanned"].Value);
    }

    private ContextRow ContextOf(ContextAdjustment each, RoleDocument role, RoleBundle bundle, CatalogSnapshot catalog)
    {
        var published = bundle.Entries.FirstOrDefault(entry => entry.Assessment == each.Assessment)?.Relevance.Value ?? 0;
        return new ContextRow(
            text.ContextOf(each.Dimension, each.Value),
            GuideAddresses.TestNamed(each.Assessment, catalog).Title,
            text.Of(each.Direction.Value),
            GuideText.Relevance(published),
            GuideText.Relevance(RelevanceIn(role, each)),
            text.Of(each.Multiplier, "× " + GuideText.Relevance(each.Multiplier.Value)));
    }

    /// <summary>What readiness weighs in the context alone: as it does for whoever asks with it.</summary>
    private static double RelevanceIn(RoleDocument role, ContextAdjustment each) => WorkedExample.Weigh(role, each.Dimension, each.Value)
        .Entries.FirstOrDefault(entry => entry.Assessment == each.Assessment).Relevance;

    /// <summary>For somebody without any evidence: what adds most first, and what is not offered yet last.</summary>
    private IEnumerable<StepView> StepsOf(RoleDocument role, CatalogSnapshot catalog)
    {
        var bundle = PublishedBundle.InContext(role, null, null);
        var ranked = NextSteps.Rank(bundle, [], ScoringRules.Of(catalog).Freshness);
        var covered = 0.0;
        foreach (var step in ranked.OrderBy(step => !IsOffered(catalog.Assessments.GetValueOrDefault(step.Assessment))))
        {
            var before = covered;
            covered += step.CoverageGain;
            var test = catalog.Assessments.GetValueOrDefault(step.Assessment);
            var isEnough = before < bundle.MinimumCoverage && covered >= bundle.MinimumCoverage;
            var reason = words["StepReason", GuideText.Percent(step.CoverageGain), GuideText.Percent(covered)];
            yield return new StepView(
                step.Assessment,
                GuideAddresses.TestNamed(step.Assessment, catalog),
                isEnough ? $"{reason} {words["StepEnough", GuideText.Percent(bundle.MinimumCoverage)]}" : reason,
                role.NextSteps?.Candidate.FirstOrDefault(each => each.Assessment == step.Assessment)?.Advice,
                test?.Forms.Any(form => form is { Kind: FormKind.Sample, Availability: FormAvailability.Available }) == true,
                IsOffered(test) ? null : test?.Forms.FirstOrDefault(form => form.Kind == FormKind.Full)?.AvailabilityNote ?? "");
        }
    }

    /// <summary>Whether anything that counts can be taken.</summary>
    private static bool IsOffered(AssessmentDocument? test) =>
        test?.Forms.Any(form => form.Kind != FormKind.Sample && form.Availability == FormAvailability.Available) == true;
}
