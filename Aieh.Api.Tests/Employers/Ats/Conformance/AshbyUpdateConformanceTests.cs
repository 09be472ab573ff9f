using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>Ashby's Assessments Partner API: assessment.update, with which we call.</summary>
[TestFixture]
public sealed class AshbyUpdateConformanceTests : AshbyConformanceFixture
{
    private static readonly string[] _types = ["numeric_score", "numeric_duration_minutes", "url", "string", "boolean_success"];

    [Test]
    [Fact(ContractPart.AshbyCalls, "their key", "We call with Ashby's key as user name, for version 1 of its API, and say who we are")]
    public async Task Update_ShowsTheKeyTheVersionAndAUserAgent()
    {
        var id = await StartAsync(StartOf(await TypeIdAsync("Python")));
        await CompleteAsync(id);
        await UpdatesAsync(id, 2);

        using (Assert.EnterMultipleScope())
        {
            foreach (var call in System.CallsWith(id.ToString()))
            {
                Assert.That(
                    call.Headers["Authorization"], Is.EqualTo("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(ApiKey + ":"))));
                Assert.That(call.Headers["Accept"], Is.EqualTo("application/json; version=1"));
                Assert.That(call.Headers["User-Agent"], Is.Not.Empty);
                Assert.That(call.Headers["Content-Type"], Does.StartWith("application/json"));
            }
        }
    }

    [TestCase(401)]
    [TestCase(403)]
    [Fact(
        ContractPart.AshbyCalls, "their refusals",
        "401 and 403 mean that the key is missing or not good enough: an update is not lost for it")]
    public async Task Update_WhoseKeyIsRefused_IsToldOnceTheKeyIsMended(int status)
    {
        var id = await StartAsync(StartOf(await TypeIdAsync("Python")));
        System.Answer = call => call.Body.Contains(id.ToString(), StringComparison.Ordinal) ? status : 200;
        await AcceptAsync(id);
        await UntilAsync(async () => (await CallsOfAsync("ashby", id)).Any(call => call.Status == status));
        var refused = (await CallsOfAsync("ashby", id)).Single(call => call.Status == status);

        System.Answer = _ => 200;
        App.Clock.Advance(TimeSpan.FromSeconds(10));
        var told = (await ToldAsync("ashby", id, atLeast: 1)).Single(call => call.Status is not null);

        Assert.That(refused.State, Is.EqualTo(WebhookDeliveryState.Pending));
        Assert.That(told.State, Is.EqualTo(WebhookDeliveryState.Delivered));
    }

    [Test]
    [Fact(ContractPart.Update, "assessment_id", "`assessment_id` is the UUID that we gave")]
    [Fact(
        ContractPart.Update, "assessment_status",
        "`assessment_status` is there unless it is cancelled; `Started` has Ashby note the start",
        Except = "`Started` is when the candidate agreed: the time of the attempt would tell who was given more")]
    [Fact(ContractPart.Update, "assessment_profile_url", "`assessment_profile_url`, of the type url, comes with every result")]
    [Fact(ContractPart.Update, "assessment_result", "`assessment_result` comes when it is complete, and not before")]
    public async Task Updates_OfACompletion_AreStartedAndResult()
    {
        var id = await StartAsync(StartOf(await TypeIdAsync("Python")));
        await CompleteAsync(id);
        var updates = await UpdatesAsync(id, 2);
        var (started, completed) = (updates[0], updates[1]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(updates.Select(update => (string)update["assessment_id"]!), Is.All.EqualTo(id.ToString()));
            Assert.That((string)started["assessment_status"]!["value"]!, Is.EqualTo("Started"));
            Assert.That((string)completed["assessment_status"]!["value"]!, Is.Not.EqualTo("Started").And.Not.Empty);
            Assert.That(started["assessment_result"] ?? started["assessment_profile_url"], Is.Null);
            Assert.That((string)completed["assessment_result"]!["type"]!, Is.EqualTo("numeric_score"));
            Assert.That((double)completed["assessment_result"]!["value"]!, Is.InRange(300, 850));
            Assert.That((string)completed["assessment_profile_url"]!["type"]!, Is.EqualTo("url"));
            Assert.That(
                Uri.TryCreate((string)completed["assessment_profile_url"]!["value"]!, UriKind.Absolute, out var url) ? url.Scheme : "",
                Is.EqualTo("https"));
            Assert.That(updates.Select(update => update["cancelled_reason"]), Is.All.Null);
        }
    }

    [Test]
    [Fact(
        ContractPart.Update, "timestamp",
        "`timestamp` is milliseconds since 1970, and rises with each update of an assessment, also after one that failed")]
    public async Task Timestamps_Rise()
    {
        var id = await StartAsync(StartOf(await TypeIdAsync("Python")));
        System.Answer = call => System.CallsWith(id.ToString()).Count == 1 ? 500 : 200;
        await CompleteAsync(id);
        await UntilAsync(async () => (await CallsOfAsync("ashby", id)).Any(call => call.Status == 500));
        App.Clock.Advance(TimeSpan.FromSeconds(10));

        var updates = await UpdatesAsync(id, 3);
        var now = App.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        Assert.That(updates.Select(update => (long)update["timestamp"]!), Is.Ordered.And.Unique);
        Assert.That(updates.Select(update => (long)update["timestamp"]!), Is.All.InRange(now - 3_600_000, now + 1_000));
    }

    [TestCase("declined")]
    [TestCase("taken back")]
    [TestCase("expired")]
    [Fact(ContractPart.Update, "cancelled_reason", "`cancelled_reason` comes when it has ended without a result, and says why")]
    public async Task CancelledReason_SaysWhy(string how)
    {
        var id = await StartAsync(StartOf(await TypeIdAsync("Python")));
        if (how == "declined") await DeclineAsync(id);
        if (how == "taken back") await CancelAsync(id);
        if (how == "expired")
        {
            App.Clock.Advance((await Employer.GetAsync(id)).ExpiresAt - App.Clock.GetUtcNow());
            await App.Services.GetRequiredService<InvitationSweep>().ExpireAsync(CancellationToken.None);
        }

        await UntilAsync(() => System.CallsWith(id.ToString()).Count == 1);

        var update = (await UpdatesAsync(id, 1)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(IsText(update["cancelled_reason"]!["value"]), Is.True);
            Assert.That(FaultsOf(update["cancelled_reason"]!), Is.Empty);
            Assert.That(update["assessment_result"], Is.Null);
        }
    }

    [Test]
    [Fact(
        ContractPart.Update, "metadata", "`metadata` has the bounds of the score and lines for recruiters; no identifier comes twice",
        Except = "no percentile, which the service does not measure, and no duration, which would tell who was given more time")]
    [Fact(ContractPart.DataValue, "members", "Each has identifier, label, a known type, and a value of that type")]
    public async Task LabelledValues_AreWhole_AndDiffer()
    {
        var passport = await PassportWithAsync((Python, 655), (Sql, 600));
        var id = await StartAsync(StartOf((await Employer.CreateLoopAsync(new { name = "Of two" })).ToString()));
        await CompleteAsync(id, passport);
        var updates = await UpdatesAsync(id, 2);
        var metadata = updates[1]["metadata"]!.AsArray();
        var values = updates.SelectMany(update => update.AsObject()).Select(member => member.Value!).Where(value => value is JsonObject)
            .Concat(metadata.Select(value => value!));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(values.SelectMany(FaultsOf), Is.Empty);
            Assert.That(
                metadata.Select(value => (string)value!["identifier"]!),
                Is.Unique.And.SupersetOf(new[] { "score-min", "score-max", $"score-{Python}", $"score-{Sql}" }));
            Assert.That(ValueOf(metadata, "score-min"), Is.EqualTo(300));
            Assert.That(ValueOf(metadata, "score-max"), Is.EqualTo(850));
        }
    }

    private static double ValueOf(JsonArray metadata, string identifier) =>
        (double)metadata.Single(value => (string)value!["identifier"]! == identifier)!["value"]!;

    private static IEnumerable<string> FaultsOf(JsonNode value)
    {
        if (!IsText(value["identifier"]) || !IsText(value["label"])) yield return $"without identifier or label: {value}";
        var type = (string?)value["type"];
        if (!_types.Contains(type)) yield return $"of an unknown type: {value}";
        var isFit = value["value"]?.GetValueKind() switch
        {
            JsonValueKind.Number => type is "numeric_score" or "numeric_duration_minutes",
            JsonValueKind.String => type is "string" or "url",
            JsonValueKind.True or JsonValueKind.False => type == "boolean_success",
            _ => false,
        };
        if (!isFit) yield return $"with a value of another type: {value}";
        if (value.AsObject().Select(member => member.Key).Except(["identifier", "label", "type", "value", "description"]).Any())
        {
            yield return $"with a member too many: {value}";
        }
    }
}
