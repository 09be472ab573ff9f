using Microsoft.Playwright;

namespace Aieh.Api.Tests.Support;

/// <summary>
/// The one browser of a test run, which is the machine's own: Playwright would fetch another from its makers. What a test opens in it is a
/// window of its own, with nothing in common with others.
/// </summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string? Path = Find();

    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> Run = new(StartAsync);

    /// <summary>Tests share the connection to the browser, whose list of windows is not made for several at once.</summary>
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>Ignores the test that asks where there is no browser.</summary>
    public static void Require()
    {
        if (Path is null) Assert.Ignore("Browser: no Chromium on the PATH and AIEH_TEST_CHROMIUM does not name one");
    }

    public static async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        await Turn.WaitAsync();
        try
        {
            return await (await Run.Value).Browser.NewContextAsync(options);
        }
        finally
        {
            Turn.Release();
        }
    }

    public static async Task CloseAsync(IBrowserContext window)
    {
        await Turn.WaitAsync();
        try
        {
            await window.CloseAsync();
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Once every test has run.</summary>
    public static async Task StopAsync()
    {
        if (!Run.IsValueCreated) return;

        var (driver, browser) = await Run.Value;
        await browser.CloseAsync();
        driver.Dispose();
    }

    /// <summary>Without the browser's sandbox, which root may not have: all that it shows is ours.</summary>
    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(HangGuard.Milliseconds);
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            ChromiumSandbox = false,
            Timeout = HangGuard.Milliseconds,
        });
        return (driver, browser);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AIEH_TEST_CHROMIUM") is { Length: > 0 } named) return File.Exists(named) ? named : null;

        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(System.IO.Path.PathSeparator) ?? [];
        return Names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
