using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Ats;

/// <summary>What the audit trail tells of a connection: nothing that is secret.</summary>
internal sealed record AuditedConnection
{
    public required string Ats { get; init; }
    public required string State { get; init; }
    public required string? ScoreFormat { get; init; }
}

/// <summary>How such is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditedConnection))]
internal sealed partial class AuditedConnectionJson : JsonSerializerContext;

/// <summary>Connections to applicant tracking systems: what a request makes of one, and what is shown and told of it.</summary>
internal static class AtsConnections
{
    /// <summary>Kombo sends its webhooks below this, to the id of the connection.</summary>
    public const string KomboPath = "/ats/kombo";

    private const int MaxSecretLength = 500;
    private const int MinWebhookSecretLength = 16;

    /// <summary>It is handed all events of its orders; which of them the system is told, each sender knows.</summary>
    public static WebhookRow NewRow(Guid tenant, Guid id, AtsKind ats, string secret, DateTimeOffset now) => new()
    {
        Id = id,
        TenantId = tenant,
        State = WebhookRow.Enabled,
        Kind = KebabCase.Of(ats),
        ScoreFormat = KebabCase.Of(DefaultFormatOf(ats)),
        Secret = secret,
        Version = 1,
        CreatedAt = now,
    };

    public static IEnumerable<ProblemError> FaultsOf(PutAtsConnectionRequest request, AtsKind ats)
    {
        if (IsNoSecret(request.ApiKey)) yield return At("#/apiKey", RequestText.Rule(MaxSecretLength));
        if (IsNoSecret(request.WebhookSecret) || request.WebhookSecret?.Length < MinWebhookSecretLength)
        {
            yield return At("#/webhookSecret", $"{MinWebhookSecretLength} to {MaxSecretLength} characters, as Kombo shows it.");
        }

        if (ats != AtsKind.Kombo && request.WebhookSecret is not null)
        {
            yield return At("#/webhookSecret", "This system does not sign what it sends.");
        }

        if (ats == AtsKind.Greenhouse && request.ApiKey is not null)
        {
            yield return At("#/apiKey", "Greenhouse is called with the key that its orders come with.");
        }

        static bool IsNoSecret(string? text) => text is not null && (!RequestText.Fits(text, MaxSecretLength) || !text.All(char.IsAscii));

        static ProblemError At(string pointer, string detail) => new() { Pointer = pointer, Detail = detail };
    }

    /// <summary>The connection after a request; sealed outside of a unit of work.</summary>
    public static WebhookRow After(WebhookRow before, PutAtsConnectionRequest request, Sealing sealing)
    {
        var state = request.State ?? WebhookEndpointState.Enabled;
        var after = before with
        {
            State = KebabCase.Of(state),
            DisabledReason = state == WebhookEndpointState.Enabled ? null : before.DisabledReason ?? WebhookOutcomes.Requested,
            FailingSince = state == WebhookEndpointState.Enabled && before.State == WebhookRow.Disabled ? null : before.FailingSince,
            ScoreFormat = KebabCase.Of(request.ScoreFormat ?? DefaultFormatOf(KindOf(before))),
        };
        if (request is { ApiKey: null, WebhookSecret: null }) return after;

        var known = AtsCredentials.Open(sealing, before) ?? AtsCredentials.None;
        var given = known with
        {
            ApiKey = request.ApiKey ?? known.ApiKey, WebhookSecret = request.WebhookSecret ?? known.WebhookSecret,
        };
        return given == known ? after : after with { Secret = given.Seal(sealing, before.Id) };
    }

    public static AtsConnectionResponse ViewOf(WebhookRow row, Sealing sealing)
    {
        var credentials = AtsCredentials.Open(sealing, row) ?? AtsCredentials.None;
        return new AtsConnectionResponse
        {
            Id = row.Id,
            Ats = KindOf(row),
            State = row.State == WebhookRow.Enabled ? WebhookEndpointState.Enabled : WebhookEndpointState.Disabled,
            ScoreFormat = FormatOf(row.ScoreFormat),
            HasApiKey = credentials.ApiKey is not null,
            HasWebhookSecret = credentials.WebhookSecret is not null,
            WebhookPath = row.Kind == KebabCase.Of(AtsKind.Kombo) ? $"{KomboPath}/{row.Id}" : null,
            FailingSince = row.FailingSince,
            CreatedAt = row.CreatedAt,
        };
    }

    /// <summary>Kombo takes a score and its maximum, and no minimum: 300 of 850 would be shown as a third.</summary>
    private static ScoreFormat DefaultFormatOf(AtsKind ats) => ats == AtsKind.Kombo ? ScoreFormat.Percent : ScoreFormat.Scaled;

    public static ScoreFormat FormatOf(string? stored) =>
        KebabCase.TryParse<ScoreFormat>(stored ?? "", out var format) ? format : ScoreFormat.Scaled;

    /// <summary>How the audit trail names what goes through a connection.</summary>
    public static string ActorOf(Guid connection) => $"ats-connection:{connection}";

    public static string TagOf(WebhookRow row) => FormattableString.Invariant($"\"v{row.Version}\"");

    /// <param name="actor">Who did it.</param>
    /// <param name="what">What: <c>created</c>, <c>updated</c>, <c>deleted</c>.</param>
    /// <param name="before">The connection before; null when it was not there.</param>
    /// <param name="after">The connection after; null when it is not there any more.</param>
    /// <param name="now">When.</param>
    public static AuditEntryRow Audited(string actor, string what, WebhookRow? before, WebhookRow? after, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TenantId = (before ?? after)!.TenantId,
        OccurredAt = now,
        Actor = actor,
        Action = $"ats-connection.{what}",
        Subject = $"ats-connection:{(before ?? after)!.Id}",
        BeforeState = Told(before),
        AfterState = Told(after),
    };

    private static string? Told(WebhookRow? row) => row is null ? null : JsonSerializer.Serialize(
        new AuditedConnection { Ats = row.Kind, State = row.State, ScoreFormat = row.ScoreFormat },
        AuditedConnectionJson.Default.AuditedConnection);

    private static AtsKind KindOf(WebhookRow row) => KebabCase.TryParse<AtsKind>(row.Kind, out var kind)
        ? kind
        : throw new InvalidOperationException($"Endpoint {row.Id} is of the kind '{row.Kind}', which is no applicant tracking system.");
}
