using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Demo;

/// <summary>Takes the full form of an assessment, as whoever the client's token is.</summary>
internal static class DemoAttempts
{
    /// <param name="client">The candidate.</param>
    /// <param name="services">Where the catalog is.</param>
    /// <param name="assessment">What is taken.</param>
    /// <param name="ability">The candidate's ability, logits.</param>
    /// <param name="seed">Every run plays the same candidate.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ScoreReportResponse> TakeAsync(
        this DemoClient client, IServiceProvider services, string assessment, double ability, int seed, CancellationToken cancellationToken)
    {
        var candidate = new SimulatedCandidate(services.GetRequiredService<CatalogCache>().Current, assessment, ability, seed);
        var create = new CreateAttemptRequest { Assessment = assessment, Form = FormKind.Full };
        var attempt = (await client.PostAsync(
            "/v1/attempts", create, AttemptJson.Wire.CreateAttemptRequest, AttemptJson.Wire.AttemptResponse, cancellationToken)).Value;
        return (await client.PostAsync(
            $"/v1/attempts/{attempt.Id}/submission", candidate.Answer(attempt), AttemptJson.Wire.SubmitAttemptRequest,
            AttemptJson.Wire.ScoreReportResponse, cancellationToken)).Value;
    }
}
