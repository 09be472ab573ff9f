using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Platform.Access;

/// <summary>A key as the audit trail keeps it: without its secret, and without its name, which may be somebody's.</summary>
internal sealed record KeyState
{
    public string? Hint { get; init; }
    public IReadOnlyList<string>? Scopes { get; init; }
    public string? ExpiresAt { get; init; }
    public string? RevokedAt { get; init; }

    /// <summary>Id of the key that takes this one's place.</summary>
    public Guid? Successor { get; init; }

    public static KeyState Of(CredentialRow key) => new()
    {
        Hint = key.Hint,
        Scopes = key.Scopes.Split(' '),
        ExpiresAt = Show(key.ExpiresAt),
        RevokedAt = Show(key.RevokedAt),
    };

    public string ToJson() => JsonSerializer.Serialize(this, AuditStateJson.Default.KeyState);

    private static string? Show(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A tenant as the audit trail keeps it.</summary>
internal sealed record TenantState
{
    public required string Name { get; init; }
    public int? RetentionMonths { get; init; }
    public IReadOnlyList<string>? ReturnOrigins { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, AuditStateJson.Default.TenantState);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyState))]
[JsonSerializable(typeof(TenantState))]
internal sealed partial class AuditStateJson : JsonSerializerContext;
