using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using NJsonSchema;

namespace Aieh.Api.Tests.Contract;

/// <summary>
/// Requests to every operation of the document, valid and damaged, against the running service. No answer is a fault of the service, every
/// refusal is a problem of the catalog with a status that the document declares, and every success is what its schema says.
/// AIEH_FUZZ_SEED and AIEH_FUZZ_REQUESTS choose others.
/// </summary>
[TestFixture]
internal sealed class FuzzTests : ContractFixture
{
    private const int DefaultSeed = 20_261_128;
    private const int DefaultRequests = 20_000;
    private const int RequestsPerWorld = 250;

    /// <summary>One of so many may be hung up on while its body is on its way: those with too large a body are fewer.</summary>
    private const int RequestsPerHangUp = 500;

    private const string KomboSecret = "the-secret-of-this-kombo";
    private const string KomboSignature = "X-Kombo-Signature";
    private static readonly string[] _systems = ["greenhouse", "ashby", "kombo"];

    private IDictionary<string, JsonSchema>? _schemas;

    protected override IEnumerable<(string Setting, string Value)> Settings => [("RateLimits:RefusedCredentialsPerMinute", "0")];

    [Test]
    public async Task Requests_DamagedAtRandom_AreAnsweredAsTheDocumentSays()
    {
        var (seed, count) = (Number("AIEH_FUZZ_SEED", DefaultSeed), Number("AIEH_FUZZ_REQUESTS", DefaultRequests));
        await TestContext.Out.WriteLineAsync($"{count} requests, AIEH_FUZZ_SEED={seed}");
        var random = new Random(seed);
        var fuzz = new Fuzz(random);
        var operations = Operations().ToArray();
        var faults = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        var succeeded = new HashSet<string>();
        using var client = App.Client();
        World? world = null;
        var hungUp = 0;
        for (var i = 0; i < count && faults.Count < 10; i++)
        {
            if (i % RequestsPerWorld == 0) world = await MakeAsync();
            var (path, method, operation) = operations[random.Next(operations.Length)];
            var request = Signed(fuzz.Damage(Valid(path, method, operation, world!, random)));
            if (await SendAsync(client, request) is not { } response)
            {
                hungUp++;
                continue;
            }

            using (response)
            {
                var status = (int)response.StatusCode;
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                if (response.IsSuccessStatusCode && request.IsAtItsOperation) succeeded.Add(request.Operation);
                if (await FaultAsync(request, operation, response) is { } fault) faults.Add($"#{i} {fault}\n  {request}");
                if (status == 204) world = await MakeAsync(); // the passport may be gone
            }
        }

        await TestContext.Out.WriteLineAsync(string.Join(", ", statuses.Select(each => $"{each.Key}: {each.Value}")));
        await TestContext.Out.WriteLineAsync($"hung up on: {hungUp}");
        Assert.That(string.Join('\n', faults), Is.Empty);
        Assert.That(statuses.Keys, Is.SupersetOf(new[] { 200, 201, 400, 401, 404, 405 }), "it got somewhere");
        var ofSystems = operations.Where(each => each.Path.StartsWith("/ats/", StringComparison.Ordinal));
        Assert.That(succeeded, Is.SupersetOf(ofSystems.Select(each => (string)each.Operation["operationId"]!)), "keys and signatures fit");
        Assert.That(hungUp, Is.LessThanOrEqualTo(1 + (count / RequestsPerHangUp)), "a service that drops connections is no answer");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    /// <summary>What is wrong with the answer; null when nothing is.</summary>
    private async Task<string?> FaultAsync(FuzzRequest request, JsonObject operation, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var text = await response.Content.ReadAsStringAsync();
        if (status >= 500) return $"{status} {text}";
        // The server itself has not understood it as HTTP, and hangs up.
        if (status is 400 or 414 or 431 && response.Headers.ConnectionClose is true && text.Length == 0) return null;

        var key = status.ToString(CultureInfo.InvariantCulture);
        var declared = operation["responses"]![key];
        var isDeclared = !request.IsAtItsOperation || declared is not null;
        if (!isDeclared) return $"{status} is not declared: {text}";
        if (request.Method == "HEAD") return null;

        // A damaged path may lead to a page, which says it to people.
        var isPage = !request.IsAtItsOperation && response.Content.Headers.ContentType?.MediaType == "text/html";
        if (isPage) return text.StartsWith("<!DOCTYPE html>", StringComparison.Ordinal) ? null : $"{status} is no page: {text}";
        if (status >= 400) return FaultOfProblem(status, response, text);
        if (!request.IsAtItsOperation || Resolve(declared!)["content"]?["application/json"]?["schema"] is not { } schema) return null;
        if ((string?)schema["$ref"] is { } reference) return await FaultOfBodyAsync(reference, text);

        foreach (var item in JsonNode.Parse(text)!.AsArray())
        {
            if (await FaultOfBodyAsync((string)schema["items"]!["$ref"]!, item!.ToJsonString()) is { } fault) return fault;
        }

        return null;
    }

    private static string? FaultOfProblem(int status, HttpResponseMessage response, string text)
    {
        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        if (!isProblem) return $"{status} is no problem document: {text}";

        var problem = JsonNode.Parse(text)!;
        var isOfTheCatalog = Problems.All.Any(kind => kind.Type == (string?)problem["type"] && kind.Status == status);
        return isOfTheCatalog && (int?)problem["status"] == status ? null : $"{status} is not of the catalog: {text}";
    }

    private async Task<string?> FaultOfBodyAsync(string reference, string text)
    {
        _schemas ??= await SchemasAsync();
        var name = reference.Split('/')[^1];
        var errors = _schemas[name].ActualSchema.Validate(text);
        return errors.Count == 0 ? null : $"{name}: {string.Join("; ", errors)}: {text}";
    }

    private async Task<IDictionary<string, JsonSchema>> SchemasAsync()
    {
        var schemas = Document["components"]!["schemas"]!.ToJsonString();
        var definitions = schemas.Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
        return (await JsonSchema.FromJsonAsync($$"""{"definitions":{{definitions}}}""")).Definitions;
    }

    private static async Task<HttpResponseMessage?> SendAsync(HttpClient client, FuzzRequest request)
    {
        var asItIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var address = client.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.Target;
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(address, asItIs));
        if (request.Body is not null && request.Method is not ("TRACE" or "GET" or "HEAD"))
        {
            message.Content = new ByteArrayContent(request.Body);
            if (request.ContentType is { } type) message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            return await client.SendAsync(message);
        }
        catch (HttpRequestException exception)
            when (message.Content is not null && exception.InnerException is IOException or System.Net.Sockets.SocketException)
        {
            return null; // hung up while the body was on its way: too large, or not wanted
        }
    }

