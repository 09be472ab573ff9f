using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Ats;

/// <summary>What the audit trail tells of an answer that a system could not use.</summary>
internal sealed record AuditedResponseError
{
    public required string? Call { get; init; }
    public required IReadOnlyList<string> Errors { get; init; }
}

/// <summary>How such is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditedResponseError))]
internal sealed partial class AuditedResponseErrorJson : JsonSerializerContext;

/// <summary>
/// An answer of ours that a system could not use, in its words; kept in the tenant's audit trail, beside the order where it is known.
/// </summary>
internal sealed record ResponseError(string? Call, IReadOnlyList<string?>? Errors, string? Order)
{
    private const int MostErrors = 20;
    private const int MostOfAText = 500;

    public async Task TakeDownAsync(Db db, AtsKind ats, Principal principal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = new AuditedResponseError
        {
            Call = Cut(Call), Errors = [.. (Errors ?? []).OfType<string>().Take(MostErrors).Select(error => Cut(error)!)],
        };
        await db.WriteAsync(WriteAsync, cancellationToken);
        Telemetry.AtsResponseErrors.Add(1, new KeyValuePair<string, object?>("ats", KebabCase.Of(ats)));

        async Task<int> WriteAsync(DbSession session)
        {
            var order = Guid.TryParse(Order, out var id) ? await AtsOrderStore.FindAsync(session, id) : null;
            var isOwn = order?.TenantId == principal.TenantId;
            return await AuditTrail.AddAsync(session, new AuditEntryRow
            {
                Id = Guid.CreateVersion7(now),
                TenantId = principal.TenantId!.Value,
                OccurredAt = now,
                Actor = principal.Actor,
                Action = "ats.response-refused",
                Subject = isOwn ? $"invitation:{order!.InvitationId}" : $"ats:{KebabCase.Of(ats)}",
                AfterState = JsonSerializer.Serialize(told, AuditedResponseErrorJson.Default.AuditedResponseError),
            });
        }
    }

    /// <summary>An address in the text would be a candidate's or a report's; the trail holds neither.</summary>
    private static string? Cut(string? text)
    {
        if (text is null) return null;

        var words = text.Split(' ').Select(word => word.AsSpan().IndexOfAny("@/%") >= 0 ? "(address)" : word);
        var plain = string.Join(' ', words);
        return plain.Length <= MostOfAText ? plain : plain[..MostOfAText];
    }
}
