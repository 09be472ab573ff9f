using System.Net;
using System.Net.Http.Headers;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Platform.Access;

/// <summary>The verbs on keys in processes of their own, beside a running server on the same database.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class KeyVerbTests<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Key_CreatedRotatedAndRevoked_OpensTheServerFromAndUntilThen()
    {
        var created = await VerbProcess.RunAsync(
            Database,
            ["keys", "create", "--tenant", "Acme", "--name", "careers page", "--scope", Scopes.PassportsWrite, Scopes.PassportsRead]);
        var (first, id) = (created.Value("secret"), created.Value("id"));
        SetClock();
        var opened = await CreatePassportAsync(first);
        var rotated = await VerbProcess.RunAsync(Database, "keys", "rotate", id, "--overlap-hours", "24");
        var second = rotated.Value("secret");
        SetClock();
        var during = (await CreatePassportAsync(first), await CreatePassportAsync(second));
        SetClock(TimeSpan.FromHours(24));
        var after = (await CreatePassportAsync(first), await CreatePassportAsync(second));
        var revoked = await VerbProcess.RunAsync(Database, "keys", "revoke", rotated.Value("id"));
        var ended = await CreatePassportAsync(second);
        var list = await VerbProcess.RunAsync(Database, "keys", "list");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (created.ExitCode, rotated.ExitCode, revoked.ExitCode, list.ExitCode),
                Is.EqualTo((0, 0, 0, 0)),
                created.Error + rotated.Error + revoked.Error + list.Error);
            Assert.That(SecretToken.IsWellFormed(first) && SecretToken.IsWellFormed(second));
            Assert.That(created.Output.Split(first), Has.Length.EqualTo(2), "shown once");
            Assert.That(opened, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(during, Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.Created)));
            Assert.That(after, Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Created)));
            Assert.That(ended, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(rotated.Value("tenant"), Is.EqualTo(created.Value("tenant")));
            Assert.That(rotated.Value("scopes"), Is.EqualTo(created.Value("scopes")));
            Assert.That(list.Output, Does.Contain(id).And.Contain("careers page"));
            Assert.That(list.Output, Does.Not.Contain(first[10..]).And.Not.Contain(second[10..]));
        }
    }

    [Test]
    public async Task Create_UnknownScope_IsRefusedByNameAndMakesNoKey()
    {
        var before = await App.CountAsync("Credential");

        var refused = await VerbProcess.RunAsync(Database, "keys", "create", "--tenant", "Acme", "--scope", "everything");

        Assert.That(refused.ExitCode, Is.Not.Zero);
        Assert.That(refused.Error, Does.Contain("everything").And.Contain(Scopes.PassportsRead));
        Assert.That(await App.CountAsync("Credential"), Is.EqualTo(before));
    }

    [TestCase("--day", "30", Description = "a slip that would make a key without an end")]
    [TestCase("--days", "0")]
    [TestCase("surplus")]
    public async Task Create_OptionMistyped_IsRefusedAndMakesNoKey(params string[] mistyped)
    {
        var before = await App.CountAsync("Credential");

        var refused = await VerbProcess.RunAsync(
            Database, ["keys", "create", "--tenant", "Acme", "--scope", Scopes.PassportsRead, .. mistyped]);

        Assert.That(refused.ExitCode, Is.Not.Zero);
        Assert.That(refused.Error, Does.Contain(mistyped[0]));
        Assert.That(await App.CountAsync("Credential"), Is.EqualTo(before));
    }

    [TestCase("revoke")]
    [TestCase("rotate")]
    public async Task Key_ThatDoesNotExist_IsToldAndExitsWith2(string verb)
    {
        var refused = await VerbProcess.RunAsync(Database, "keys", verb, "01979c2c-9a00-7000-8000-000000000000");

        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Error, Does.Contain("01979c2c-9a00-7000-8000-000000000000"));
    }

    // The verbs run on the machine's clock; the server's is moved to where that is, or from there.
    private void SetClock(TimeSpan later = default) => App.Clock.SetUtcNow(TimeProvider.System.GetUtcNow() + later);

    private async Task<HttpStatusCode> CreatePassportAsync(string token)
    {
        using var client = App.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(HttpMethod.Post, "/v1/passports", "{}");
        return response.StatusCode;
    }
}
