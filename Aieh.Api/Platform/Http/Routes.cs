using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Aieh.Api.Platform.Http;

/// <summary>The query parameters that a route has; enforced by <see cref="RequestChecks"/>.</summary>
internal sealed record QueryParameters(FrozenSet<string> Names);

/// <summary>What holds of every route, whatever room it belongs to, and how its path is spelled.</summary>
internal static class Routes
{
    /// <summary>Whether applicant tracking systems call it, each by the contract of its own.</summary>
    public static bool IsOfSystems(PathString path) => path.StartsWithSegments("/ats");

    /// <summary>
    /// A group for all routes: what can be read answers HEAD, metrics are labelled with the path as in the contract, and the names of the
    /// query parameters are known.
    /// </summary>
    public static RouteGroupBuilder MapAll(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(builder => Complete((RouteEndpointBuilder)builder));
        return group;
    }

    /// <summary>A route whose body may be larger than others'.</summary>
    public static RouteHandlerBuilder BodyOf(this RouteHandlerBuilder route, int bytes) =>
        route.WithMetadata(new RequestSizeLimitAttribute(bytes));

    /// <summary>The route's path as the contract writes it: <c>/v1/attempts/{id}/submission</c>.</summary>
    public static string PathOf(RoutePattern pattern) => Join(pattern, parameter => $"{{{parameter.Name}}}");

    /// <summary>
    /// The one spelling of the request's path: other cases, escapes, forms of an id or a slash at the end lead to the same route, and are
    /// the same request.
    /// </summary>
    public static string CanonicalPathOf(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint route) return context.Request.Path;

        return Join(route.RoutePattern, ValueOf);

        string ValueOf(RoutePatternParameterPart parameter)
        {
            var value = context.Request.RouteValues[parameter.Name]?.ToString() ?? "";
            return Guid.TryParse(value, out var id) ? id.ToString() : value;
        }
    }

    private static string Join(RoutePattern pattern, Func<RoutePatternParameterPart, string> valueOf)
    {
        return "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(TextOf))));

        string TextOf(RoutePatternPart part) => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => valueOf(parameter),
            _ => "",
        };
    }

    private static void Complete(RouteEndpointBuilder route)
    {
        var metadata = route.Metadata;
        for (var i = 0; i < metadata.Count; i++)
        {
            if (metadata[i] is HttpMethodMetadata { HttpMethods: ["GET"] }) metadata[i] = new HttpMethodMetadata(["GET", "HEAD"]);
        }

        metadata.Add(new Label(PathOf(route.RoutePattern)));
        if (metadata.OfType<MethodInfo>().FirstOrDefault() is { } handler) metadata.Add(QueryParametersOf(handler, route.RoutePattern));
    }

    /// <summary>All are optional, so a handler takes each as a nullable value or a text.</summary>
    private static QueryParameters QueryParametersOf(MethodInfo handler, RoutePattern pattern)
    {
        var queried = handler.GetParameters()
            .Where(each => each.ParameterType == typeof(string) || Nullable.GetUnderlyingType(each.ParameterType) is not null)
            .Where(each => pattern.GetParameter(each.Name!) is null);
        return new QueryParameters(queried.Select(each => each.Name!).ToFrozenSet(StringComparer.Ordinal));
    }

    private sealed record Label(string Route) : IRouteDiagnosticsMetadata;
}
