namespace Aieh.Api.Employers.Usage;

/// <summary>What a tenant has used, by month.</summary>
internal sealed record UsageResponse
{
    /// <summary>Every month of the range, the oldest first; those without any use too.</summary>
    public required IReadOnlyList<MonthOfUsage> Months { get; init; }
}

/// <summary>What was used in a month.</summary>
internal sealed record MonthOfUsage
{
    /// <summary>The month, in UTC.</summary>
    /// <example>2026-06</example>
    public required string Month { get; init; }

    /// <summary>Invitations that were made.</summary>
    /// <example>40</example>
    public required int Invitations { get; init; }

    /// <summary>Attempts that were started for invitations.</summary>
    /// <example>35</example>
    public required int Attempts { get; init; }

    /// <summary>Invitations that were completed.</summary>
    /// <example>28</example>
    public required int Completed { get; init; }
}
