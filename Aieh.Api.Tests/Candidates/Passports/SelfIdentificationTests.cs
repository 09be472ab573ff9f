using System.Text.Json.Nodes;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Candidates.Passports;

/// <summary>The voluntary questionnaire of a passport.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SelfIdentificationTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private Guid _passport;
    private HttpClient _owner = null!;

    private string Path => $"/v1/passports/{_passport}/self-identification";

    [SetUp]
    public async Task MakePassport() => (_passport, _owner, _) = await App.CreatePassportAsync();

    [TearDown]
    public void Leave() => _owner.Dispose();

    [Test]
    public async Task Questionnaire_BeforeItIsAnswered_TellsWhatAnsweringAgreesTo()
    {
        var told = await _owner.GetAsync<SelfIdentificationResponse>(Path);

        Assert.That((told.Answers, told.Consent.Version), Is.EqualTo(((SelfIdentificationAnswers?)null, SelfIdentificationText.Version)));
        var text = string.Join(' ', told.Consent.Text);
        Assert.That(text, Does.Contain("voluntary").And.Contain("never shown to an employer").And.Contain("no effect"));
        Assert.That(text, Does.Contain("check the questions of our tests"), "it names the use for differential functioning");
    }

    [TestCase("""{"sex":"female","raceEthnicity":"two-or-more-races"}""", Sex.Female, RaceEthnicity.TwoOrMoreRaces)]
    [TestCase("""{"sex":"prefer-not-to-say","raceEthnicity":"prefer-not-to-say"}""", Sex.PreferNotToSay, RaceEthnicity.PreferNotToSay)]
    [TestCase("""{"raceEthnicity":"hispanic-or-latino"}""", null, RaceEthnicity.HispanicOrLatino)]
    [TestCase("{}", null, null)]
    public async Task Answers_AreReadBackChangedAndWithdrawn(string body, object? sex, object? raceEthnicity)
    {
        await SetAsync("""{"sex":"male","raceEthnicity":"asian"}""");
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await SetAsync(body);
        await SetAsync(body);

        var told = (await _owner.GetAsync<SelfIdentificationResponse>(Path)).Answers!;
        Assert.That((told.Sex, told.RaceEthnicity), Is.EqualTo(((Sex?)sex, (RaceEthnicity?)raceEthnicity)));
        Assert.That((told.Consent, told.UpdatedAt), Is.EqualTo((SelfIdentificationText.Version, App.Clock.GetUtcNow())));
        Assert.That(await App.CountAsync("SelfIdentification", "PassportId = @Id", _passport), Is.EqualTo(1));

        for (var i = 0; i < 2; i++)
        {
            using var withdrawn = await _owner.SendAsync(HttpMethod.Delete, Path);
            Assert.That((int)withdrawn.StatusCode, Is.EqualTo(204));
        }

        Assert.That((await _owner.GetAsync<SelfIdentificationResponse>(Path)).Answers, Is.Null);
        Assert.That(await App.CountAsync("SelfIdentification", "PassportId = @Id", _passport), Is.Zero);
    }

    [TestCase("""{"consent":"2020-01","sex":"male"}""", 422, "consent-outdated")]
    [TestCase("""{"sex":"male"}""", 400, "invalid-request")]
    [TestCase("""{"consent":"2026-12","sex":"other"}""", 400, "invalid-request")]
    [TestCase("""{"consent":"2026-12","sex":1}""", 400, "invalid-request")]
    [TestCase("""{"consent":"2026-12","age":20}""", 400, "invalid-request")]
    public async Task Answers_ThatCannotBeTaken_ChangeNothing(string body, int status, string kind)
    {
        using var refused = await _owner.SendAsync(HttpMethod.Put, Path, body);

        await refused.ProblemAsync(status, kind);
        Assert.That(await App.CountAsync("SelfIdentification", "PassportId = @Id", _passport), Is.Zero);
    }

    [Test]
    public async Task Answers_InTheDatabase_TellNothingByTextOrLengthAndOpenForTheirPassportAlone()
    {
        await SetAsync("""{"sex":"female","raceEthnicity":"native-american-or-alaska-native"}""");
        var full = await RowAsync();
        await SetAsync("""{"sex":"prefer-not-to-say"}""");
        var few = await RowAsync();
        await SetAsync("""{"sex":"prefer-not-to-say"}""");
        var again = await RowAsync();
        var answers = App.Services.GetRequiredService<SealedAnswers>();

        Assert.That(few.Answers, Has.Length.EqualTo(full.Answers.Length));
        Assert.That(again.Answers, Is.Not.EqualTo(few.Answers), "the same answers look different each time");
        Assert.That(
            answers.Open(_passport, full.Answers),
            Is.EqualTo(new GroupAnswers(Sex.Female, RaceEthnicity.NativeAmericanOrAlaskaNative)));
        Assert.That(answers.Open(Guid.CreateVersion7(AiehApplication.Start), full.Answers), Is.Null, "put under another passport");
        Assert.That(answers.Open(_passport, "x"), Is.Null);
    }

    [Test]
    public async Task Export_HoldsThemAndErasureLeavesNone()
    {
        var without = await _owner.GetAsync<JsonObject>($"/v1/passports/{_passport}/export");
        await SetAsync("""{"sex":"female","raceEthnicity":"white"}""");
        var with = await _owner.GetAsync<JsonObject>($"/v1/passports/{_passport}/export");
        using var erased = await _owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{_passport}");

        Assert.That(without["selfIdentification"], Is.Null);
        Assert.That(
            ((string?)with["selfIdentification"]!["sex"], (string?)with["selfIdentification"]!["raceEthnicity"]),
            Is.EqualTo(("female", "white")));
        Assert.That((int)erased.StatusCode, Is.EqualTo(204));
        Assert.That(await App.CountAsync("SelfIdentification", "PassportId = @Id", _passport), Is.Zero);
        using var gone = await _owner.SendAsync(HttpMethod.Put, Path, $$"""{"consent":"{{SelfIdentificationText.Version}}"}""");
        await gone.ProblemAsync(410, "passport-erased");
    }

    [Test]
    public async Task Questionnaire_ForOthersThanItsOwner_IsNotThere()
    {
        await SetAsync("""{"sex":"female"}""");
        var (_, other, _) = await App.CreatePassportAsync();
        using var stranger = other;
        var (tenant, key, _) = await App.CreateKeyAsync(string.Join(' ', Scopes.All));
        await _owner.PostAsync<JsonObject>(
            $"/v1/passports/{_passport}/grants", $$"""{"kind":"tenant","tenant":"{{tenant}}","scope":"evidence"}""");
        foreach (var (client, status) in new[] { (stranger, 404), (key, 403) })
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete])
            {
                var body = method == HttpMethod.Put ? $$"""{"consent":"{{SelfIdentificationText.Version}}"}""" : null;
                using var refused = await client.SendAsync(method, Path, body);
                Assert.That((int)refused.StatusCode, Is.EqualTo(status), method.Method);
                Assert.That(await refused.Content.ReadAsStringAsync(), Does.Not.Contain("female"));
            }
        }

        Assert.That((await _owner.GetAsync<SelfIdentificationResponse>(Path)).Answers!.Sex, Is.EqualTo(Sex.Female));
    }

    private Task<SelfIdentificationRow> RowAsync() => App.Db.ReadAsync(
        async (DbSession session) => (await SelfIdentificationStore.FindAsync(session, _passport))!, CancellationToken.None);

    private async Task SetAsync(string answers)
    {
        var body = JsonNode.Parse(answers)!.AsObject();
        body["consent"] = SelfIdentificationText.Version;
        await _owner.PutAsync(Path, body.ToJsonString());
    }
}
