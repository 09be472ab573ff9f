using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Tenants;

/// <summary>What a tenant may be called and may settle.</summary>
internal static class TenantRules
{
    private const int MaxNameLength = 200;

    /// <summary>What is wrong with a tenant as it is asked for; null when nothing is.</summary>
    public static ProblemError? FaultOf(CreateTenantRequest request)
    {
        if (!RequestText.Fits(request.Name, MaxNameLength)) return At("#/name", RequestText.Rule(MaxNameLength));
        if (request.Settings?.RetentionMonths is < 1 or > TenantSettings.MaxRetentionMonths)
        {
            return At("#/settings/retentionMonths", $"From 1 to {TenantSettings.MaxRetentionMonths}.");
        }

        var origins = request.Settings?.ReturnOrigins ?? [];
        for (var i = 0; i < origins.Count; i++)
        {
            if (ReturnOrigins.IsOrigin(origins[i])) continue;
            return At(
                FormattableString.Invariant($"#/settings/returnOrigins/{i}"),
                "An origin as browsers write it: https://host, or https://host:port, in lower case and without anything after it.");
        }

        return origins.Count <= ReturnOrigins.Most && ReturnOrigins.Join(origins).Length <= ReturnOrigins.MaxLength
            ? null
            : At("#/settings/returnOrigins", $"At most {ReturnOrigins.Most}, of {ReturnOrigins.MaxLength} characters together.");
    }

    /// <summary>The settings that are asked for: defaults where nothing is.</summary>
    public static TenantSettings SettingsOf(CreateTenantRequest request) => new()
    {
        RetentionMonths = request.Settings?.RetentionMonths ?? TenantSettings.DefaultRetentionMonths,
        ReturnOrigins = [.. (request.Settings?.ReturnOrigins ?? []).Distinct(StringComparer.Ordinal)],
    };

    /// <summary>What is wrong with a key as it is asked for; null when nothing is.</summary>
    public static ProblemError? FaultOf(CreateKeyRequest request, DateTimeOffset now)
    {
        if (request.Name is { } name && !RequestText.Fits(name, MaxNameLength)) return At("#/name", RequestText.Rule(MaxNameLength));
        if (request.Scopes.Count == 0) return At("#/scopes", "At least one.");
        for (var i = 0; i < request.Scopes.Count; i++)
        {
            if (Scopes.All.Contains(request.Scopes[i])) continue;
            return At(FormattableString.Invariant($"#/scopes/{i}"), $"One of {string.Join(", ", Scopes.All)}.");
        }

        return request.ExpiresAt is { } end && (end <= now || end > now.AddDays(ApiKeys.MostDays))
            ? At("#/expiresAt", $"It must lie in the future, and not more than {ApiKeys.MostDays} days from now.")
            : null;
    }

    public static ProblemError At(string pointer, string detail) => new() { Pointer = pointer, Detail = detail };
}
