using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Readiness;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>
/// What a hiring loop comes to with the catalog of the moment: its definition, or all the reasons why there can be none.
/// </summary>
internal readonly record struct LoopResolution(LoopDefinition? Definition, IReadOnlyList<ProblemError> Errors)
{
    private static readonly Dictionary<string, double> NoWeights = [];

    public static LoopResolution Of(CreateHiringLoopRequest request, CatalogSnapshot catalog)
    {
        RoleDocument? role = null;
        if (request.Role is { } slug && !catalog.Roles.TryGetValue(slug, out role))
        {
            return Refused([LoopRules.At("#/role", "There is no such role.")]);
        }

        var errors = new List<ProblemError>();
        var bundle = role?.Bundle is null ? OwnBundle(request, catalog, errors) : AdjustedBundle(request, role, errors);
        errors.AddRange(FaultsOf(request.Assessments, bundle));
        if (errors.Count > 0) return Refused(errors);

        var published = role?.Bundle?.MinimumCoverage.Value;
        return new LoopResolution(
            new LoopDefinition
            {
                Name = request.Name,
                Role = request.Role,
                State = request.State ?? LoopState.Active,
                ValidityDays = request.Validity ?? LoopRules.DefaultValidityDays,
                MinimumCurrency = request.Reuse?.MinimumCurrency ?? LoopRules.DefaultMinimumCurrency,
                Weights = Sorted(request.Weights),
                Stack = request.Context?.Stack,
                Seniority = request.Context?.Seniority,
                Team = request.Context?.Team,
                OwnMinimumCoverage = request.MinimumCoverage,
                OwnAssessments = request.Assessments,
                Supervision = SupervisionOf(request),
                Source = role?.Bundle is null ? LoopBundleSource.Employer : LoopBundleSource.Published,
                MinimumCoverage = request.MinimumCoverage ?? published ?? catalog.Methodology.Readiness.MinimumCoverage.Value,
                PublishedMinimumCoverage = published,
                Bundle = [.. bundle.Select(entry => entry with { Asked = IsAsked(entry) })],
            },
            []);

        bool IsAsked(LoopBundleEntry entry) => request.Assessments is { } chosen
            ? chosen.Contains(entry.Assessment)
            : entry.Relevance > 0 && LoopDefinition.IsOffered(catalog, entry.Assessment);
    }

    /// <summary>Where nothing is asked for, nothing is stored: so versions from before are equal to those that say so.</summary>
    public static LoopSupervision? SupervisionOf(CreateHiringLoopRequest request) =>
        request.Supervision == LoopSupervision.Required ? LoopSupervision.Required : null;

    private static LoopResolution Refused(IReadOnlyList<ProblemError> errors) => new(null, errors);

    /// <summary>Equal weights are stored alike, in whatever order they came; none are as if they had not been given.</summary>
    private static SortedDictionary<string, double>? Sorted(IReadOnlyDictionary<string, double>? weights) => weights is { Count: > 0 }
        ? new SortedDictionary<string, double>(weights.ToDictionary(), StringComparer.Ordinal)
        : null;

    /// <summary>The published bundle in the loop's context, with the tenant's weights where it has given some.</summary>
    private static LoopBundleEntry[] AdjustedBundle(CreateHiringLoopRequest request, RoleDocument role, List<ProblemError> errors)
    {
        var own = request.Weights ?? NoWeights;
        var (stack, seniority) = (request.Context?.Stack, request.Context?.Seniority);
        var isWeighed = PublishedBundle.TryWeigh(role, stack, seniority, own, out var effective, out var problems);
        errors.AddRange(problems.Select(ErrorOf));
        var published = role.Bundle!.Entries;
        return
        [
            .. published.Select((entry, place) => Entry(entry, isWeighed ? effective.Entries[place].Relevance : entry.Relevance.Value)),
        ];

        LoopBundleEntry Entry(Catalog.Documents.BundleEntry entry, double relevance) => new()
        {
            Assessment = entry.Assessment,
            Relevance = relevance,
            Published = entry.Relevance.Value,
            Reason = own.ContainsKey(entry.Assessment) ? LoopBundleReason.Override
                : relevance != entry.Relevance.Value ? LoopBundleReason.Context
                : null,
            Asked = false,
        };
    }

    /// <summary>The tenant's weights alone, what weighs most first. They are never shown as AIEH's.</summary>
    private static LoopBundleEntry[] OwnBundle(CreateHiringLoopRequest request, CatalogSnapshot catalog, List<ProblemError> errors)
    {
        var own = request.Weights ?? NoWeights;
        if (own.Count == 0)
        {
            errors.Add(LoopRules.At("#/weights", request.Role is { } role
                ? $"AIEH has not published which assessments '{role}' weighs: give all weights."
                : "Without a role nothing is weighed by what AIEH publishes: give all weights."));
            return [];
        }

        foreach (var (assessment, weight) in own)
        {
            if (!catalog.Assessments.ContainsKey(assessment)) errors.Add(ErrorOf(Problem(WeightProblemKind.UnknownAssessment, assessment)));
            if (weight is not (>= 0 and <= 1)) errors.Add(ErrorOf(Problem(WeightProblemKind.OutOfRange, assessment)));
        }

        if (own.Values.All(weight => weight == 0)) errors.Add(ErrorOf(Problem(WeightProblemKind.AllZero, null)));
        return
        [
            .. from weight in own
               orderby weight.Value descending, weight.Key
               select new LoopBundleEntry
               {
                   Assessment = weight.Key, Relevance = weight.Value, Reason = LoopBundleReason.Own, Asked = false,
               },
        ];

        static WeightProblem Problem(WeightProblemKind kind, string? assessment) => new(kind, assessment, null);
    }

    private static IEnumerable<ProblemError> FaultsOf(IReadOnlyList<string>? asked, LoopBundleEntry[] bundle)
    {
        if (asked is null) yield break;
        if (asked.Count == 0) yield return LoopRules.At("#/assessments", "At least one.");

        for (var place = 0; place < asked.Count; place++)
        {
            if (bundle.All(entry => entry.Assessment != asked[place]))
            {
                yield return LoopRules.At($"#/assessments/{place}", "It is not in the bundle.");
            }
            else if (asked.Take(place).Contains(asked[place]))
            {
                yield return LoopRules.At($"#/assessments/{place}", "It is there twice.");
            }
        }
    }

    private static ProblemError ErrorOf(WeightProblem problem) => problem.Kind switch
    {
        WeightProblemKind.UnknownAssessment => LoopRules.AtWeight(problem.Assessment!, "There is no such assessment in the bundle."),
        WeightProblemKind.OutOfRange => LoopRules.AtWeight(problem.Assessment!, "From 0 to 1."),
        _ => LoopRules.At("#/weights", "Something must weigh more than 0."),
    };
}
