using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;

namespace Aieh.Api.Employers.Ats;

/// <summary>What a connection is called with, and what proves that a call is its system's. Sealed at rest.</summary>
internal sealed record AtsCredentials
{
    private const string Purpose = "ats-connection.credentials";

    public static readonly AtsCredentials None = new();

    /// <summary>The key that the system is called with; null when none was given.</summary>
    public string? ApiKey { get; init; }

    /// <summary>What the system signs its webhooks with; null when none was given.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Not within a unit of work: see <see cref="Sealing"/>.</summary>
    public string Seal(Sealing sealing, Guid connection) =>
        sealing.Seal(JsonSerializer.Serialize(this, AtsCredentialsJson.Default.AtsCredentials), Purpose, connection.ToString());

    /// <summary>Null when they cannot be opened any more.</summary>
    public static AtsCredentials? Open(Sealing sealing, string sealedCredentials, Guid connection) =>
        sealing.Open(sealedCredentials, Purpose, connection.ToString()) is { } json
            ? JsonSerializer.Deserialize(json, AtsCredentialsJson.Default.AtsCredentials)
            : null;

    public static AtsCredentials? Open(Sealing sealing, WebhookRow connection) => Open(sealing, connection.Secret, connection.Id);
}

/// <summary>How credentials are written before they are sealed.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AtsCredentials))]
internal sealed partial class AtsCredentialsJson : JsonSerializerContext;
