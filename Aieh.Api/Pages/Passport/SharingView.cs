using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Passport;

/// <summary>A grant that stands.</summary>
public sealed record GrantView
{
    /// <summary>Where the form is sent that takes it back.</summary>
    public required string Revocation { get; init; }

    /// <summary>An organisation's name; null of a link, or where the name is not known.</summary>
    public string? Organisation { get; init; }

    /// <summary>What to call it where it has no name of an organisation.</summary>
    public required string Kind { get; init; }

    /// <summary>What it lets them see.</summary>
    public required string Scope { get; init; }

    public required PageTime Since { get; init; }

    /// <summary>Null where it does not end by itself.</summary>
    public PageTime? Until { get; init; }

    /// <summary>What taking it back does besides; null when nothing.</summary>
    public string? Consequence { get; init; }
}

/// <summary>A look at the passport.</summary>
public sealed record AccessView(PageTime At, string Who, string What);

/// <summary>To whom a passport is shown, and who has looked.</summary>
public sealed record SharingView
{
    public required bool IsRevoked { get; init; }

    public required IReadOnlyList<GrantView> Grants { get; init; }

    /// <summary>For how many days a link can be made.</summary>
    public required IReadOnlyList<int> Days { get; init; }

    public required IReadOnlyList<AccessView> Accesses { get; init; }

    /// <summary>Whether the looks begin with the latest.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>Address of the next page of looks; null on the last one.</summary>
    public string? Next { get; init; }
}

/// <summary>A link that was made: shown this once.</summary>
/// <param name="WithHistory">Whether it shows the history of evidence besides.</param>
/// <param name="Until">When it ends; null when it does not.</param>
public sealed record LinkMadeView(string Link, bool WithHistory, PageTime? Until);
