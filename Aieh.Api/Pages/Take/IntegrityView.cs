using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Take;

// Public, because the compiler makes components public, and so must be what they are given.

/// <summary>What somebody has decided who was shown an attempt.</summary>
public sealed record ReviewedView(string Employer, PageTime At, string Outcome, string? Note);

/// <summary>How an attempt was taken, as whoever took it reads it.</summary>
public sealed record IntegrityView
{
    /// <summary>How much stands out, in words.</summary>
    public required string Status { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>How many answers have a time.</summary>
    public required int Times { get; init; }

    /// <summary>How often what happened, in words.</summary>
    public required IReadOnlyList<string> Signals { get; init; }

    /// <summary>Null when the candidate has said nothing.</summary>
    public string? Statement { get; init; }

    public PageTime? StatedAt { get; init; }
    public required string StatementAddress { get; init; }
    public required int MostCharacters { get; init; }
    public required IReadOnlyList<ReviewedView> Reviews { get; init; }

    internal static IntegrityView Of(AttemptIntegrityResponse taken, IStringLocalizer<TakeWords> words) => new()
    {
        Status = words[taken.Status is { } status ? $"Integrity{status}" : "IntegrityPending"],
        Reasons = [.. taken.Reasons.Select(reason => reason.Text)],
        Times = taken.Items.Count,
        Signals =
        [
            .. taken.Signals.CountBy(signal => signal.Kind).OrderBy(each => each.Key)
                .Select(each => words[$"Signal{each.Key}", each.Value].Value),
        ],
        Statement = taken.Statement?.Text,
        StatedAt = taken.Statement is { } said ? TakeViews.MomentOf(said.StatedAt) : null,
        StatementAddress = TakeAddresses.StatementOf(taken.Attempt),
        MostCharacters = CandidateStatements.MostCharacters,
        Reviews =
        [
            .. taken.Reviews.Select(review => new ReviewedView(
                review.Employer, Written.Day(review.ReviewedAt), words[$"Decided{review.Outcome}"], review.Note)),
        ],
    };
}
