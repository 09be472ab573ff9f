using System.Globalization;
using System.Text.Json;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Aieh.Api.Contract;

/// <summary>An error (RFC 9457). `type` names its kind for programs; the other members are there when they help.</summary>
internal sealed record Problem
{
    /// <summary>Names the kind of problem; the kinds are in the document's description.</summary>
    /// <example>urn:aieh:problem:not-found</example>
    public required Uri Type { get; init; }

    /// <summary>The kind in words, the same for every problem of the kind.</summary>
    /// <example>There is nothing here for you.</example>
    public required string Title { get; init; }

    /// <summary>The response's status.</summary>
    /// <example>404</example>
    public required int Status { get; init; }

    /// <summary>What happened this time, and what to do about it.</summary>
    /// <example>It does not exist, or this credential may not see it.</example>
    public string? Detail { get; init; }

    /// <summary>Names this occurrence of the problem.</summary>
    public string? Instance { get; init; }

    /// <summary>Names the request in the service's logs and traces.</summary>
    /// <example>4bf92f3577b34da6a3ce929d0e0e4736</example>
    public string? TraceId { get; init; }

    /// <summary>The faults in the request, with invalid-request and with what ends in -refused.</summary>
    public IReadOnlyList<ProblemError>? Errors { get; init; }

    /// <summary>When the next attempt may start, with retake-not-yet-eligible.</summary>
    public DateTimeOffset? NextEligibleAt { get; init; }

    /// <summary>Version of what the form asks to be agreed to now, where another one was declared.</summary>
    /// <example>5f0c1b7a92de</example>
    public string? Policy { get; init; }

    /// <summary>Id of the open attempt, with attempt-in-progress.</summary>
    public Guid? Attempt { get; init; }

    /// <summary>Id of the passport that is there, with passport-exists.</summary>
    public Guid? Passport { get; init; }

    /// <summary>How the invitation has ended, with invitation-closed and result-not-available.</summary>
    public string? State { get; init; }

    /// <summary>How many there may be, with limit-reached.</summary>
    public int? Limit { get; init; }

    /// <summary>What happened, in the member that applicant tracking systems show to recruiters; below /ats/ alone.</summary>
    /// <example>This test is not offered any more.</example>
    public string? Message { get; init; }

    /// <summary>Always false; below /ats/ alone.</summary>
    public bool? Success { get; init; }

    /// <summary>The rate limit policies that were exceeded, with rate-limited.</summary>
    public IReadOnlyList<string>? ViolatedPolicies { get; init; }
}

/// <summary>The problems an operation can answer with, from the statuses that its route declares.</summary>
internal sealed class OpenApiProblems : IOperationFilter
{
    private const string MediaType = "application/problem+json";

    /// <summary>Of what every route can answer, or several rooms; the others are shown by the rooms that raise them.</summary>
    private static readonly ProblemHttpResult[] Common =
    [
        Problems.Invalid(
            "The body is not JSON of the documented shape.",
            new ProblemError
            {
                Pointer = "#/responses/0/option",
                Detail = "The value has the wrong type or is not one of the allowed values.",
            }),
        Problems.NotFound(),
        Problems.InsufficientScope("This kind of credential cannot be used here."),
        Problems.RateLimited("default", "Requests of one holder of a credential in a minute: 600 at most."),
        Problems.LimitReached(100, "grants that stand. Revoke one first"),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        int[] conditional = OpenApiHeaders.IsUnsafe(context) ? [StatusCodes.Status412PreconditionFailed] : [];
        var statuses = OpenApiOperations.Metadata<ProblemMetadata>(context)?.Statuses ?? [];
        foreach (var status in statuses.Concat(conditional).Order())
        {
            var kinds = Problems.All.Where(kind => kind.Status == status && CanRaise(context, kind)).ToList();
            if (kinds.Count == 0)
            {
                throw new InvalidOperationException(
                    $"{operation.OperationId} declares {status}, but no problem has that status there.");
            }

            var key = status.ToString(CultureInfo.InvariantCulture);
            operation.Responses![key] = kinds.Count == 1 && !OpenApiHeaders.IsStored(key)
                ? new OpenApiResponseReference(kinds[0].Slug, context.Document)
                : Response(kinds, context.Document);
        }
    }