    private static FuzzRequest Valid(string path, string method, JsonObject operation, World world, Random random)
    {
        var name = (string)operation["operationId"]!;
        var isOfAttempts = path.StartsWith("/v1/attempts", StringComparison.Ordinal);
        // What is to be saved is scored: it takes no answers any more, so it is not the attempt of the other requests.
        var isSave = name == "saveAttempt";
        var isAnonymous = isOfAttempts && random.Next(2) == 0;
        var id = path.Split('/')[2] switch
        {
            "attempts" when isSave => world.Scored,
            "attempts" => isAnonymous ? world.Anonymous : world.Attempt,
            "tenants" => world.Tenant,
            "keys" => world.Key,
            "webhook-endpoints" => world.WebhookEndpoint,
            "hiring-loops" => world.Loop,
            "invitations" => world.Invitation,
            "kombo" => world.KomboConnection,
            _ => world.Passport,
        };
        var isOfCandidates = path.StartsWith("/v1/invitations/current", StringComparison.Ordinal);
        var token = isOfCandidates ? world.InvitationToken
            : name == "addEvidence" || IsOfTenants(path) ? world.Vendor
            : isSave ? world.ScoredToken
            : isAnonymous ? world.AttemptToken : world.Owner;
        var isPublic = operation["security"]!.AsArray().Any(each => each!.AsObject().Count == 0);
        var headers = new List<(string, string)>();
        var isOfSystems = path.StartsWith("/ats/", StringComparison.Ordinal);
        var shown = isOfSystems ? BasicOf(token) : "Bearer " + token;
        if (!isPublic || (name == "createAttempt" && random.Next(2) == 0)) headers.Add(("Authorization", shown));
        if (name == "receiveKomboEvent") headers.Add((KomboSignature, ""));
        if (method == "patch") headers.Add(("If-Match", "*"));
        if (method == "post" && !isOfSystems) headers.Add((IdempotencyKey.Header, new Guid(Bytes(random)).ToString()));
        return new FuzzRequest
        {
            Operation = name,
            Method = method.ToUpperInvariant(),
            Path = path.Replace("{id}", id.ToString(), StringComparison.Ordinal)
                .Replace("{grant}", world.Grant.ToString(), StringComparison.Ordinal)
                .Replace("{event}", world.Event.ToString(), StringComparison.Ordinal)
                .Replace("{ats}", _systems[random.Next(_systems.Length)], StringComparison.Ordinal)
                .Replace("{role}", "backend-engineer", StringComparison.Ordinal)
                .Replace("{assessment}", "python-fundamentals", StringComparison.Ordinal),
            Query = QueryOf(operation, world, random),
            Headers = headers,
            Body = BodyOf(operation, world),
        };
    }

