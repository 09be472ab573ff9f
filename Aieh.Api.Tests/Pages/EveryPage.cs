namespace Aieh.Api.Tests.Pages;

/// <summary>Where somebody finds a page, and the cookies that they have been given on the way.</summary>
internal sealed record PageAddress(string Path, params IReadOnlyList<(string Name, string Value)> Cookies);

/// <summary>A page as somebody may meet it.</summary>
internal sealed record KnownPage(string Name, Func<PageStates, Task<PageAddress>> MakeAsync)
{
    /// <summary>Whether its words come from the resources: then all of them have to.</summary>
    public bool HasWords { get; init; }
}

/// <summary>
/// Every page in every state in which it looks different: tests that hold for all pages walk this list. One is added by a line here and,
/// where it needs more than an address, by a method of <see cref="PageStates"/>.
/// </summary>
internal static class EveryPage
{
    public static readonly IReadOnlyList<KnownPage> All =
    [
        new("report", states => states.ReportAsync()) { HasWords = true },
        new("report-insufficient", states => states.InsufficientReportAsync()) { HasWords = true },
        new("report-withdrawn", states => states.WithdrawnReportAsync()) { HasWords = true },
        new("report-open", states => states.OpenReportAsync()) { HasWords = true },
        new("report-unknown", _ => At("/report/unknown")) { HasWords = true },
        new("ranking", states => states.RankingAsync()) { HasWords = true },
        new("ranking-empty", states => states.EmptyRankingAsync()) { HasWords = true },
        new("ranking-unknown", _ => At("/loops/unknown")) { HasWords = true },
    ];

    public static IEnumerable<string> Names => All.Select(page => page.Name);

    public static KnownPage Named(string name) => All.Single(page => page.Name == name);

    private static Task<PageAddress> At(string path) => Task.FromResult(new PageAddress(path));
}
