using System.Text;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Aieh.Api.Contract;

/// <summary>The contract as documents, made from the routes, and a page to try it on.</summary>
internal static class OpenApi
{
    public const string DocumentName = "v1";

    public static IServiceCollection AddOpenApiDocuments(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        return services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(DocumentName, OpenApiDescription.Info);
            // Answered wherever GET is, as the introduction says.
            options.DocInclusionPredicate((_, route) => !HttpMethods.IsHead(route.HttpMethod!));
            options.AddServer(new OpenApiServer { Url = "/" });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.IncludeXmlComments(typeof(OpenApi).Assembly);
            options.IncludeXmlComments(typeof(Scoring.ScoringVersion).Assembly);
            options.SchemaFilter<OpenApiSchemas>();
            options.OperationFilter<OpenApiOperations>();
            options.OperationFilter<OpenApiParameters>();
            options.OperationFilter<OpenApiProblems>();
            options.OperationFilter<OpenApiHeaders>();
            options.OperationFilter<OpenApiExamples>();
            options.DocumentFilter<OpenApiDescription>();
        });
    }

    public static void MapOpenApiDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapDocument("/openapi/v1.json", "application/json", OpenApiSpecVersion.OpenApi3_1, OpenApiConstants.Json);
        routes.MapDocument("/openapi/v1.yaml", "application/yaml", OpenApiSpecVersion.OpenApi3_1, OpenApiConstants.Yaml);
        // For generators that do not read 3.1 yet.
        routes.MapDocument("/openapi/v1-3.0.json", "application/json", OpenApiSpecVersion.OpenApi3_0, OpenApiConstants.Json);
        routes.MapSwaggerUI("docs", page =>
        {
            page.DocumentTitle = OpenApiDescription.Info.Title;
            page.SwaggerEndpoint("/openapi/v1.json", OpenApiDescription.Info.Title);
            page.DisplayOperationId();
            page.EnableDeepLinking();
        });
    }

    public static async Task<string> WriteAsync(this IAsyncSwaggerProvider provider, OpenApiSpecVersion version, string format)
    {
        var document = await provider.GetSwaggerAsync(DocumentName);
        var text = await document.SerializeAsync(version, format);
        // 3.1.2 changed words only, and there are tools that do not know it.
        return text.Replace("3.1.2", "3.1.1", StringComparison.Ordinal).ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static void MapDocument(
        this IEndpointRouteBuilder routes, string path, string contentType, OpenApiSpecVersion version, string format)
    {
        // The routes do not change while the process runs, so each document is written once.
        var written = new Lazy<Task<FileContentHttpResult>>(async () =>
        {
            var text = await routes.ServiceProvider.GetRequiredService<IAsyncSwaggerProvider>().WriteAsync(version, format);
            var bytes = Encoding.UTF8.GetBytes(text);
            return TypedResults.Bytes(bytes, contentType + "; charset=utf-8", entityTag: new EntityTagHeaderValue(ETags.Of(bytes)));
        });
        routes.MapGet(path, () => written.Value).ExcludeFromDescription();
    }
}
