using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Pages.Take;

/// <summary>What pages have whoever starts an attempt agree to.</summary>
internal static class FormPolicies
{
    /// <summary>Null of a sample, which is practice, and of a form that says nothing of help.</summary>
    public static FormPolicy? ToAgreeTo(CatalogSnapshot catalog, string assessment, string form)
    {
        if (form == FormSlugs.Verification)
        {
            return VerificationForm.BaseOf(catalog, assessment) is { } model ? FormPolicy.Of(model) : null;
        }

        return form != FormSlugs.Sample
            && catalog.Assessments.GetValueOrDefault(assessment)?.Forms.FirstOrDefault(each => FormSlugs.Of(each.Kind) == form) is { } found
                ? FormPolicy.Of(found)
                : null;
    }
}
