using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>What a hiring loop must be like whatever the catalog holds.</summary>
internal static class LoopRules
{
    private const int MaxNameLength = 200;
    private const int MaxTeamLength = 100;
    private const int MaxValidityDays = 365;

    public const int DefaultValidityDays = 14;

    /// <summary>Two thirds of a half-life, as published: from then on a refresh is due.</summary>
    public const double DefaultMinimumCurrency = 0.63;

    public static ProblemError[] FaultsOf(CreateHiringLoopRequest request)
    {
        return [.. Faults()];

        IEnumerable<ProblemError> Faults()
        {
            if (!RequestText.Fits(request.Name, MaxNameLength)) yield return At("#/name", RequestText.Rule(MaxNameLength));
            if (request.Context?.Team is { } team && !RequestText.Fits(team, MaxTeamLength))
            {
                yield return At("#/context/team", RequestText.Rule(MaxTeamLength));
            }

            if (!IsShare(request.MinimumCoverage)) yield return At("#/minimumCoverage", "From 0 to 1.");
            if (!IsShare(request.Reuse?.MinimumCurrency)) yield return At("#/reuse/minimumCurrency", "From 0 to 1.");
            if (request.Validity is < 1 or > MaxValidityDays) yield return At("#/validity", $"From 1 to {MaxValidityDays} days.");
        }
    }

    public static ProblemHttpResult Refuse(ProblemError[] faults) => Problems.Invalid("The hiring loop cannot be so.", faults);

    public static ProblemError At(string pointer, string detail) => new() { Pointer = pointer, Detail = detail };

    public static ProblemError AtWeight(string assessment, string detail)
    {
        var token = assessment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return At("#/weights/" + Uri.EscapeDataString(token), detail);
    }

    private static bool IsShare(double? value) => value is null or (>= 0 and <= 1);
}
