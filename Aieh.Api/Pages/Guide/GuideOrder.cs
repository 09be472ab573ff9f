using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Pages.Guide;

/// <summary>In which order tests are shown, where none is asked for.</summary>
internal static class GuideOrder
{
    /// <summary>What weighs most in a published bundle comes first; what is in none, last.</summary>
    public static IEnumerable<AssessmentDocument> TestsOf(CatalogSnapshot catalog)
    {
        var entries = catalog.Roles.Values.SelectMany(role => role.Bundle?.Entries ?? []);
        var relevances = entries.GroupBy(entry => entry.Assessment)
            .ToDictionary(test => test.Key, test => test.Max(entry => entry.Relevance.Value), StringComparer.Ordinal);
        return catalog.Assessments.Values.OrderByDescending(test => relevances.GetValueOrDefault(test.Slug));
    }
}
