using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Access;

namespace Aieh.Api.Tests.Support;

/// <summary>A tenant that hires, with a key that may do all an employer does, and what its candidates do.</summary>
internal sealed class Employer : IDisposable
{
    public const string Python = "python-fundamentals";
    public const string Sql = "ai-augmented-sql";

    private readonly AiehApplication _app;

    private Employer(AiehApplication app, Guid tenant, HttpClient client, string token)
    {
        _app = app;
        Tenant = tenant;
        Client = client;
        Token = token;
    }

    public Guid Tenant { get; }

    public HttpClient Client { get; }

    public string Token { get; }

    public static async Task<Employer> CreateAsync(AiehApplication app, string? scopes = null)
    {
        var (tenant, client, token) = await app.CreateKeyAsync(
            scopes ?? string.Join(' ', Scopes.All.Where(scope => scope is not Scopes.Admin and not Scopes.EvidenceWrite)));
        return new Employer(app, tenant, client, token);
    }

    /// <summary>A loop of the backend engineer's role that asks for two assessments.</summary>
    public async Task<Guid> CreateLoopAsync(object? more = null)
    {
        var loop = JsonSerializer.SerializeToNode(
            new { name = "Backend", role = "backend-engineer", assessments = new[] { Python, Sql } })!;
        var members = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        foreach (var (name, value) in members) loop[name] = value?.DeepClone();
        var created = await Client.PostAsync<JsonObject>("/v1/hiring-loops", loop.ToJsonString());
        return (Guid)created["id"]!;
    }

    public Task<InvitationResponse> InviteAsync(Guid loop, object? request = null) =>
        Client.PostAsync<InvitationResponse>($"/v1/hiring-loops/{loop}/invitations", request ?? new { });

    public Task<InvitationResponse> GetAsync(Guid invitation) => Client.GetAsync<InvitationResponse>($"/v1/invitations/{invitation}");

    /// <summary>The candidate of an invitation accepts it, with a passport or without one.</summary>
    public async Task<AcceptedInvitationResponse> AcceptAsync(InvitationResponse invitation, string? passport = null)
    {
        using var candidate = _app.Client(invitation.Token);
        var request = new AcceptInvitationRequest { Consent = ConsentText.Version, Passport = passport };
        return await candidate.PostAsync<AcceptedInvitationResponse>("/v1/invitations/current/acceptance", request, NewKey());
    }

    /// <summary>A passport's owner takes the full form of an assessment and answers so many items right.</summary>
    public async Task<AttemptResponse> TakeAsync(string passportToken, string assessment, int right = 12)
    {
        using var candidate = _app.Client(passportToken);
        var attempt = await candidate.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = assessment, Form = FormKind.Full });
        await SubmitAsync(candidate, attempt, right);
        return attempt;
    }

    public Task<ScoreReportResponse> SubmitAsync(HttpClient candidate, AttemptResponse attempt, int right = 12) =>
        candidate.PostAsync<ScoreReportResponse>(
            $"/v1/attempts/{attempt.Id}/submission", new SubmitAttemptRequest { Responses = _app.Answers(attempt, right) }, NewKey());

    /// <summary>An Idempotency-Key that nobody has used.</summary>
    public string NewKey() => Guid.CreateVersion7(_app.Clock.GetUtcNow()).ToString();

    /// <summary>The types of the events about an invitation, in their order.</summary>
    public Task<IReadOnlyList<string>> EventsAsync(Guid subject) => _app.Db.ReadAsync(
        session => session.ListAsync<string>(
            "SELECT Type FROM OutboxEvent WHERE Subject = @Subject ORDER BY Seq", new { Subject = subject }),
        CancellationToken.None);

    public void Dispose() => Client.Dispose();
}
