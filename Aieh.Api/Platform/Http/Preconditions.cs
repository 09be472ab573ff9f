using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// The conditions of an unsafe request, If-Match and If-None-Match (RFC 9110, section 13.1). They are about the state that the request
/// changes, so each handler asks them beside its own write, of the state that this write is bound to.
/// </summary>
internal sealed class Preconditions(HttpContext context)
{
    /// <summary>Minimal API binding: the conditions of the request.</summary>
    public static ValueTask<Preconditions> BindAsync(HttpContext context) => ValueTask.FromResult(new Preconditions(context));

    /// <summary>Whether the request names a state that it changes, as a merge patch has to.</summary>
    public bool NamesAState => context.Request.Headers.IfMatch.Count > 0;

    /// <summary>
    /// Whether the request must not be done. <paramref name="tag"/> is that of the current state; null where nothing has one, and then
    /// no tag that a client sends can be right.
    /// </summary>
    public bool Fail(string? tag) => Fail(tag, named => named);

    /// <summary>
    /// As <see cref="Fail(string?)"/>, of what the request changes: how that is shown (<see cref="ETags.OfView"/>) is passed over.
    /// </summary>
    public bool FailOfState(string state) => Fail($"\"{state}\"", named => [.. named.Select(ETags.StateOf)]);

    /// <summary>The plan, if it is a refusal anyhow or the conditions hold; its place is taken by 412 otherwise.</summary>
    public Plan Guard(Plan plan) =>
        plan.Outcome.Status < StatusCodes.Status300MultipleChoices && Fail(plan.Tag)
            ? Plan.RefuseWithoutKeeping(Problems.PreconditionFailed())
            : plan;

    private bool Fail(string? tag, Func<IList<EntityTagHeaderValue>, IList<EntityTagHeaderValue>> compared)
    {
        var headers = context.Request.Headers;
        if (headers.IfMatch.Count == 0 && headers.IfNoneMatch.Count == 0) return false;

        var typed = context.Request.GetTypedHeaders();
        if (headers.IfMatch.Count > 0 && !Names(compared(typed.IfMatch), tag, useStrongComparison: true)) return true;
        if (headers.IfNoneMatch.Count == 0) return false;

        // A header that cannot be read lists nothing: what it asks for is not known, so it is not taken for granted.
        return typed.IfNoneMatch.Count == 0 || Names(compared(typed.IfNoneMatch), tag, useStrongComparison: false);
    }

    private bool Names(IList<EntityTagHeaderValue> named, string? tag, bool useStrongComparison) =>
        tag is not null
            ? ETags.Names(named, tag, useStrongComparison)
            : named.Contains(EntityTagHeaderValue.Any) && HasRepresentation();

    /// <summary>Whether the target can be read, tag or not.</summary>
    private bool HasRepresentation()
    {
        var target = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        return context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Any(
            route => route.RoutePattern.RawText == target
                && route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) is true);
    }
}