    /// <summary>Adds the responses and examples that operations refer to.</summary>
    /// <param name="document">The document that has the operations.</param>
    /// <param name="components">The document's components.</param>
    /// <param name="ofRooms">Problems as rooms answer them: at most one of a kind.</param>
    public static void AddComponents(OpenApiDocument document, OpenApiComponents components, IEnumerable<ProblemHttpResult> ofRooms)
    {
        var samples = Common.Concat(ofRooms).ToDictionary(sample => sample.ProblemDetails.Type!, sample => sample.ProblemDetails);
        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values);
        var responses = operations.SelectMany(operation => operation.Responses!.Values).ToList();
        var shared = responses.OfType<OpenApiResponseReference>().Select(reference => reference.Reference.Id!).ToHashSet();
        var own = responses.OfType<OpenApiResponse>()
            .SelectMany(response => response.Content?.Values ?? [])
            .SelectMany(content => content.Examples?.Keys ?? []);

        components.Responses = Problems.All.Where(kind => shared.Contains(kind.Slug)).ToDictionary(kind => kind.Slug, SharedResponse);
        components.Examples = Problems.All.Where(kind => shared.Union(own).Contains(kind.Slug)).ToDictionary(
            kind => kind.Slug,
            IOpenApiExample (kind) => Example(kind, samples.GetValueOrDefault(kind.Type) ?? Problems.Details(kind)));

        IOpenApiResponse SharedResponse(Problems.Kind kind)
        {
            var status = kind.Status.ToString(CultureInfo.InvariantCulture);
            var response = Response([kind], document);
            response.Headers = OpenApiHeaders.Of(status, idempotent: false, tagged: false, conditional: false, document);
            return response;
        }
    }

    private static OpenApiResponse Response(List<Problems.Kind> kinds, OpenApiDocument document) => new()
    {
        Description = Describe(kinds),
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            [MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(nameof(Problem), document),
                Examples = kinds.ToDictionary(
                    kind => kind.Slug, IOpenApiExample (kind) => new OpenApiExampleReference(kind.Slug, document)),
            },
        },
    };

    private static string Describe(List<Problems.Kind> kinds)
    {
        var titles = kinds.Select(kind => $"`{kind.Slug}`: {kind.Title}");
        return $"{ReasonPhrases.GetReasonPhrase(kinds[0].Status)}. {string.Join(' ', titles)}";
    }

    /// <summary>One example for each kind, as the service writes it.</summary>
    private static OpenApiExample Example(Problems.Kind kind, ProblemDetails problem)
    {
        var json = JsonSerializer.SerializeToNode(problem, WireJson.Wire.ProblemDetails)!;
        json["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736";
        return new OpenApiExample { Summary = kind.Title, Value = json };
    }

    private static bool CanRaise(OperationFilterContext context, Problems.Kind kind)
    {
        if (OpenApiOperations.Metadata<RaisedProblems>(context)?.Kinds.Contains(kind) is true) return true;
        if (kind.IsParticular) return false;
        if (kind == Problems.IdempotencyKeyMissingKind) return OpenApiHeaders.NeedsIdempotencyKey(context);
        if (kind.Slug.StartsWith("idempotency-key-", StringComparison.Ordinal)) return OpenApiHeaders.IsIdempotent(context.MethodInfo);

        // A public route asks for a credential only where it admits the anonymous to a part of it, and then says so.
        return kind != Problems.UnauthenticatedKind || OpenApiOperations.Metadata<AccessRule>(context) is { IsPublic: false };
    }
}
