using System.Text.Json.Serialization;

namespace Aieh.Api.Employers.Tenants;

/// <summary>A tenant to make.</summary>
internal sealed record CreateTenantRequest
{
    /// <summary>Its name, which no other tenant has.</summary>
    /// <example>Example Ltd</example>
    public required string Name { get; init; }

    /// <summary>What it has settled; left out, the defaults.</summary>
    public TenantSettingsRequest? Settings { get; init; }
}

/// <summary>Changes of a tenant, as a JSON merge patch: what is left out stays, a setting that is null goes back to its default.</summary>
internal sealed record UpdateTenantRequest
{
    /// <summary>Its name, which no other tenant has.</summary>
    /// <example>Example Ltd</example>
    public string? Name { get; init; }

    /// <summary>What it has settled.</summary>
    public TenantSettingsRequest? Settings { get; init; }
}

/// <summary>What a tenant settles for its candidates.</summary>
internal sealed record TenantSettingsRequest
{
    /// <summary>Months for which an invitation's data is kept after its end, 1 to 120; 24 when left out.</summary>
    /// <example>24</example>
    public int? RetentionMonths { get; init; }

    /// <summary>Origins that a candidate may be sent back to, as browsers write them, https only; none when left out. 20 at most.</summary>
    public IReadOnlyList<string>? ReturnOrigins { get; init; }
}

/// <summary>A tenant.</summary>
internal sealed record TenantResponse
{
    /// <summary>Id of the tenant.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    /// <example>Example Ltd</example>
    public required string Name { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What holds for its candidates.</summary>
    public required TenantSettingsResponse Settings { get; init; }
}

/// <summary>What holds for the candidates of a tenant.</summary>
internal sealed record TenantSettingsResponse
{
    /// <summary>Months for which an invitation's data is kept after its end.</summary>
    /// <example>24</example>
    public required int RetentionMonths { get; init; }

    /// <summary>Origins that a candidate may be sent back to.</summary>
    public required IReadOnlyList<string> ReturnOrigins { get; init; }
}

/// <summary>A page of tenants, oldest first.</summary>
internal sealed record TenantListResponse
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<TenantResponse> Items { get; init; }

    /// <summary>Cursor of the next page; null on the last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Next { get; init; }
}
