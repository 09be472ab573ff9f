using Aieh.Api.Catalog;

namespace Aieh.Api.Tests.Catalog;

public sealed class ShippedCatalogueTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Catalog");

    [Test]
    public void Load_ShippedFolder_FindsNoProblem()
    {
        var catalogue = CatalogueFiles.Load(_folder);

        Assert.That(catalogue.Roles, Has.Count.EqualTo(5));
        Assert.That(catalogue.Assessments, Has.Count.EqualTo(5));
    }
}
