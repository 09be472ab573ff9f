using System.Text.Json.Serialization;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Invitations;

/// <summary>Invitations on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CreateInvitationRequest))]
[JsonSerializable(typeof(InvitationResponse))]
[JsonSerializable(typeof(InvitationListResponse))]
[JsonSerializable(typeof(CreateInvitationLinkRequest))]
[JsonSerializable(typeof(InvitationLinkResponse))]
[JsonSerializable(typeof(CreateInvitationBatchRequest))]
[JsonSerializable(typeof(InvitationBatchResponse))]
[JsonSerializable(typeof(CurrentInvitationResponse))]
[JsonSerializable(typeof(AcceptInvitationRequest))]
[JsonSerializable(typeof(AcceptedInvitationResponse))]
[JsonSerializable(typeof(PassportInvitationListResponse))]
internal sealed partial class InvitationJson : JsonSerializerContext
{
    public static readonly InvitationJson Wire = new(WireJson.NewOptions());
}
