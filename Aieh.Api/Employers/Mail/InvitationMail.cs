using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Mail;

/// <summary>
/// What is needed to mail an invitation. Without the candidate's name: whoever applies under another's address chooses it, and would choose
/// what this service writes there.
/// </summary>
internal sealed record InvitationMail
{
    public required Guid TenantId { get; init; }
    public required Guid InvitationId { get; init; }

    /// <summary>The candidate's address.</summary>
    public required string To { get; init; }

    public required string Employer { get; init; }

    /// <summary>What the role is called; null where the employer asks for assessments alone.</summary>
    public string? RoleTitle { get; init; }

    /// <summary>What the assessments are called.</summary>
    public required IReadOnlyList<string> Assessments { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The candidate's link, absolute.</summary>
    public required string Link { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, InvitationMailJson.Default.InvitationMail);

    public static InvitationMail FromJson(string json) => JsonSerializer.Deserialize(json, InvitationMailJson.Default.InvitationMail)!;
}

/// <summary>How mails are kept until they are sent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InvitationMail))]
internal sealed partial class InvitationMailJson : JsonSerializerContext;
