using System.Text.Json;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Usage;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Invitations;

/// <summary>What is to be seen of a hiring loop at one moment, by its employer and by the owners of the passports.</summary>
internal sealed class LoopSight(HttpClient key, Guid loop)
{
    /// <summary>All that the employer has been shown, as it came.</summary>
    public List<string> Texts { get; } = [];

    public HiringLoopResponse Loop { get; private set; } = null!;

    public List<InvitationResponse> Listed { get; } = [];

    public Dictionary<Guid, InvitationResponse> Invitations { get; } = [];

    /// <summary>Status and body of each invitation's result.</summary>
    public Dictionary<Guid, (int Status, string Text)> Results { get; } = [];

    public RankingResponse Ranking { get; private set; } = null!;

    public List<RankedCandidate> RankedByPage { get; } = [];

    public UsageResponse Usage { get; private set; } = null!;

    public List<AuditEntryResponse> Audit { get; } = [];

    /// <summary>Each accepting candidate's passport, and who has looked at it, as its owner reads them.</summary>
    public Dictionary<Guid, (PassportResponse Passport, AccessLogResponse Accesses)> Owners { get; } = [];

    public InvitationResultResponse ResultOf(LoopCandidate candidate) =>
        Read<InvitationResultResponse>(Results[candidate.Invitation.Id].Text);

    public async Task LookAsync(AiehApplication app, IReadOnlyList<LoopCandidate> candidates)
    {
        Loop = await GetAsync<HiringLoopResponse>($"/v1/hiring-loops/{loop}");
        await PagesAsync<InvitationListResponse>($"/v1/hiring-loops/{loop}/invitations", 20, page =>
        {
            Listed.AddRange(page.Items);
            return page.Next;
        });
        foreach (var id in candidates.Select(candidate => candidate.Invitation.Id))
        {
            Invitations[id] = await GetAsync<InvitationResponse>($"/v1/invitations/{id}");
            Results[id] = await GetAsync($"/v1/invitations/{id}/result");
        }

        Ranking = await GetAsync<RankingResponse>($"/v1/hiring-loops/{loop}/candidates?limit=200");
        await PagesAsync<RankingResponse>($"/v1/hiring-loops/{loop}/candidates", 7, page =>
        {
            RankedByPage.AddRange(page.Items);
            return page.Next;
        });
        Usage = await GetAsync<UsageResponse>("/v1/usage");
        await PagesAsync<AuditLogResponse>("/v1/audit-log", 200, page =>
        {
            Audit.AddRange(page.Items);
            return page.Next;
        });
        foreach (var candidate in candidates.Where(candidate => candidate.Accepts))
        {
            using var owner = app.Client(candidate.Token);
            Owners[candidate.Passport] = (
                await owner.GetAsync<PassportResponse>($"/v1/passports/{candidate.Passport}"),
                await owner.GetAsync<AccessLogResponse>($"/v1/passports/{candidate.Passport}/access-log"));
        }
    }

    private static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, WireContracts.Options)!;

    private async Task PagesAsync<T>(string path, int limit, Func<T, string?> take)
    {
        string? next = null;
        do
        {
            var cursor = next is null ? "" : $"&cursor={next}";
            next = take(await GetAsync<T>($"{path}?limit={limit}{cursor}"));
        }
        while (next is not null);
    }

    private async Task<T> GetAsync<T>(string path)
    {
        var (status, text) = await GetAsync(path);
        Assert.That(status, Is.EqualTo(200), $"{path}: {text}");
        return Read<T>(text);
    }

    private async Task<(int Status, string Text)> GetAsync(string path)
    {
        using var response = await key.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        Texts.Add(text);
        return ((int)response.StatusCode, text);
    }
}
