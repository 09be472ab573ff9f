using Microsoft.Playwright;

namespace Aieh.Api.Tests.Support;

/// <summary>How somebody looks at pages.</summary>
internal sealed record Look
{
    public const int Phone = 390;
    public const int Desk = 1280;

    public int Width { get; init; } = Desk;

    public bool Dark { get; init; }

    public bool JavaScript { get; init; } = true;

    /// <summary>How far the visitor's clock is ahead of the service's.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>
    /// Whether time passes by itself in the browser, as axe needs it to. It does not otherwise, as it does not in the service:
    /// <see cref="Visitor.AdvanceAsync"/> lets it pass in both, and no test depends on how fast the machine is.
    /// </summary>
    public bool TimePasses { get; init; }

    /// <summary>What the visitor has been given before.</summary>
    public IReadOnlyList<(string Name, string Value)> Cookies { get; init; } = [];
}

/// <summary>
/// Somebody at a window of their own. What nobody should ever see there is kept in <see cref="Faults"/>: errors in the console, what the
/// content security policy has stopped, and requests to anybody but the service.
/// </summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly AiehApplication _app;
    private readonly PageFaults _faults;

    private Visitor(AiehApplication app, Look look, IBrowserContext window, PageFaults faults, IPage page)
    {
        (_app, Look) = (app, look);
        _faults = faults;
        Window = window;
        Page = page;
    }

    public Look Look { get; }

    /// <summary>For a second tab, cookies and the like.</summary>
    public IBrowserContext Window { get; }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Faults => _faults.Seen;

    /// <summary>
    /// The browser's clock starts at the service's. Only scripts see it: a cookie lives by the machine's, so it has to say how long
    /// (Max-Age) and not until when.
    /// </summary>
    public static async Task<Visitor> ArriveAsync(AiehApplication app, Look look)
    {
        var window = await Chromium.OpenAsync(new()
        {
            BaseURL = app.Address.AbsoluteUri,
            ViewportSize = new() { Width = look.Width, Height = look.Width < 800 ? 844 : 800 },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = look.JavaScript,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        window.SetDefaultTimeout(HangGuard.Milliseconds);
        var faults = new PageFaults(window, app.Address);
        await window.AddCookiesAsync(look.Cookies.Select(
            each => new Cookie { Name = each.Name, Value = each.Value, Url = app.Address.AbsoluteUri, HttpOnly = true }));
        await SetClockAsync(window.Clock, app.Clock.GetUtcNow() + look.Skew, look.TimePasses);
        return new Visitor(app, look, window, faults, await window.NewPageAsync());
    }

    /// <summary>Opens a page of the service and tells how it was answered.</summary>
    public async Task<IResponse> GoAsync(string path) => (await Page.GotoAsync(path))!;

    /// <summary>Lets time pass in the service and in this browser; what a script has put off until then is done.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        _app.Clock.Advance(time);
        await Window.Clock.RunForAsync((long)time.TotalMilliseconds);
    }

    public Task SetOfflineAsync(bool isOffline) => Window.SetOfflineAsync(isOffline);

    /// <summary>The page on paper, as its style sheet has it, as PDF.</summary>
    public Task<byte[]> PrintAsync() => Page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true });

    /// <summary>Takes faults with this text for what the test is about.</summary>
    public void Expect(string fault) => _faults.Expect(fault);

    public async ValueTask DisposeAsync() => await Chromium.CloseAsync(Window);

    private static async Task SetClockAsync(IClock clock, DateTimeOffset now, bool passes)
    {
        if (passes)
        {
            await clock.InstallAsync(new() { TimeDate = now.UtcDateTime });
            return;
        }

        // It runs until it is stopped, and can only be stopped at a moment to come.
        await clock.InstallAsync(new() { TimeDate = now.UtcDateTime.AddDays(-1) });
        await clock.PauseAtAsync(now.UtcDateTime);
    }
}
