using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;

namespace Aieh.Api.Tools.Demo;

/// <summary>Steps that several journeys take, as whoever the client's token is.</summary>
internal static class DemoSteps
{
    private const string Role = "backend-engineer";

    public static async Task<CreatedPassportResponse> CreatePassportAsync(this DemoClient client, CancellationToken cancellationToken) =>
        (await client.PostAsync(
            "/v1/passports", new CreatePassportRequest(), PassportJson.Wire.CreatePassportRequest,
            PassportJson.Wire.CreatedPassportResponse, cancellationToken)).Value;

    /// <param name="client">The employer.</param>
    /// <param name="brought">What the candidate's passport has already.</param>
    /// <param name="taken">What the candidate takes, and the employer weighs itself.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<HiringLoopResponse> CreateLoopAsync(
        this DemoClient client, string brought, string taken, CancellationToken cancellationToken)
    {
        var request = new CreateHiringLoopRequest
        {
            Name = "Backend", Role = Role, Assessments = [brought, taken], Weights = new Dictionary<string, double> { [taken] = 1 },
            MinimumCoverage = 0.5,
        };
        return (await client.PostAsync(
            "/v1/hiring-loops", request, HiringLoopJson.Wire.CreateHiringLoopRequest, HiringLoopJson.Wire.HiringLoopResponse,
            cancellationToken)).Value;
    }

    /// <summary>Accepts the invitation that the client has the link of, with a passport.</summary>
    public static async Task<AcceptedInvitationResponse> AcceptAsync(
        this DemoClient client, CreatedPassportResponse passport, CancellationToken cancellationToken)
    {
        var request = new AcceptInvitationRequest { Consent = ConsentText.Version, Passport = passport.Token };
        return (await client.PostAsync(
            "/v1/invitations/current/acceptance", request, InvitationJson.Wire.AcceptInvitationRequest,
            InvitationJson.Wire.AcceptedInvitationResponse, cancellationToken)).Value;
    }
}