    /// <summary>Signed as it is, damaged or not, unless the signature was lost or replaced: so damaged bodies are read as well.</summary>
    private static FuzzRequest Signed(FuzzRequest request)
    {
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(KomboSecret), request.Body ?? []);
        return request with
        {
            Headers =
            [
                .. request.Headers.Select(header =>
                    header.Name == KomboSignature ? (KomboSignature, Base64Url.EncodeToString(signature)) : header),
            ],
        };
    }

    private static string BasicOf(string token) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(token + ":"));

    private static bool IsOfTenants(string path) => path.StartsWith("/ats/", StringComparison.Ordinal) || path.Split('/')[2]
        is "tenants" or "keys" or "usage" or "audit-log" or "webhook-endpoints" or "hiring-loops" or "invitations" or "ats-connections";

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Each of the operation's query parameters now and then, with a value that it takes.</summary>
    private static List<string> QueryOf(JsonObject operation, World world, Random random) =>
        [.. from parameter in operation["parameters"]?.AsArray() ?? []
            where (string?)parameter!["in"] == "query" && (string?)parameter["name"] is not ("cursor" or "share")
            where random.Next(3) == 0 || (string?)parameter["name"] == "partner_interview_id"
            let name = (string)parameter["name"]!
            let isTime = (string?)parameter["schema"]?["format"] == "date-time"
            select $"{name}={(isTime ? "2026-06-01T09:00:00Z" : ValueOf(name, world))}"];

    private static string ValueOf(string parameter, World world) => parameter switch
    {
        "partner_interview_id" => world.GreenhouseOrder,
        "limit" => "3",
        "from" or "to" => "2026-06",
        "stack" => "python",
        "seniority" => "senior",
        _ => "indicative",
    };

    /// <summary>The document's own example, about the things that there are.</summary>
    private static byte[]? BodyOf(JsonObject operation, World world)
    {
        if (operation["requestBody"]?["content"]?["application/json"]?["example"] is not { } example) return null;

        var body = example.DeepClone();
        if (body["responses"] is JsonArray) body["responses"] = world.Answers.DeepClone();
        if ((string?)operation["operationId"] == "saveAttempt") body["passport"] = world.Owner;
        if (body["tenant"] is not null) body["tenant"] = world.Tenant.ToString();
        if (body["reference"] is not null) body["reference"] = "r-" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        foreach (var member in (string[])["partner_test_id", "assessment_type_id"])
        {
            if (body[member] is not null) body[member] = world.Loop.ToString();
        }

        if (body["assessment_id"] is not null) body["assessment_id"] = world.AshbyOrder;
        if (body["data"]?["package_id"] is not null) body["data"]!["package_id"] = world.Loop.ToString();
        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private async Task<World> MakeAsync()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        using var stranger = App.Client();
        var sample = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", sample);
        var anonymous = await stranger.PostAsync<AttemptResponse>("/v1/attempts", sample);
        var scored = await stranger.PostAsync<AttemptResponse>("/v1/attempts", sample);
        using var taker = App.Client(scored.Token);
        await taker.PostAsync<ScoreReportResponse>($"/v1/attempts/{scored.Id}/submission", new { }, "submission");
        var (tenant, client, vendor) = await App.CreateKeyAsync(string.Join(' ', Scopes.All));
        var (_, _, another) = await App.CreateKeyAsync(Scopes.PassportsRead, tenant);
        var toVendor = new CreateGrantRequest { Kind = GrantKind.Tenant, Tenant = tenant, Scope = GrantScope.Evidence };
        var grant = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toVendor);
        const string Webhooks = "/v1/webhook-endpoints";
        var toNowhere = new CreateWebhookEndpointRequest { Url = "https://ats.example.com/hooks" };
        var endpoint = await client.PostAsync<WebhookEndpointResponse>(Webhooks, toNowhere);
        var ping = await client.PostAsync<WebhookPingResponse>($"{Webhooks}/{endpoint.Id}/ping", new { });
        var loop = await client.PostAsync<HiringLoopResponse>(
            "/v1/hiring-loops", new CreateHiringLoopRequest { Name = "Backend", Role = "backend-engineer" });
        var invitation = await client.PostAsync<InvitationResponse>(
            $"/v1/hiring-loops/{loop.Id}/invitations", new CreateInvitationRequest());
        await client.PutAsync("/v1/ats-connections/ashby", new { apiKey = "ashby-key" });
        await client.PutAsync("/v1/ats-connections/kombo", new { apiKey = "kombo-key", webhookSecret = KomboSecret });
        var kombo = await client.GetAsync<AtsConnectionResponse>("/v1/ats-connections/kombo");
        var sent = await client.PostAsync<JsonObject>("/ats/greenhouse/send_test", new
        {
            partner_test_id = loop.Id, candidate = new { first_name = "Robin", email = "robin@example.org" },
        });
        var started = await client.PostAsync<JsonObject>("/ats/ashby/assessment.start", new
        {
            assessment_type_id = loop.Id, candidate = new { email = "robin@example.org" }, application = new { ashby_id = $"{loop.Id}" },
        });
        var answers = App.Answers(attempt, right: 2)
            .Select(answer => new JsonObject { ["item"] = answer.Item, ["option"] = answer.Option });
        return new World(
            passport, token, attempt.Id, anonymous.Id, anonymous.Token!, scored.Id, scored.Token!, grant.Id, tenant, vendor,
            await App.IdOfKeyAsync(another), endpoint.Id, ping.Event, loop.Id, invitation.Id, invitation.Token!,
            kombo.Id, (string)sent["partner_interview_id"]!, (string)started["results"]!["assessment_id"]!,
            new JsonArray([.. answers]));
    }

    private sealed record World(
        Guid Passport, string Owner, Guid Attempt, Guid Anonymous, string AttemptToken, Guid Scored, string ScoredToken, Guid Grant,
        Guid Tenant, string Vendor,
        Guid Key, Guid WebhookEndpoint, Guid Event, Guid Loop, Guid Invitation, string InvitationToken, Guid KomboConnection,
        string GreenhouseOrder, string AshbyOrder, JsonArray Answers);
}
