using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>
/// What a candidate says about an attempt: one text, which a later one takes the place of. It is kept as other texts of candidates are,
/// goes with its attempt, and is shown to whom the attempt is shown.
/// </summary>
internal static class CandidateStatements
{
    public const int MostCharacters = 2000;

    /// <summary>The text as it is kept; null when it is no such text.</summary>
    public static string? Read(string text)
    {
        var read = text.ReplaceLineEndings("\n").Trim();
        return read.Length is >= 1 and <= MostCharacters && !read.Any(each => each != '\n' && RequestText.IsUnseen(each)) ? read : null;
    }

    public static ProblemError Fault => new()
    {
        Pointer = "#/text",
        Detail = FormattableString.Invariant($"1 to {MostCharacters} characters, lines included, without other control characters."),
    };

    /// <summary>Why the attempt takes none; null when it does.</summary>
    public static ProblemHttpResult? Refuses(AttemptRow attempt) => attempt switch
    {
        { HasIntegrity: false } => NotTaken(),
        { State: not "scored" } => Problems.Of(Problems.AttemptNotScoredKind, "Submit the attempt first."),
        _ => null,
    };

    public static ProblemHttpResult NotTaken() =>
        Problems.Of(Problems.StatementNotTakenKind, "A sample counts for nothing: nobody is shown how it was taken.");

    /// <summary>In a transaction of its own. False when the attempt is gone.</summary>
    public static async Task<bool> SaveAsync(DbSession session, Guid attempt, string text, DateTimeOffset now)
    {
        if (await AttemptStore.LockAsync(session, attempt) is null) return false;

        await IntegrityStore.SaveStatementAsync(session, attempt, text, now);
        return true;
    }
}
