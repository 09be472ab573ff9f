using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Tools.Demo;

/// <summary>
/// An employer asks the candidate of the first half for two assessments: one is in the passport already, and is not asked for again.
/// </summary>
internal sealed class EmployerJourney(DemoClient client, DemoService service, DemoListener listener)
{
    private const string Reused = "python-fundamentals";
    private const string Taken = "ai-augmented-sql";
    private const double CandidateAbility = 0.6;
    private const int Seed = 20_260_102;

    public async Task PlayAsync(CreatedPassportResponse passport, CancellationToken ct)
    {
        var print = client.Print;
        string[] scopes = [Scopes.LoopsWrite, Scopes.InvitationsWrite, Scopes.WebhooksWrite, Scopes.ResultsRead];
        var key = (await service.CreateKeysAsync(ct, scopes))[0];

        print.Step("7", "An employer's hiring loop, with a weight of its own");
        client.UseToken(key);
        var loop = await client.CreateLoopAsync(Reused, Taken, ct);
        print.Bundle(loop);
        listener.Secret = (await ListenAsync(ct)).Secret!;
        print.Line($"events are sent to {listener.Address}");

        print.Step("8", "An invitation, accepted with the passport: what is current is not asked for again");
        var invited = await InviteAsync(loop.Id, ct);
        print.Line($"link {invited.Url![..24]}… (shown once), open until {invited.ExpiresAt:yyyy-MM-dd}");
        client.UseToken(invited.Token);
        var accepted = await client.AcceptAsync(passport, ct);
        print.Invitation(accepted.Invitation);

        print.Step("9", "The other assessment, and the invitation is completed");
        client.UseToken(passport.Token);
        print.Report(await client.TakeAsync(service.Services, Taken, CandidateAbility, Seed, ct));
        foreach (var came in await listener.UntilAsync(EventTypes.InvitationCompleted, ct)) print.Event(came);

        print.Step("10", "What the employer sees");
        client.UseToken(key);
        print.Ranking(await client.GetAsync(
            $"/v1/hiring-loops/{loop.Id}/candidates", RankingJson.Wire.RankingResponse, ct));
        var result = await client.GetAsync(
            $"/v1/invitations/{invited.Id}/result", ReportJson.Wire.InvitationResultResponse, ct);
        print.Readiness("Backend Engineer, as this employer weighs it", result.Readiness!);
    }

    private async Task<WebhookEndpointResponse> ListenAsync(CancellationToken ct)
    {
        var request = new CreateWebhookEndpointRequest { Url = listener.Address.AbsoluteUri };
        return (await client.PostAsync(
            "/v1/webhook-endpoints", request, WebhookJson.Wire.CreateWebhookEndpointRequest, WebhookJson.Wire.WebhookEndpointResponse, ct))
            .Value;
    }

    private async Task<InvitationResponse> InviteAsync(Guid loop, CancellationToken ct)
    {
        var request = new CreateInvitationRequest { Reference = "application-1" };
        return (await client.PostAsync(
            $"/v1/hiring-loops/{loop}/invitations", request, InvitationJson.Wire.CreateInvitationRequest,
            InvitationJson.Wire.InvitationResponse, ct)).Value;
    }
}
