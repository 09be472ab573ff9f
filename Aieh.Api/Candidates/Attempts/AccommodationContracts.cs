using System.ComponentModel.DataAnnotations;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Attempts;

/// <summary>More time for attempts, also for those that are running. Of several accommodations, the most generous one holds.</summary>
internal sealed record AccommodationRequest
{
    /// <summary>What the time of each form is multiplied by, 1 to 3.</summary>
    /// <example>1.5</example>
    [Range(1, 3)]
    public required double TimeMultiplier { get; init; }

    /// <summary>Minutes added after that, 0 to 240; none when left out.</summary>
    /// <example>10</example>
    [Range(0, 240)]
    public int? ExtraMinutes { get; init; }

    /// <summary>What is wrong with it, with pointers that begin with <paramref name="at"/>; null when nothing is.</summary>
    public static ProblemError? FaultIn(AccommodationRequest request, string at)
    {
        if (request.TimeMultiplier is not (>= 1 and <= 3))
        {
            return new ProblemError { Pointer = $"{at}/timeMultiplier", Detail = "From 1 to 3." };
        }

        return request.ExtraMinutes is null or (>= 0 and <= 240)
            ? null
            : new ProblemError { Pointer = $"{at}/extraMinutes", Detail = "From 0 to 240." };
    }
}

/// <summary>An accommodation that is given.</summary>
internal sealed record AccommodationResponse
{
    /// <summary>What the time of each form is multiplied by.</summary>
    /// <example>1.5</example>
    public required double TimeMultiplier { get; init; }

    /// <summary>Minutes added after that.</summary>
    /// <example>10</example>
    public required int ExtraMinutes { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public static AccommodationResponse Of(AccommodationRow row) => new()
    {
        TimeMultiplier = row.TimeMultiplier,
        ExtraMinutes = row.ExtraMinutes,
        UpdatedAt = row.UpdatedAt,
    };
}
