using Aieh.Api.Pages.Passport;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.SharedPassport;

/// <summary>Readiness for a role, in a line.</summary>
/// <param name="Score">Null without evidence.</param>
public sealed record RoleReadinessView(string Role, ScoreView? Score, string Coverage, string Status);

/// <summary>A passport as a link shows it.</summary>
public sealed record SharedView
{
    public required PageTime AsOf { get; init; }

    /// <summary>Until when the link works; null where it does until it is taken back.</summary>
    public PageTime? Until { get; init; }

    public required string Scale { get; init; }

    public required ScoresView Scores { get; init; }

    public required IReadOnlyList<RoleReadinessView> Readiness { get; init; }

    /// <summary>The history of evidence; null where the link does not show it.</summary>
    public IReadOnlyList<EvidenceView>? Evidence { get; init; }

    /// <summary>What whoever reads the figures should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public required string ScoringVersion { get; init; }
}
