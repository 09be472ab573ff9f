using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Catalog.Assessments;

internal static class AssessmentEndpoints
{
    public static IServiceCollection AddAssessments(this IServiceCollection services) => services.AddWireJson(AssessmentJson.Wire);

    public static void MapAssessments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/assessments").Tag("Assessments", "What can be taken, in which forms, and how often.");
        group.MapGet("/", ListAssessments).WithName("listAssessments").Access(PrincipalKinds.Everyone)
            .Produces<AssessmentListResponse>().Produces(304).Example(() => AssessmentExamples.Assessments).Problems(400, 401);
        group.MapGet("/{assessment}", GetAssessment).WithName("getAssessment").Access(PrincipalKinds.Everyone)
            .Produces<AssessmentResponse>().Produces(304).Example(() => AssessmentExamples.Assessment).Problems(401, 404);
    }

    /// <summary>List the assessments, ordered by slug.</summary>
    /// <param name="limit">The most assessments to return, 1 to 200; 50 when left out.</param>
    /// <param name="cursor">Where to go on: 'next' of the page before.</param>
    internal static Results<Representation, ProblemHttpResult> ListAssessments(CatalogCache catalog, int? limit, string? cursor)
    {
        var (page, refused) = SlugPage.Read("assessments", limit, cursor);
        if (refused is not null) return refused;

        var current = catalog.Current;
        var (assessments, next) = page.Cut(current.Assessments);
        var items = assessments.Select(assessment => AssessmentResponse.Of(assessment, current));
        var list = new AssessmentListResponse { Items = [.. items], Next = next };
        return Representation.Of(list, AssessmentJson.Wire.AssessmentListResponse);
    }

    /// <summary>Get an assessment: what it measures, its forms and how often they may be taken.</summary>
    /// <param name="assessment">Slug of the assessment.</param>
    internal static Results<Representation, ProblemHttpResult> GetAssessment(
        string assessment, CatalogCache catalog, RepresentationCache representations)
    {
        var current = catalog.Current;
        return current.Assessments.TryGetValue(assessment, out var found)
            ? representations.GetOrAdd(current, $"assessment/{assessment}", () => Represent(found, current))
            : Problems.NotFound();
    }

    private static Representation Represent(AssessmentDocument assessment, CatalogSnapshot catalog) =>
        Representation.Of(AssessmentResponse.Of(assessment, catalog), AssessmentJson.Wire.AssessmentResponse);
}
