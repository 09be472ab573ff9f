using System.Reflection;
using Aieh.Api.Platform.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Aieh.Api.Contract;

/// <summary>The headers of requests and responses. Runs after <see cref="OpenApiProblems"/>, when all responses are there.</summary>
internal sealed class OpenApiHeaders : IOperationFilter
{
    internal static readonly IReadOnlyDictionary<string, OpenApiHeader> All = new Dictionary<string, OpenApiHeader>
    {
        ["RateLimit"] = Header(
            "What is left of the caller's quota: `r` requests, and `t` seconds until there is one more. "
            + "Where a route has a limit of its own, it is that one: making a passport, starting a full or adaptive form. "
            + "Absent where limits are switched off.",
            "\"default\";r=599;t=1"),
        ["RateLimit-Policy"] = Header(
            "The quota that applies: `q` requests in `w` seconds. Absent where limits are switched off.",
            "\"default\";q=600;w=60"),
        ["Location"] = Header("Path of what was made.", "/v1/attempts/019e82c7-3f80-7c1e-9a52-1d6f0b7e4a11"),
        [StoredResult.ReplayedHeader] = Header(
            "`true` when this is the stored answer to an earlier request with the same Idempotency-Key; absent otherwise.",
            "true"),
        ["Retry-After"] = Header("Seconds to wait before repeating the request.", "2"),
        ["WWW-Authenticate"] = Header("The authentication scheme to use.", "Bearer realm=\"aieh\", error=\"invalid_token\""),
        ["ETag"] = Header(
            "Tag of the state that is shown, for If-None-Match and If-Match. What only the clock moves within a day does not change it.",
            "\"9b2f1c5f0e6d4a83b1c7d2e4f5a60718\""),
        ["Accept-Encoding"] = Header("The codings that a body may have, where its Content-Encoding was refused.", "identity"),
        ["Cache-Control"] = Header("How long the representation may be kept.", "public, max-age=60"),
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var idempotent = IsIdempotent(context.MethodInfo);
        if (idempotent) operation.Parameters!.Add(IdempotencyKeyParameter(NeedsIdempotencyKey(context)));
        var conditional = operation.Responses!.ContainsKey("304");
        if (conditional) operation.Parameters!.Add(IfNoneMatchParameter());
        var isTagged = conditional || OpenApiOperations.Metadata<TaggedMetadata>(context) is not null;
        if (IsUnsafe(context)) AddPreconditions(operation.Parameters!);

        foreach (var (status, response) in operation.Responses)
        {
            if (response is OpenApiResponse own) own.Headers = Of(status, idempotent, isTagged, conditional, context.Document);
        }

        if (conditional) operation.Responses["304"].Description = "The client holds the current representation.";
    }

    /// <summary>The headers of a response.</summary>
    public static Dictionary<string, IOpenApiHeader> Of(
        string status, bool idempotent, bool tagged, bool conditional, OpenApiDocument document)
    {
        var names = new List<string>();
        if (status is "201") names.Add("Location");
        if ((tagged && status is "200") || status is "304") names.Add("ETag");
        if ((conditional && status is "200") || status is "304") names.Add("Cache-Control");
        if (status is "415") names.Add("Accept-Encoding");
        if (status is "401") names.Add("WWW-Authenticate");
        if (status is "429" or "503" || (idempotent && status is "409")) names.Add("Retry-After");
        if (idempotent && IsStored(status)) names.Add(StoredResult.ReplayedHeader);
        names.AddRange(["RateLimit", "RateLimit-Policy"]);
        return names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));
    }

    /// <summary>Whether a response with this status is stored under an Idempotency-Key and so can be replayed.</summary>
    public static bool IsStored(string status) => status is "200" or "201" or "409" or "410" or "422";

    internal static bool IsIdempotent(MethodInfo handler) =>
        handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(Idempotency));

    /// <summary>Whether the operation changes something, and so heeds conditions.</summary>
    internal static bool IsUnsafe(OperationFilterContext context) => !HttpMethods.IsGet(context.ApiDescription.HttpMethod!);

    internal static bool NeedsIdempotencyKey(OperationFilterContext context) =>
        OpenApiOperations.Metadata<IdempotencyKeyRequired>(context) is not null;

    private static OpenApiParameter IdempotencyKeyParameter(bool isRequired) => new()
    {
        Name = IdempotencyKey.Header,
        In = ParameterLocation.Header,
        Required = isRequired,
        Description = $"""
            A random UUID of the client's choice that makes the request safe to repeat: the same key and body give the first answer again, to the letter, and do nothing.
            1 to {IdempotencyKey.MaxLength} visible ASCII characters, quoted as a structured-field string or bare; at least {IdempotencyKey.MinAnonymousLength} characters without a credential.
            The key is kept for 7 days. With another path or body it is refused (422 `idempotency-key-reused`).
            """.ReplaceLineEndings(" "),
        // The longest key as a structured-field string has each character escaped, and two quotes.
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = (2 * IdempotencyKey.MaxLength) + 2 },
        // No example: a documentation page fills it in, and callers without a credential would then share one key and what it produced.
    };

    private static OpenApiParameter IfNoneMatchParameter() => Condition(
        "If-None-Match",
        "ETags of the representations that the client holds; if the current one is among them, the answer is 304 without a body.");

    private static void AddPreconditions(IList<IOpenApiParameter> parameters)
    {
        parameters.Add(Condition(
            "If-Match",
            "ETags; the request is done only if the current state has one of them, or `*`: if there is one. Otherwise 412."));
        parameters.Add(Condition(
            "If-None-Match",
            "ETags; the request is done only if the current state has none of them, or `*`: if there is none. Otherwise 412."));
    }

    private static OpenApiParameter Condition(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiHeader Header(string description, string example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };
}
