using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>The levels are those that the service ships with, and everything of its own besides.</summary>
public sealed class LogTests : HttpFixture<SqliteDatabase>
{
    protected override IEnumerable<(string Setting, string Value)> Settings =>
        [("Logging:LogLevel:Default", "Information"), ("Logging:LogLevel:Aieh", "Trace")];

    [Test]
    public async Task Logs_AfterAJourneyWithRefusals_HoldNoSecretAndNoAnswer()
    {
        var (passport, owner, token) = await App.CreatePassportAsync();
        var sample = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        var attempt = await owner.PostAsync<AttemptResponse>("/v1/attempts", sample);
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Passport };
        var link = await owner.PostAsync<GrantResponse>($"/v1/passports/{passport}/grants", toHolder);
        var path = $"/v1/attempts/{attempt.Id}";
        var answer = """{"responses":[{"item":"py-ds-001","option":"my secret answer"}]}""";
        var answerWithAComma = """{"responses":[{"item":"py-ds-001","option":"my secret answer",}]}""";
        var submission = new SubmitAttemptRequest { Responses = App.Answers(attempt, right: 3) };
        using var browser = App.Client();
        using var opened = await browser.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}?share={link.Token}");
        using var mistyped = await browser.SendAsync(HttpMethod.Get, $"/v1/passports/{passport}?share={link.Token}x");
        using var malformed = await owner.SendAsync(HttpMethod.Put, $"{path}/responses", answerWithAComma);
        using var refused = await owner.SendAsync(HttpMethod.Put, $"{path}/responses", answer);
        using var submitted = await owner.SendAsync(HttpMethod.Post, $"{path}/submission", submission, "my-secret-idempotency-key");

        HttpResponseMessage[] responses = [opened, mistyped, malformed, refused, submitted];
        Assert.That(responses.Select(response => (int)response.StatusCode), Is.EqualTo(new[] { 200, 401, 400, 422, 201 }));
        Assert.That(App.Logs.Entries, Is.Not.Empty);
        Assert.That(App.Logs.Entries, Has.None.Contains("AccessLog"), "unless it is asked for");
        foreach (var secret in (string[])[token, link.Token!, "secret", "py-ds-001"])
        {
            Assert.That(App.Logs.Entries.Where(entry => entry.Contains(secret, StringComparison.Ordinal)), Is.Empty);
        }
    }
}
