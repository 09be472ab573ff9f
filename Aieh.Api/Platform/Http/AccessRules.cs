namespace Aieh.Api.Platform.Http;

/// <summary>
/// What a route demands of its caller; declared on the route, enforced by <see cref="AccessRules"/> and rendered into the contract.
/// </summary>
internal sealed record AccessRule(PrincipalKinds Kinds, string? KeyScope)
{
    public bool IsPublic => Kinds.HasFlag(PrincipalKinds.Anonymous);

    /// <summary>Whether a share link opens the route as it is. What is public needs none.</summary>
    public bool IsOpenedByLink => !IsPublic && Kinds.HasFlag(PrincipalKinds.Link);
}

/// <summary>Enforces the rule of the route before its body is read: who may not call it learns nothing about how to.</summary>
internal sealed class AccessRules(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is not { } rule) return next(context);

        var principal = Principal.Of(context);
        if (!rule.Kinds.HasFlag(principal.Kind))
        {
            return principal.IsAnonymous
                ? Authentication.ChallengeAsync(context, Problems.UnauthenticatedKind, "Send 'Authorization: Bearer <token>'.")
                : Problems.InsufficientScope("This kind of credential cannot be used here.").ExecuteAsync(context);
        }

        return principal.Kind != PrincipalKinds.Key || rule.KeyScope is null || principal.Scopes.Contains(rule.KeyScope)
            ? next(context)
            : Problems.InsufficientScope($"The key needs the scope '{rule.KeyScope}'.").ExecuteAsync(context);
    }
}

internal static class AccessRuleExtensions
{
    /// <summary>Admits the named kinds of caller; an API key needs <paramref name="keyScope"/> besides.</summary>
    public static RouteHandlerBuilder Access(this RouteHandlerBuilder route, PrincipalKinds kinds, string? keyScope = null) =>
        route.WithMetadata(new AccessRule(kinds, keyScope));
}
