using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Shell;

/// <summary>The service with planted pages.</summary>
public abstract class ShellFixture
{
    private readonly SqliteDatabase _database = new();

    internal AiehApplication App { get; private set; } = null!;

    internal Planted Pages { get; } = new();

    protected virtual (string Setting, string Value)[] Settings => [];

    [OneTimeSetUp]
    public async Task StartApplication()
    {
        await _database.StartAsync();
        App = new AiehApplication(_database, Settings) { Additions = Pages.AddTo };
        App.StartServer();
    }

    [OneTimeTearDown]
    public async Task StopApplication()
    {
        if (App is not null) await App.DisposeAsync();
        await _database.DisposeAsync();
    }
}
