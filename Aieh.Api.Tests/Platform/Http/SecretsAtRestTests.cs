using System.Buffers.Text;
using System.Text;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Aieh.Api.Tests.Platform.Http;

/// <summary>SQLite only: the files are read byte by byte, tables, indexes, free pages and write-ahead log alike.</summary>
public sealed class SecretsAtRestTests : HttpFixture<SqliteDatabase>
{
    private const string PassportKey = "idempotency-key-of-the-passport";

    [Test]
    public async Task Files_AfterEveryKindOfSecretWasIssued_HoldNoneOfThem()
    {
        using var anonymous = App.Client();
        var passport = await anonymous.PostAsync<CreatedPassportResponse>("/v1/passports", "{}", PassportKey);
        var sample = new CreateAttemptRequest { Assessment = "python-fundamentals", Form = FormKind.Sample };
        var attempt = await anonymous.PostAsync<AttemptResponse>("/v1/attempts", sample, "idempotency-key-of-the-attempt");
        using var owner = App.Client(passport.Token);
        var toHolder = new CreateGrantRequest { Kind = GrantKind.Link, Scope = GrantScope.Evidence };
        var link = await owner.PostAsync<GrantResponse>(
            $"/v1/passports/{passport.Id}/grants", toHolder, "idempotency-key-of-the-link");
        var (_, key, keyToken) = await App.CreateKeyAsync(Scopes.PassportsWrite);
        var second = await key.PostAsync<CreatedPassportResponse>("/v1/passports", "{}", "idempotency-key-of-the-tenant");

        using var subscriber = App.Client((await App.CreateKeyAsync(Scopes.WebhooksWrite)).Token);
        var endpoint = await subscriber.PostAsync<WebhookEndpointResponse>(
            "/v1/webhook-endpoints", new { url = "https://ats.example.com/" }, "idempotency-key-of-the-endpoint");

        var files = await ReadFilesAsync();

        Assert.That(Holds(passport.Id.ToString()) && Holds("passport:" + passport.Id), "the search finds what is there");
        foreach (var token in (string[])[passport.Token, attempt.Token!, link.Token!, keyToken, second.Token])
        {
            var secret = token[(token.IndexOf('_', 5) + 1)..][..43];
            Assert.That(Holds(token), Is.False, "a token in clear");
            Assert.That(Holds(secret), Is.False, "its secret part");
            Assert.That(files.Any(file => file.AsSpan().IndexOf(Base64Url.DecodeFromChars(secret)) >= 0), Is.False, "its secret bytes");
        }

        var signing = endpoint.Secret!["whsec_".Length..];
        Assert.That(Holds("ats.example.com") && !Holds(signing), "a webhook secret in clear");
        Assert.That(files.Any(file => file.AsSpan().IndexOf(Convert.FromBase64String(signing)) >= 0), Is.False, "its bytes");
        Assert.That(Holds("masterKey"), Is.False, "the keys it is sealed with, in clear");
        Assert.That(Holds("idempotency-key-of"), Is.False, "a key in clear could open a stored answer");
        Assert.That(Holds("\"token\""), Is.False, "a stored answer in clear");

        bool Holds(string text) => files.Any(file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
    }

    private async Task<IReadOnlyList<byte[]>> ReadFilesAsync()
    {
        var database = new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource;
        var files = new List<byte[]>();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(database)!))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            files.Add(copy.ToArray());
        }

        return files;
    }
}
