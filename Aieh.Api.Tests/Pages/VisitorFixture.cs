using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages;

/// <summary>One running service, and for each test somebody with a browser of their own that runs no scripts.</summary>
public abstract class VisitorFixture<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private protected PageVisitor Visitor { get; private set; } = null!;

    [SetUp]
    public void OpenBrowser() => Visitor = new PageVisitor(App);

    [TearDown]
    public void CloseBrowser() => Visitor.Dispose();
}
