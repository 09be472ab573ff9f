using System.Text.Json.Serialization;
using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Returns;

/// <summary>Ways back on the wire.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SetContactRequest))]
[JsonSerializable(typeof(ContactResponse))]
[JsonSerializable(typeof(AskReturnRequest))]
[JsonSerializable(typeof(ExchangeReturnRequest))]
[JsonSerializable(typeof(ReturnedPassportResponse))]
internal sealed partial class ReturnJson : JsonSerializerContext
{
    public static readonly ReturnJson Wire = new(WireJson.NewOptions());
}
