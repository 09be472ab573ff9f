using System.Net;
using System.Text.Json;
using Aieh.Api.Tests.Platform.Operations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>A permit of an hourly limit is the price of what was made, and of nothing else. Permits come back after half an hour.</summary>
internal sealed class HourlyLimitTests
{
    private const string Key = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Full = """{"assessment":"python-fundamentals","form":"full"}""";

    [Test]
    public async Task Passports_RepeatedUnderOneKey_TakeOnePermit()
    {
        await using var service = await StartAsync("RateLimits:PassportsPerHour", 2);
        for (var i = 0; i < 12; i++) Assert.That(await MakeAsync(service, Key), Is.EqualTo(HttpStatusCode.Created));

        Assert.That(await MakeAsync(service), Is.EqualTo(HttpStatusCode.Created), "the neighbour's first");
        Assert.That(await MakeAsync(service), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task Passports_WhosePreconditionFails_TakeNoPermit()
    {
        await using var service = await StartAsync("RateLimits:PassportsPerHour", 1);
        for (var i = 0; i < 3; i++)
        {
            var status = await MakeAsync(service, null, ("If-Match", "\"x\""));
            Assert.That(status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        }

        Assert.That(await MakeAsync(service), Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Passports_ManyAtOnce_AreNoMoreThanMayBeMade()
    {
        await using var service = await StartAsync("RateLimits:PassportsPerHour", 2);

        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => MakeAsync(service)));

        Assert.That(made.Count(status => status == HttpStatusCode.Created), Is.EqualTo(2));
        Assert.That(made.Count(status => status == HttpStatusCode.TooManyRequests), Is.EqualTo(14));
    }

    [Test]
    public async Task AssessedStarts_ManyAtOnceOfOnePassport_TakeOnePermit()
    {
        await using var service = await StartAsync("RateLimits:AssessedStartsPerHour", 2);
        var (one, two, three) = (await TokenAsync(service), await TokenAsync(service), await TokenAsync(service));

        var started = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => StartAttemptAsync(service, one)));

        Assert.That(started.Count(status => status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(started.Count(status => status == HttpStatusCode.Conflict), Is.EqualTo(15));
        Assert.That(await StartAttemptAsync(service, two), Is.EqualTo(HttpStatusCode.Created), "the neighbour's first");
        Assert.That(await StartAttemptAsync(service, three), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    private static Task<RealService> StartAsync(string setting, int permits) =>
        RealService.StartAsync(null, (setting, permits.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static async Task<HttpStatusCode> MakeAsync(
        RealService service, string? key = null, params (string Name, string Value)[] headers)
    {
        using var response = await service.Client.SendAsync(HttpMethod.Post, "/v1/passports", "{}", key, headers);
        return response.StatusCode;
    }

    private static async Task<string> TokenAsync(RealService service)
    {
        using var response = await service.Client.SendAsync(HttpMethod.Post, "/v1/passports", "{}");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("token").GetString()!;
    }

    private static async Task<HttpStatusCode> StartAttemptAsync(RealService service, string token)
    {
        using var response = await service.Client.SendAsync(
            HttpMethod.Post, "/v1/attempts", Full, null, ("Authorization", "Bearer " + token));
        return response.StatusCode;
    }
}
