using System.Text.Json;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tools.Demo;

internal sealed class DemoGreenhouse(GreenhouseSimulator greenhouse) : DemoSystem("Greenhouse", greenhouse)
{
    public override IEnumerable<string> Settings =>
        [.. base.Settings, $"--Ats:GreenhouseHosts:0={greenhouse.Address.Authority}"];

    /// <summary>The key is all: what the service calls Greenhouse with is the key that the order came with.</summary>
    public override Task ConnectAsync(DemoClient setup, Uri service, string key, CancellationToken cancellationToken)
    {
        greenhouse.Connect(new Uri(service, "/ats/greenhouse/"), key);
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<AtsTest>> ListAsync(DemoClient setup, CancellationToken cancellationToken) =>
        greenhouse.ListAsync(cancellationToken);

    public override Task<AtsOrder> PlaceAsync(string test, AtsCandidate candidate, CancellationToken cancellationToken) =>
        greenhouse.PlaceAsync(test, candidate, cancellationToken);

    /// <summary>The status that it asks for when the PATCH has come.</summary>
    public override bool IsResult(AtsExchange exchange) =>
        exchange.IsOrdering && exchange.Path.Contains("/test_status", StringComparison.Ordinal)
        && exchange.Answer!.Contains("\"complete\"", StringComparison.Ordinal);

    public override IEnumerable<(string Label, string Value)> LinesOf(JsonElement result) =>
        result.GetProperty("metadata").EnumerateObject().Select(line => (line.Name, line.Value.ToString()));
}
