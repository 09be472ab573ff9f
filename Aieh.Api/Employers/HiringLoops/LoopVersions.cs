using System.Globalization;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>The versions of a tenant's hiring loops; another tenant's are as those that are not there.</summary>
internal static class LoopVersions
{
    private const string List = "hiring-loop-versions";

    public static async Task<CurrentLoopRow?> FindCurrentAsync(DbSession session, Guid id, Principal principal) =>
        await FindOwnAsync(session, id, principal) is { } loop ? await FindAsync(session, loop, loop.Version) : null;

    public static async Task<CurrentLoopRow?> FindAsync(DbSession session, Guid id, int version, Principal principal) =>
        await FindOwnAsync(session, id, principal) is { } loop ? await FindAsync(session, loop, version) : null;

    /// <summary>One row more than the page has; null where there is no such loop.</summary>
    public static async Task<IReadOnlyList<CurrentLoopRow>?> ListAsync(DbSession session, Guid id, Principal principal, VersionPage page)
    {
        if (await FindOwnAsync(session, id, principal) is not { } loop) return null;

        var versions = await HiringLoopStore.ListVersionsBeforeAsync(session, id, page.Before, page.Limit + 1);
        return [.. versions.Select(version => Of(loop, version))];
    }

    public static (VersionPage Page, ProblemHttpResult? Refused) ReadPage(int? limit, string? cursor)
    {
        var (page, invalid) = Page.Read(List, limit, cursor: null);
        if (invalid is not null) return (default, invalid);
        if (cursor is null) return (new VersionPage(page.Limit, int.MaxValue), null);

        return Place.Parse(List, cursor, 1) is [var text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            ? (new VersionPage(page.Limit, before), null)
            : (default, Page.RefuseCursor());
    }

    private static async Task<HiringLoopRow?> FindOwnAsync(DbSession session, Guid id, Principal principal) =>
        await HiringLoopStore.FindAsync(session, id) is { } loop && loop.TenantId == principal.TenantId ? loop : null;

    private static async Task<CurrentLoopRow?> FindAsync(DbSession session, HiringLoopRow loop, int version) =>
        await HiringLoopStore.FindVersionAsync(session, loop.Id, version) is { } found ? Of(loop, found) : null;

    private static CurrentLoopRow Of(HiringLoopRow loop, HiringLoopVersionRow version) => new()
    {
        Id = loop.Id,
        Version = version.Version,
        CreatedAt = loop.CreatedAt,
        Definition = version.Definition,
        UpdatedAt = version.CreatedAt,
    };

    /// <summary>A page of versions, the newest first.</summary>
    internal readonly record struct VersionPage(int Limit, int Before)
    {
        public (IReadOnlyList<CurrentLoopRow> Items, string? Next) Cut(IReadOnlyList<CurrentLoopRow> rows) => rows.Count > Limit
            ? ([.. rows.Take(Limit)], Place.ToText(List, HiringLoopViews.StateOf(rows[Limit - 1].Version)))
            : (rows, null);
    }
}
