using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Integrity;

/// <summary>How the attempts of invitations were taken, on the wire, and reviews in the audit trail.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(InvitationIntegrityResponse))]
[JsonSerializable(typeof(ReviewRequest))]
[JsonSerializable(typeof(ReviewResponse))]
[JsonSerializable(typeof(ReviewState))]
internal sealed partial class InvitationIntegrityJson : JsonSerializerContext
{
    public static readonly InvitationIntegrityJson Wire = new(WireJson.NewOptions());
}
