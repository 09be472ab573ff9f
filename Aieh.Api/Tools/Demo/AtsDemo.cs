using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Ats;
using AtsOrder = Aieh.Api.Tools.Ats.AtsOrder;

namespace Aieh.Api.Tools.Demo;

/// <summary>One order of a simulated applicant tracking system, from the list of tests to what the recruiter sees.</summary>
internal sealed class AtsDemo(DemoClient client, DemoService service, DemoSystem system, DemoWire wire)
{
    private const string Brought = "python-fundamentals";
    private const string Taken = "ai-augmented-sql";
    private const double CandidateAbility = 0.9;
    private const int Seed = 20_260_103;

    private readonly DemoPrinter _print = client.Print;

    /// <param name="build">Makes the service with these settings.</param>
    /// <param name="prepare">Brings its database up to date before it starts.</param>
    /// <param name="ats">The system.</param>
    /// <param name="output">Where the order is told.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<int> RunAsync(
        Func<string[], WebApplication> build, Func<WebApplication, CancellationToken, Task> prepare, AtsKind ats, TextWriter output,
        CancellationToken cancellationToken)
    {
        var wire = new DemoWire();
        await using var system = await DemoSystem.OpenAsync(ats, new AtsConduct { Listen = wire.Hear }, cancellationToken);
        await using var service = await DemoService.StartAsync(build, prepare, system.Settings, cancellationToken);
        var client = new DemoClient(service.Http, new DemoPrinter(output));
        await new AtsDemo(client, service, system, wire).PlayAsync(cancellationToken);
        return system.Faults is [] ? 0 : throw new InvalidOperationException($"{system.Name} objects: {system.Faults[0]}");
    }

    private async Task PlayAsync(CancellationToken ct)
    {
        var keys = await service.CreateKeysAsync(
            ct, [Scopes.LoopsWrite, Scopes.ConnectionsWrite, Scopes.InvitationsWrite, Scopes.ResultsRead], [Scopes.OrdersWrite]);
        var (setup, key) = (keys[0], keys[1]);

        _print.Step("1", $"An employer, connected to {system.Name}");
        client.UseToken(setup);
        var loop = (await client.CreateLoopAsync(Brought, Taken, ct)).Id;
        await system.ConnectAsync(client, service.Http.BaseAddress!, key, ct);
        _print.Line($"{system.Name} has the key {key[..14]}…, of the scope {Scopes.OrdersWrite} alone");

        _print.Step("2", "What a recruiter can pick");
        client.UseToken(key);
        var tests = await system.ListAsync(client, ct);
        wire.Print(_print, system.Name);
        _print.Tests(tests);

        _print.Step("3", "A candidate who has a passport, with Python in it");
        client.UseToken(null);
        var passport = await client.CreatePassportAsync(ct);
        client.UseToken(passport.Token);
        _print.Report(await client.TakeAsync(service.Services, Brought, CandidateAbility, Seed, ct));

        _print.Step("4", "The order");
        var order = await system.PlaceAsync($"{loop}", new AtsCandidate("Robin", "Example", "robin@example.org"), ct);
        wire.Print(_print, system.Name);

        _print.Step("5", "The candidate agrees: what is current is not asked for again");
        client.UseToken(await LinkOfAsync(order, setup, ct));
        _print.Invitation((await client.AcceptAsync(passport, ct)).Invitation);
        if (system.IsToldOfTheStart) await wire.PrintUntilAsync(_print, system.Name, exchange => !exchange.IsOrdering, ct);

        _print.Step("6", $"The other assessment, and {system.Name} is told");
        client.UseToken(passport.Token);
        await client.TakeAsync(service.Services, Taken, CandidateAbility, Seed, ct);
        await wire.PrintUntilAsync(_print, system.Name, system.IsResult, ct);
        await order.Ended;

        _print.Step("7", "What the recruiter sees");
        _print.Recruiter(order, system.LinesOf(order.Result!.Details));
        await OpenAsync(order.Result.Profile!, ct);

        _print.Step("8", "An answer gets lost: the same order once more, and one invitation");
        system.LoseNextAnswer();
        await system.PlaceAsync($"{loop}", new AtsCandidate("Kim", "Example", "kim@example.org"), ct);
        wire.Print(_print, system.Name);
        client.UseToken(setup);
        var invited = await client.GetAsync(
            $"/v1/hiring-loops/{loop}/invitations", InvitationJson.Wire.InvitationListResponse, ct);
        foreach (var each in invited.Items) _print.Line($"{each.Id}  {each.Candidate?.Name}, {KebabCase.Of(each.State)}");
    }

    /// <summary>Without mail the employer hands the link over; of an inline order the answer had it.</summary>
    private async Task<string> LinkOfAsync(AtsOrder order, string setup, CancellationToken ct)
    {
        if (order.AssessmentUrl is { } url) return url.Segments[^1];

        client.UseToken(setup);
        return (await client.PostAsync(
            $"/v1/invitations/{order.VendorId}/link", new CreateInvitationLinkRequest(), InvitationJson.Wire.CreateInvitationLinkRequest,
            InvitationJson.Wire.InvitationLinkResponse, ct)).Value.Token;
    }

    /// <summary>As a browser opens it: the link is all that is needed.</summary>
    private async Task OpenAsync(Uri report, CancellationToken ct)
    {
        client.UseToken(null);
        using var response = await service.Http.GetAsync(report, ct);
        var page = await response.Content.ReadAsByteArrayAsync(ct);
        _print.Call("GET", report.AbsolutePath[..24] + "…", (int)response.StatusCode, page.Length);
        response.EnsureSuccessStatusCode();
    }
}
