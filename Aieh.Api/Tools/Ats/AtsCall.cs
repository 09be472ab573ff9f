using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tools.Ats;

/// <summary>A call of the service to an ATS.</summary>
internal sealed record AtsCall(string Method, string Path, string Query, IHeaderDictionary Headers, string Body)
{
    public static async Task<AtsCall> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        return new AtsCall(request.Method, request.Path, request.QueryString.ToString(), request.Headers, body);
    }

    public override string ToString() => $"{Method} {Path}";

    /// <summary>Bodies are JSON in UTF-8, and said to be.</summary>
    public StrictJson? Json(Inspection inspection)
    {
        var type = MediaTypeHeaderValue.TryParse(Headers.ContentType.ToString(), out var parsed) ? parsed.MediaType.Value : null;
        return StrictJson.ReadObject(Body, type, inspection);
    }
}

/// <summary>What an ATS answers to a call of the service.</summary>
/// <param name="Afterwards">What it does as soon as it has answered.</param>
internal sealed record AtsReply(int Status, JsonNode? Body = null, Func<CancellationToken, Task>? Afterwards = null);
