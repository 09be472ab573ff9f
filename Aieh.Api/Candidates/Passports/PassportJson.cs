using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Passports, evidence and grants on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CreatePassportRequest))]
[JsonSerializable(typeof(CreatedPassportResponse))]
[JsonSerializable(typeof(PassportResponse))]
[JsonSerializable(typeof(EvidenceListResponse))]
[JsonSerializable(typeof(AddEvidenceRequest))]
[JsonSerializable(typeof(EvidenceResponse))]
[JsonSerializable(typeof(PassportExportResponse))]
[JsonSerializable(typeof(ExportedLogin[]))]
[JsonSerializable(typeof(ExportedVerification[]))]
[JsonSerializable(typeof(CreateGrantRequest))]
[JsonSerializable(typeof(GrantResponse))]
[JsonSerializable(typeof(GrantListResponse))]
[JsonSerializable(typeof(AccommodationRequest))]
[JsonSerializable(typeof(AccommodationResponse))]
[JsonSerializable(typeof(SelfIdentificationRequest))]
[JsonSerializable(typeof(SelfIdentificationResponse))]
[JsonSerializable(typeof(AccessLogResponse))]
internal sealed partial class PassportJson : JsonSerializerContext
{
    public static readonly PassportJson Wire = new(WireJson.NewOptions());
}
