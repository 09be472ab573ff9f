using System.Text.Json;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>What the audit trail tells of an endpoint.</summary>
internal sealed record AuditedEndpoint
{
    /// <summary>Scheme, host and port: what comes behind them can hold a token, and the trail is kept.</summary>
    public required string Origin { get; init; }
    public required IReadOnlyList<string> EventTypes { get; init; }
    public required WebhookEndpointState State { get; init; }
    public DateTimeOffset? PreviousSecretUntil { get; init; }
}

/// <summary>What is wrong with what is asked of an endpoint, what it looks like, and what is told of its changes.</summary>
internal static class WebhookChanges
{
    private const char Separator = ' ';
    private const int MostFaults = 20;

    public static List<ProblemError> FaultsOf(string? url, IReadOnlyList<string>? eventTypes, WebhookOptions options)
    {
        var faults = new List<ProblemError>();
        if (url is not null && WebhookUrl.FaultOf(url, options) is { } fault) faults.Add(new() { Pointer = "#/url", Detail = fault });
        foreach (var (index, _) in (eventTypes ?? []).Index().Where(type => !EventTypes.All.Contains(type.Item)).Take(MostFaults))
        {
            faults.Add(new() { Pointer = FormattableString.Invariant($"#/eventTypes/{index}"), Detail = "There is no such event." });
        }

        return faults;
    }

    /// <summary>As stored: a space on both sides of each, so that one can be found among them.</summary>
    public static string Joined(IReadOnlyList<string> eventTypes) =>
        eventTypes.Count == 0 ? "" : $" {string.Join(Separator, eventTypes.Distinct(StringComparer.Ordinal))} ";

    /// <summary>The endpoint after the patch.</summary>
    public static WebhookRow Patched(WebhookRow row, UpdateWebhookEndpointRequest request)
    {
        var patched = row with
        {
            Url = request.Url ?? row.Url,
            EventTypes = request.EventTypes is { } types ? Joined(types) : row.EventTypes,
        };
        return request.State switch
        {
            WebhookEndpointState.Disabled when row.State == WebhookRow.Enabled =>
                patched with { State = WebhookRow.Disabled, DisabledReason = WebhookOutcomes.Requested },
            // With five days before it again.
            WebhookEndpointState.Enabled when row.State == WebhookRow.Disabled =>
                patched with { State = WebhookRow.Enabled, DisabledReason = null, FailingSince = null },
            _ => patched,
        };
    }

    /// <summary>Tag of the endpoint: what a request changes, and what happens to it.</summary>
    public static string TagOf(WebhookRow row, Sealing sealing, DateTimeOffset now)
    {
        var failing = row.FailingSince?.ToUnixTimeMilliseconds() ?? 0;
        var view = FormattableString.Invariant($"{failing:x}-{(int)SecretStateOf(row, sealing)}{(row.PreviousUntil > now ? 1 : 0)}");
        return ETags.OfView(StateTagOf(row), view);
    }

    public static string StateTagOf(WebhookRow row) => FormattableString.Invariant($"v{row.Version}");

    public static WebhookEndpointResponse ViewOf(WebhookRow row, Sealing sealing, DateTimeOffset now) => new()
    {
        Id = row.Id,
        Url = row.Url,
        EventTypes = Split(row.EventTypes),
        State = StateOf(row),
        DisabledReason = row.DisabledReason switch
        {
            WebhookOutcomes.Gone => WebhookDisabledReason.Gone,
            WebhookOutcomes.Failing => WebhookDisabledReason.Failing,
            WebhookOutcomes.Requested => WebhookDisabledReason.Requested,
            _ => null,
        },
        FailingSince = row.FailingSince,
        SecretState = SecretStateOf(row, sealing),
        PreviousSecretUntil = row.PreviousUntil > now ? row.PreviousUntil : null,
        CreatedAt = row.CreatedAt,
    };

    /// <param name="principal">Who did it.</param>
    /// <param name="what">What: <c>created</c>, <c>updated</c>, <c>rotated</c>, <c>deleted</c>.</param>
    /// <param name="before">The endpoint before; null when it was not there.</param>
    /// <param name="after">The endpoint after; null when it is not there any more.</param>
    /// <param name="now">When.</param>
    public static AuditEntryRow Audited(
        Principal principal, string what, WebhookRow? before, WebhookRow? after, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        TenantId = (before ?? after)!.TenantId,
        OccurredAt = now,
        Actor = principal.Actor,
        Action = $"webhook-endpoint.{what}",
        Subject = $"webhook-endpoint:{(before ?? after)!.Id}",
        BeforeState = Told(before),
        AfterState = Told(after),
    };

    private static string? Told(WebhookRow? row) => row is null ? null : JsonSerializer.Serialize(
        new AuditedEndpoint
        {
            Origin = new Uri(row.Url).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped),
            EventTypes = Split(row.EventTypes),
            State = StateOf(row),
            PreviousSecretUntil = row.PreviousUntil,
        },
        WebhookJson.Wire.AuditedEndpoint);

    private static string[] Split(string eventTypes) => eventTypes.Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    private static WebhookEndpointState StateOf(WebhookRow row) =>
        row.State == WebhookRow.Enabled ? WebhookEndpointState.Enabled : WebhookEndpointState.Disabled;

    private static WebhookSecretState SecretStateOf(WebhookRow row, Sealing sealing) =>
        sealing.Open(row.Secret, WebhookSecret.Purpose, row.Id.ToString()) is null
            ? WebhookSecretState.Unreadable
            : WebhookSecretState.Ready;
}
