using Aieh.Api.Platform.Browser;
using Microsoft.AspNetCore.Http.Metadata;

namespace Aieh.Api.Platform.Http;

/// <summary>
/// Refuses what the framework would pass over without a word: query parameters that the route does not have, or has once, and bodies in a
/// coding that is not undone. After <see cref="AccessRules"/>: who may not call a route learns nothing about how to.
/// </summary>
internal sealed class RequestChecks(RequestDelegate next)
{
    private const string Identity = "identity";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<AccessRule>() is not { } rule) return next(context);

        if (IsEncoded(context.Request) && endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
        {
            context.Response.Headers.AcceptEncoding = Identity;
            return Problems.Of(Problems.UnsupportedMediaTypeKind, "Send the body without a Content-Encoding.").ExecuteAsync(context);
        }

        if (!context.Request.QueryString.HasValue || PageRoute.Of(context) is not null) return next(context);

        var errors = FaultsInQuery(context.Request, rule, endpoint.Metadata.GetMetadata<QueryParameters>()!).ToArray();
        return errors.Length == 0
            ? next(context)
            : Problems.Invalid("The query is not that of this route.", errors).ExecuteAsync(context);
    }

    private static bool IsEncoded(HttpRequest request) =>
        request.Headers.ContentEncoding.Count > 0
        && !string.Equals(request.Headers.ContentEncoding.ToString().Trim(), Identity, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ProblemError> FaultsInQuery(HttpRequest request, AccessRule rule, QueryParameters known)
    {
        foreach (var (name, values) in request.Query)
        {
            if (!known.Names.Contains(name) && !IsShareLink(name, rule))
            {
                yield return new ProblemError { Parameter = name, Detail = "This parameter is not known here." };
            }
            else if (values.Count > 1)
            {
                yield return new ProblemError { Parameter = name, Detail = "It is there more than once." };
            }
        }
    }

    /// <summary>Also beside another credential, which goes before it: a link may be opened by whoever is signed in.</summary>
    private static bool IsShareLink(string name, AccessRule rule) => name == Authentication.ShareParameter && rule.IsOpenedByLink;
}
