using Aieh.Api.Platform.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// What a request will answer, and the writes that make it true; the writes return false when what they were planned on has changed. They
/// can run more than once, so what must happen once, such as counting, is for <see cref="Committed"/>.
/// </summary>
internal sealed record Plan(Outcome Outcome, Func<DbSession, Task<bool>>? Write = null, Action? Committed = null)
{
    /// <summary>
    /// Whether the key keeps this answer. A final refusal is kept like a success; one that says nothing about the request is not.
    /// </summary>
    public bool IsFinal { get; private init; } = true;

    /// <summary>Tag of the state that the plan was made on and the writes are bound to; null where the target has none.</summary>
    public string? Tag { get; init; }

    public static Plan Refuse(ProblemHttpResult problem) => new(Outcome.Of(problem));

    public static Plan RefuseWithoutKeeping(ProblemHttpResult problem) => new(Outcome.Of(problem)) { IsFinal = false };
}
