using System.Text.Json;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Tools.Ats;
using AtsOrder = Aieh.Api.Tools.Ats.AtsOrder;

namespace Aieh.Api.Tools.Demo;

/// <summary>A simulated system as its customer's administrator and recruiter use it.</summary>
internal abstract class DemoSystem(string name, AtsSimulator simulator) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>What an operator sets, so that the service calls the simulator and not the real system.</summary>
    public virtual IEnumerable<string> Settings => [$"--Webhooks:AllowedHosts:0={simulator.Address.Authority}"];

    /// <summary>Whether it is told that the candidate has agreed.</summary>
    public virtual bool IsToldOfTheStart => false;

    public static async Task<DemoSystem> OpenAsync(AtsKind ats, AtsConduct conduct, CancellationToken cancellationToken) => ats switch
    {
        AtsKind.Greenhouse => new DemoGreenhouse(await GreenhouseSimulator.OpenAsync(conduct, cancellationToken)),
        AtsKind.Ashby => new DemoAshby(await AshbySimulator.OpenAsync(conduct, cancellationToken)),
        _ => new DemoKombo(await KomboSimulator.OpenAsync(conduct, cancellationToken)),
    };

    /// <summary>As docs/integrations.md says it.</summary>
    /// <param name="setup">With the key of whoever sets it up.</param>
    /// <param name="service">Where the service is.</param>
    /// <param name="key">The system's key.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public abstract Task ConnectAsync(DemoClient setup, Uri service, string key, CancellationToken cancellationToken);

    /// <param name="setup">With the system's key.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public abstract Task<IReadOnlyList<AtsTest>> ListAsync(DemoClient setup, CancellationToken cancellationToken);

    public abstract Task<AtsOrder> PlaceAsync(string test, AtsCandidate candidate, CancellationToken cancellationToken);

    /// <summary>Whether it is the exchange with which the system has the result.</summary>
    public abstract bool IsResult(AtsExchange exchange);

    /// <summary>What a recruiter reads beside the score.</summary>
    public abstract IEnumerable<(string Label, string Value)> LinesOf(JsonElement result);

    /// <summary>What it objects to in what the service has done.</summary>
    public IReadOnlyList<AtsFault> Faults => simulator.Faults;

    public void LoseNextAnswer() => simulator.LoseNextAnswer();

    public ValueTask DisposeAsync() => simulator.DisposeAsync();
}
