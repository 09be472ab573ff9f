using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Aieh.Api.Contract;

/// <summary>What the document says about the whole: introduction, tags, security schemes and shared components.</summary>
internal sealed class OpenApiDescription : IDocumentFilter
{
    /// <summary>The whole text: the document does not know at which address it is served, and linters want an absolute one.</summary>
    private const string License =
        "data:text/plain,All%20rights%20reserved.%20What%20users%20may%20do%20is%20in%20their%20agreement%20with%20the%20operator.";

    private static readonly Dictionary<string, string> Schemes = new()
    {
        ["candidate"] =
            "A candidate's token, `aieh_cand_…`, shown once when the passport is created. "
            + "It opens that passport, its attempts and its grants. Where the operator has named an identity provider, a token (JWT) that "
            + "it has made for this service does the same for the passport that its subject has made with `POST /v1/passports`.",
        ["login"] =
            "A token (JWT) of the identity provider that the operator has named, where it has named one: signed by a key of the "
            + "provider's, for this service, not expired. It makes the passport of its subject, once; from then on it is a `candidate` "
            + "credential.",
        ["attempt"] =
            "An attempt's token, `aieh_att_…`, shown once when an attempt is started without a passport. It opens that attempt only.",
        ["apiKey"] =
            $"A tenant's API key, `aieh_live_…`. It carries scopes ({ScopeNames()}); each operation's description names the one it needs. "
            + "It reads the passports that candidates have granted to the tenant.",
        ["invitation"] =
            "The secret of an invitation's link, `aieh_inv_…`, shown once to the employer, who hands it to the candidate. "
            + "It opens that invitation as its candidate sees it.",
        ["shareLink"] =
            "A public share link's secret, `aieh_link_…`, as a bearer token or in the query parameter `share`. "
            + "It reads the one passport, as far as the grant goes.",
    };

    public static readonly OpenApiInfo Info = new()
    {
        Title = "AIEH Skills Passport API",
        Version = "1.0.0",
        Summary = "Assessments, scores on one scale, and the passport that holds them.",
        Description = $"""
            Candidates take assessments; each is scored on one scale from 300 to 850, with its standard error. A passport keeps the scores as evidence, lets them age
            by stated half-lives, and says how ready its owner is for a role, how sure that is, and what to take next.

            ## Conventions
            - JSON in UTF-8, member names in camelCase. Members that have no value are absent; `null` appears only where a schema says so.
            - Unknown members of a request and unknown query parameters are refused. Responses may gain members and enums may gain values within version 1: ignore what you do not know.
            - Times are RFC 3339 in UTC. Ids are UUIDs; roles and assessments are addressed by slug.
            - Lists answer `items` and `next`: hand `next` back as `cursor` until it is null.
            - Send `Authorization: Bearer <token>`. A credential that is not valid is refused on every route, the public ones too. What a credential may not see is a 404.
            - Unsafe requests that create something accept an `Idempotency-Key`; repeat a request with the same key until you have its answer.
            - Catalog reads, and reads of what can be changed, carry an `ETag` and answer 304. Everything but the catalog is `Cache-Control: no-store`.
            - A request that changes something heeds `If-Match` and `If-None-Match`; an attempt has one tag, which holds for its answers, its submission and saving it too. Erasing a passport compares its evidence alone: the tag of another day or catalog holds as long as no evidence was added. Lists have none.
            - `HEAD` is answered wherever `GET` is.
            - Clocks differ: a time of yours that must not lie in the future may do so by up to 60 seconds, and counts as now.
            - Paths below `/ats/` are called by applicant tracking systems, each in its own words: names are the system's, members that it adds are passed over, and the key comes by HTTP Basic.
            - Every response says in `RateLimit` what is left of the caller's quota.

            ## Problems
            Errors are `application/problem+json` (RFC 9457). `type` is stable; `title` and `detail` are for people and may change.
            Only what cannot be read as an HTTP request (a malformed or over-long request line or header, a host that is not served) is answered with a bare status.

            | `type` | Status | Meaning |
            |---|---|---|
            {string.Join('\n', Problems.All.Select(kind => $"| `{kind.Type}` | {kind.Status} | {kind.Title} |"))}
            """.ReplaceLineEndings("\n"),
        Contact = new OpenApiContact { Name = "AIEH Skills Passport" },
        License = new OpenApiLicense { Name = "Proprietary", Url = new Uri(License) },
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var tags = context.ApiDescriptions.SelectMany(route => route.ActionDescriptor.EndpointMetadata.OfType<TagText>()).Distinct();
        swaggerDoc.Tags = new HashSet<OpenApiTag>(tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));

        var components = swaggerDoc.Components ??= new OpenApiComponents();
        components.SecuritySchemes = Schemes.ToDictionary(scheme => scheme.Key, IOpenApiSecurityScheme (scheme) => Bearer(scheme.Value));
        components.SecuritySchemes[OpenApiOperations.SystemsScheme] = Basic();
        components.Headers = OpenApiHeaders.All.ToDictionary(header => header.Key, IOpenApiHeader (header) => header.Value);

        var refusals = context.ApiDescriptions.SelectMany(route => route.ActionDescriptor.EndpointMetadata.OfType<ProblemExamples>());
        OpenApiProblems.AddComponents(swaggerDoc, components, refusals.Distinct().SelectMany(room => room.Make()));
        foreach (var path in swaggerDoc.Paths.Where(path => !Routes.IsOfSystems(path.Key)).Select(path => path.Value))
        {
            foreach (var body in path.Operations!.Values.Select(operation => operation.RequestBody).OfType<OpenApiRequestBody>())
            {
                foreach (var content in body.Content!.Values) RefuseUnknownMembers(content.Schema!, components.Schemas!);
            }
        }
    }

    private static string ScopeNames() => string.Join(", ", Scopes.All.Select(scope => $"`{scope}`"));

    private static OpenApiSecurityScheme Bearer(string description) => new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        Description = description,
    };

    private static OpenApiSecurityScheme Basic() => new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "basic",
        Description = "A tenant's API key by HTTP Basic, as applicant tracking systems send it: as user name, without a password.",
    };

    /// <summary>Requests are read strictly, down to the last object in them.</summary>
    private static void RefuseUnknownMembers(IOpenApiSchema schema, IDictionary<string, IOpenApiSchema> components)
    {
        if (schema is OpenApiSchemaReference reference) schema = components[reference.Reference.Id!];
        if (schema is OpenApiSchema { Type: { } type } target && type.HasFlag(JsonSchemaType.Object))
        {
            target.AdditionalPropertiesAllowed = false;
        }

        if (schema.Items is { } items) RefuseUnknownMembers(items, components);
        foreach (var member in schema.Properties?.Values ?? []) RefuseUnknownMembers(member, components);
    }
}
