using Aieh.Api.Contract;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Ats;

internal static class AtsExamples
{
    /// <summary>Also the path of Kombo's webhooks.</summary>
    public static readonly Guid ConnectionId = new("019e82f3-5a10-7d2c-8e4b-2b7c9d0e6f13");

    public static readonly ProblemHttpResult[] Refusals = [Problems.OrderRefused("This test is not offered any more.")];

    public static readonly PutAtsConnectionRequest PutConnection = new()
    {
        ApiKey = "a-key-that-ashby-has-issued", ScoreFormat = ScoreFormat.Scaled,
    };

    public static readonly AtsConnectionResponse Connection = new()
    {
        Id = ConnectionId,
        Ats = AtsKind.Ashby,
        State = WebhookEndpointState.Enabled,
        ScoreFormat = ScoreFormat.Scaled,
        HasApiKey = true,
        HasWebhookSecret = false,
        CreatedAt = ExampleStory.Now,
    };

    public static readonly AtsConnectionListResponse Connections = new() { Items = [Connection], Next = null };

    public static readonly AtsCallListResponse Calls = new()
    {
        Items =
        [
            new AtsCallResponse
            {
                Event = new Guid("019e82f8-1c40-7a11-9b3d-6e5f4a3b2c1d"),
                Invitation = ExampleStory.InvitationId,
                Type = "invitation.completed",
                State = WebhookDeliveryState.Delivered,
                Attempts = 1,
                CreatedAt = ExampleStory.Now,
                LastAttemptAt = ExampleStory.Now,
                Status = 200,
                LatencyMilliseconds = 84,
            },
        ],
        Next = null,
    };
}
