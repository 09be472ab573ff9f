using System.Text.Json;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Tools.Ats;
using AtsOrder = Aieh.Api.Tools.Ats.AtsOrder;

namespace Aieh.Api.Tools.Demo;

internal sealed class DemoAshby(AshbySimulator ashby) : DemoSystem("Ashby", ashby)
{
    public override IEnumerable<string> Settings => [.. base.Settings, $"--Ats:AshbyUrl={ashby.Address.AbsoluteUri}"];

    public override bool IsToldOfTheStart => true;

    /// <summary>Ashby gets the service's key, and the service one of Ashby's.</summary>
    public override Task ConnectAsync(DemoClient setup, Uri service, string key, CancellationToken cancellationToken)
    {
        ashby.Connect(new Uri(service, "/ats/ashby/"), key);
        var request = new PutAtsConnectionRequest { ApiKey = ashby.ApiKey };
        return setup.PutAsync("/v1/ats-connections/ashby", request, AtsJson.Wire.PutAtsConnectionRequest, cancellationToken);
    }

    public override Task<IReadOnlyList<AtsTest>> ListAsync(DemoClient setup, CancellationToken cancellationToken) =>
        ashby.ListAsync(cancellationToken);

    public override Task<AtsOrder> PlaceAsync(string test, AtsCandidate candidate, CancellationToken cancellationToken) =>
        ashby.PlaceAsync(test, candidate, cancellationToken);

    public override bool IsResult(AtsExchange exchange) =>
        !exchange.IsOrdering && exchange.Request!.Contains("\"assessment_result\"", StringComparison.Ordinal);

    public override IEnumerable<(string Label, string Value)> LinesOf(JsonElement result) =>
        result.GetProperty("metadata").EnumerateArray()
            .Select(line => (line.GetProperty("label").GetString()!, line.GetProperty("value").ToString()));
}
