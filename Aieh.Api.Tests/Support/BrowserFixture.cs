namespace Aieh.Api.Tests.Support;

/// <summary>
/// One running service for the tests of a fixture, visited by a browser. Ignored with the reason where the machine has none. After each
/// test its visitors leave, and none may have seen a fault.
/// </summary>
[Category("Browser")]
public abstract class BrowserFixture : HttpFixture<SqliteDatabase>
{
    private readonly List<Visitor> _visitors = [];

    [OneTimeSetUp]
    public override Task StartApplication()
    {
        Chromium.Require();
        return base.StartApplication();
    }

    [TearDown]
    public async Task SeeVisitorsOff()
    {
        foreach (var visitor in _visitors) await visitor.DisposeAsync();
        var faults = _visitors.SelectMany(visitor => visitor.Faults).ToList();
        _visitors.Clear();
        Assert.That(faults, Is.Empty);
    }

    /// <summary>Somebody who has opened nothing yet.</summary>
    private protected async Task<Visitor> ArriveAsync(Look? look = null)
    {
        var visitor = await Visitor.ArriveAsync(App, look ?? new Look());
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Somebody at a page of the service.</summary>
    private protected async Task<Visitor> VisitAsync(string path, Look? look = null)
    {
        var visitor = await ArriveAsync(look);
        await visitor.GoAsync(path);
        return visitor;
    }
}
