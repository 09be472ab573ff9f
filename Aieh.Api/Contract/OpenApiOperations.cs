using Aieh.Api.Platform.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Aieh.Api.Contract;

/// <summary>What a route's metadata says about its operation: its texts, and who may call it.</summary>
internal sealed class OpenApiOperations : IOperationFilter
{
    /// <summary>The kinds of caller in the order of the document, with the names of their security schemes.</summary>
    internal static readonly IReadOnlyList<(PrincipalKinds Kind, string Scheme)> Schemes =
    [
        (PrincipalKinds.Candidate, "candidate"),
        (PrincipalKinds.Login, "login"),
        (PrincipalKinds.Attempt, "attempt"),
        (PrincipalKinds.Key, "apiKey"),
        (PrincipalKinds.Invitation, "invitation"),
        (PrincipalKinds.Link, "shareLink"),
    ];

    /// <summary>The scheme by which applicant tracking systems show a key.</summary>
    internal const string SystemsScheme = "apiKeyOfSystem";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var rule = Metadata<AccessRule>(context)
            ?? throw new InvalidOperationException($"The route of {operation.OperationId} does not say who may call it.");
        Secure(operation, rule, context);
        Describe(operation, rule);
    }

    internal static T? Metadata<T>(OperationFilterContext context) where T : class =>
        context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<T>().LastOrDefault();

    /// <summary>XML summaries are wrapped for who reads the source; the document's readers have lines of another width.</summary>
    internal static string OnOneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static void Secure(OpenApiOperation operation, AccessRule rule, OperationFilterContext context)
    {
        operation.Security = rule.IsPublic ? [new OpenApiSecurityRequirement()] : [];
        foreach (var scheme in Schemes.Where(each => rule.Kinds.HasFlag(each.Kind)).Select(each => each.Scheme)) Add(scheme);
        var path = "/" + context.ApiDescription.RelativePath;
        if (rule.Kinds.HasFlag(PrincipalKinds.Key) && Routes.IsOfSystems(path)) Add(SystemsScheme);

        void Add(string scheme) => operation.Security.Add(
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] });
    }

    /// <summary>The first sentence of the handler's summary is the operation's summary, all of it the description.</summary>
    private static void Describe(OpenApiOperation operation, AccessRule rule)
    {
        var text = operation.Summary ?? throw new InvalidOperationException($"The handler of {operation.OperationId} has no XML summary.");
        text = OnOneLine(text);
        operation.Summary = text.Split(". ", 2)[0].TrimEnd('.');
        if (rule.KeyScope is not null && rule.Kinds.HasFlag(PrincipalKinds.Key))
        {
            text += $"\n\nAn API key needs the scope `{rule.KeyScope}`.";
        }

        operation.Description = text;
    }
}
