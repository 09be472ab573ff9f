using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aieh.Api.Tests.Tools.Ats;

/// <summary>What an ATS has asked of the vendor.</summary>
internal sealed record VendorCall(string Method, string Path, string Query, string Authorization, string Signature, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>What the vendor answers; of a problem document the content type has to be told.</summary>
internal sealed record VendorAnswer(int Status, string Body, string ContentType = "application/json");

/// <summary>A vendor of tests without any tests: it answers and calls an ATS as the test has it.</summary>
internal sealed class Vendor : IAsyncDisposable
{
    public const string Key = "aieh_test_0123456789";

    private readonly WebApplication _app;
    private readonly HttpClient _client = new() { Timeout = HangGuard.Limit };
    private readonly ConcurrentQueue<VendorCall> _calls = new();

    private Vendor(WebApplication app) => _app = app;

    public Func<VendorCall, VendorAnswer> Answer { get; set; } = _ => new VendorAnswer(404, "{}");

    /// <summary>Whether answers are kept for ever.</summary>
    public bool IsSilent { get; set; }

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<VendorCall> Calls => [.. _calls];

    public static async Task<Vendor> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var vendor = new Vendor(app);
        app.Run(vendor.ReceiveAsync);
        await app.StartAsync();
        return vendor;
    }

    /// <summary>Calls an ATS until it answers; null headers are left out.</summary>
    public Task<(int Status, JsonNode? Body)> CallAsync(
        HttpMethod method, Uri url, string? body, params IEnumerable<(string Name, string? Value)> headers) =>
        CallAnewAsync(method, url, () => body, headers);

    /// <summary>With a body that is made anew for each attempt.</summary>
    public async Task<(int Status, JsonNode? Body)> CallAnewAsync(
        HttpMethod method, Uri url, Func<string?> write, params IEnumerable<(string Name, string? Value)> headers)
    {
        while (true)
        {
            using var message = new HttpRequestMessage(method, url);
            if (write() is { } body) message.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            foreach (var (name, value) in headers.Where(header => header.Value is not null))
            {
                if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content!.Headers.ContentType = new(value!);
            }

            try
            {
                using var response = await _client.SendAsync(message);
                var text = await response.Content.ReadAsStringAsync();
                return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
            }
            catch (HttpRequestException)
            {
                // The answer is lost: once more.
            }
        }
    }

    public static string Basic(string key) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));

    /// <summary>The JSON with one value set, or taken out, at a place such as <c>metadata.0.value</c>.</summary>
    public static string With(string json, string place, string? value)
    {
        var root = JsonNode.Parse(json)!;
        var path = place.Split('.');
        var parent = path[..^1].Aggregate(root, (node, step) => (node is JsonArray items ? items[IndexOf(step)] : node[step])!);
        if (parent is JsonArray array) array[IndexOf(path[^1])] = JsonNode.Parse(value!);
        else if (value is null) parent.AsObject().Remove(path[^1]);
        else parent[path[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();

        static int IndexOf(string step) => int.Parse(step, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var (request, headers) = (context.Request, context.Request.Headers);
        var call = new VendorCall(
            request.Method, request.Path, request.QueryString.ToString(), headers.Authorization.ToString(),
            headers["X-Kombo-Signature"].ToString(), body);
        _calls.Enqueue(call);
        if (IsSilent) await Task.Delay(HangGuard.Limit, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var answer = Answer(call);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        await context.Response.WriteAsync(answer.Body);
    }
}
