using System.Text.Json;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Greenhouse;
using Aieh.Api.Tools.Ats;
using AtsOrder = Aieh.Api.Tools.Ats.AtsOrder;

namespace Aieh.Api.Tools.Demo;

/// <summary>Its orders are inline: the candidate, who has just applied, is sent on to the address in the answer.</summary>
internal sealed class DemoKombo(KomboSimulator kombo) : DemoSystem("Kombo", kombo)
{
    private const string Connection = "/v1/ats-connections/kombo";

    public override IEnumerable<string> Settings => [.. base.Settings, $"--Ats:KomboUrl={kombo.Address.AbsoluteUri}"];

    /// <summary>The service gets Kombo's two secrets, and Kombo the path that its webhooks go to.</summary>
    public override async Task ConnectAsync(DemoClient setup, Uri service, string key, CancellationToken cancellationToken)
    {
        var request = new PutAtsConnectionRequest { ApiKey = kombo.ApiKey, WebhookSecret = kombo.WebhookSecret };
        await setup.PutAsync(Connection, request, AtsJson.Wire.PutAtsConnectionRequest, cancellationToken);
        var made = await setup.GetAsync(Connection, AtsJson.Wire.AtsConnectionResponse, cancellationToken);
        kombo.Connect(new Uri(service, made.WebhookPath));
    }

    /// <summary>Kombo asks for no list: a customer gives it the packages, with ids of the list that Greenhouse gets.</summary>
    public override async Task<IReadOnlyList<AtsTest>> ListAsync(DemoClient setup, CancellationToken cancellationToken)
    {
        var tests = await setup.GetAsync("/ats/greenhouse/list_tests", GreenhouseJson.Wire.GreenhouseTestArray, cancellationToken);
        return [.. tests.Select(test => new AtsTest(test.PartnerTestId, test.PartnerTestName))];
    }

    public override Task<AtsOrder> PlaceAsync(string test, AtsCandidate candidate, CancellationToken cancellationToken) =>
        kombo.PlaceInlineAsync(test, candidate, cancellationToken);

    public override bool IsResult(AtsExchange exchange) =>
        !exchange.IsOrdering && exchange.Request!.Contains("\"COMPLETED\"", StringComparison.Ordinal);

    public override IEnumerable<(string Label, string Value)> LinesOf(JsonElement result) =>
        from line in result.GetProperty("attributes").EnumerateArray()
        let value = line.TryGetProperty("value", out var text) ? text : line.GetProperty("score").GetProperty("value")
        select (line.GetProperty("label").GetString()!, value.ToString());
}
