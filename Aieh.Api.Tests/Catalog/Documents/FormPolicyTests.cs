using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tests.Catalog.Documents;

public sealed class FormPolicyTests
{
    [Test]
    public void ShippedForms_AllSayWhichHelpIsAllowed()
    {
        var forms = CatalogFiles.Load(CatalogFiles.ShippedFolder).Assessments.Values.SelectMany(assessment => assessment.Forms).ToList();

        Assert.That(forms, Is.Not.Empty);
        Assert.That(forms.Select(FormPolicy.Of), Has.None.Null);
    }

    [Test]
    public void Version_OfOtherWords_IsAnother()
    {
        var form = CatalogFiles.Load(CatalogFiles.ShippedFolder).Assessments["python-fundamentals"].Forms[0];
        var policy = form.AiPolicy!;
        AssessmentForm[] forms =
        [
            form,
            form with { AiPolicy = policy with { Value = policy.Value with { Text = policy.Value.Text + " Really." } } },
            form with { AiPolicy = policy with { Value = policy.Value with { Kind = AiPolicyKind.Reference } } },
            form with { HonourStatement = form.HonourStatement! with { Value = "I do." } },
        ];

        Assert.That(forms.Select(each => FormPolicy.Of(each)!.Version), Is.Unique.And.All.Matches("^[0-9a-f]{12}$"));
        Assert.That(FormPolicy.Of(form with { AvailabilityNote = "Another note." })!.Version, Is.EqualTo(FormPolicy.Of(form)!.Version));
        Assert.That(FormPolicy.Of(form with { AiPolicy = null }), Is.Null);
    }
}
