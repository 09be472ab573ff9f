using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Platform.Access;

/// <summary>Services that come one after the other on one database, with the same keys, others, or none.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class SealingTests<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Endpoints = "/v1/webhook-endpoints";
    private const string Purpose = "test";

    private readonly TDatabase _database = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("aieh_sealing_").FullName;

    [OneTimeSetUp]
    public async Task StartDatabase()
    {
        await _database.StartAsync();
        await using var app = Start(("Sealing:KeyFile", NewKeyFile()));
    }

    [OneTimeTearDown]
    public async Task StopDatabase()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [SetUp]
    public async Task ForgetKeys()
    {
        await using var services = _database.BuildServices();
        var writer = services.GetRequiredService<IWriter>();
        await writer.StartAsync(CancellationToken.None);
        await services.GetRequiredService<Db>().WriteAsync(
            session => session.ExecuteAsync("DELETE FROM ProtectionKey"), CancellationToken.None);
        await writer.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Secret_OpensForItsPurposeOnEveryReplicaAndForNoOther()
    {
        var settings = ("Sealing:KeyFile", NewKeyFile());
        await using var one = Start(settings);
        await using var other = Start(settings);
        var sealedSecret = Of(one).Seal("a secret", Purpose, "1");

        Assert.That(sealedSecret, Does.Not.Contain("a secret"));
        Assert.That(Of(other).Open(sealedSecret, Purpose, "1"), Is.EqualTo("a secret"));
        Assert.That(Of(other).Open(sealedSecret, Purpose, "2"), Is.Null);
        Assert.That(Of(other).Open("what was never sealed", Purpose, "1"), Is.Null);
    }

    [Test]
    public async Task KeyRing_AtRest_IsNotInClear()
    {
        foreach (var setting in ((string, string)[][])[[("Sealing:KeyFile", NewKeyFile())], NewCertificate(out _)])
        {
            await ForgetKeys();
            await using var app = Start(setting);
            Of(app).Seal("a secret", Purpose);

            var xml = await app.Db.ReadAsync(
                session => session.FirstOrDefaultAsync<string>("SELECT Xml FROM ProtectionKey"), CancellationToken.None);
            Assert.That(xml, Does.Contain("encryptedSecret").And.Not.Contain("masterKey"));
        }
    }

    [Test]
    public async Task KeyFile_Rotated_OpensWhatWasSealedWhileTheFormerIsNamed()
    {
        var (former, current) = (NewKeyFile(), NewKeyFile());
        string sealedSecret;
        await using (var app = Start(("Sealing:KeyFile", former))) sealedSecret = Of(app).Seal("a secret", Purpose);
        await using (var app = Start(("Sealing:KeyFile", current), ("Sealing:PreviousKeyFiles:0", former)))
        {
            Assert.That(Of(app).Open(sealedSecret, Purpose), Is.EqualTo("a secret"));
        }

        await using (var app = Start([.. NewCertificate(out _), ("Sealing:PreviousKeyFiles:0", former)]))
        {
            Assert.That(Of(app).Open(sealedSecret, Purpose), Is.EqualTo("a secret"));
        }

        await using (var app = Start(("Sealing:KeyFile", current))) Assert.That(Of(app).Open(sealedSecret, Purpose), Is.Null);
    }

    [Test]
    public async Task Certificate_OpensAfterARestartAndAnotherDoesNot()
    {
        var certificate = NewCertificate(out _);
        string sealedSecret;
        await using (var app = Start(certificate)) sealedSecret = Of(app).Seal("a secret", Purpose);

        await using (var app = Start(certificate)) Assert.That(Of(app).Open(sealedSecret, Purpose), Is.EqualTo("a secret"));
        await using (var app = Start(NewCertificate(out _))) Assert.That(Of(app).Open(sealedSecret, Purpose), Is.Null);
    }

    [Test]
    public async Task Endpoint_WhoseKeyIsLost_SaysSoAndIsMendedByARotation()
    {
        await using var receiver = await Receiver.StartAsync();
        WebhookEndpointResponse made;
        string token;
        await using (var app = Start(("Sealing:KeyFile", NewKeyFile())))
        {
            (_, var owner, token) = await app.CreateKeyAsync(Scopes.WebhooksWrite);
            made = await owner.PostAsync<WebhookEndpointResponse>(Endpoints, new { url = receiver.Address });
        }

        await using var bereft = Start(("Sealing:KeyFile", NewKeyFile()));
        var client = bereft.Client(token);
        var path = $"{Endpoints}/{made.Id}";
        var lost = await client.GetAsync<WebhookEndpointResponse>(path);
        var ping = await client.PostAsync<WebhookPingResponse>(path + "/ping", new { });
        var failed = await UntilAsync(each => each.Attempts == 1);
        var rotated = await client.PostAsync<WebhookEndpointResponse>(path + "/rotation", new { });
        bereft.Clock.Advance(TimeSpan.FromSeconds(6));
        await UntilAsync(each => each.State == WebhookDeliveryState.Delivered);

        Assert.That(lost.SecretState, Is.EqualTo(WebhookSecretState.Unreadable));
        Assert.That(failed.Error, Is.EqualTo("The endpoint's secret cannot be opened any more: rotate it."));
        Assert.That(rotated.SecretState, Is.EqualTo(WebhookSecretState.Ready));
        var got = receiver.All.Single();
        var at = DateTimeOffset.FromUnixTimeSeconds(got.Timestamp);
        Assert.That(got.Signatures, Is.EqualTo(new[] { WebhookSecret.Sign(rotated.Secret!, $"{got.Id}", at, got.Body) }));

        async Task<WebhookDeliveryResponse> UntilAsync(Func<WebhookDeliveryResponse, bool> isSo)
        {
            WebhookDeliveryResponse? last = null;
            await WebhookFixture<TDatabase>.UntilAsync(async () =>
            {
                var list = await client.GetAsync<WebhookDeliveryListResponse>(path + "/deliveries");
                last = list.Items.Single(item => item.Event == ping.Event);
                return isSo(last);
            });
            return last!;
        }
    }

    [Test]
    public async Task Service_WithNothingToSealWith_ServesAndRefusesWhatNeedsIt()
    {
        await using var app = Start(("environment", "Production"));
        var (_, client, _) = await app.CreateKeyAsync(Scopes.WebhooksWrite);

        using var refused = await client.SendAsync(HttpMethod.Post, Endpoints, new { url = "https://ats.example.com/" });
        var list = await client.GetAsync<WebhookEndpointListResponse>(Endpoints);

        var problem = await refused.ProblemAsync(503, "unavailable");
        Assert.That((string?)problem["detail"], Does.Contain("Sealing:KeyFile").And.Contain("Sealing:CertificateFile"));
        Assert.That(list.Items, Is.Empty);
        Assert.That(await app.CountAsync("ProtectionKey"), Is.Zero);
    }

    [Test]
    public void KeyFile_MadeInDevelopment_IsForItsOwnersEyesAndMadeOnce()
    {
        var path = Path.Combine(_folder, "made", "aieh.sealing.key");

        var made = SealingKeyFile.ReadOrMake(path);

        Assert.That(SealingKeyFile.ReadOrMake(path).Name, Is.EqualTo(made.Name));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.EqualTo(new[] { path }));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public void Settings_ThatNameNoKey_AreRefusedByName()
    {
        var noKey = Path.Combine(_folder, "no.key");
        File.WriteAllText(noKey, Convert.ToBase64String(new byte[31]));

        Assert.That(Fault(new SealingOptions { KeyFile = noKey }), Does.Contain("Sealing:KeyFile").And.Contain("32 bytes"));
        Assert.That(Fault(new SealingOptions { KeyFile = noKey + "2" }), Does.Contain("Sealing:KeyFile"));
        Assert.That(Fault(new SealingOptions { CertificateFile = noKey }), Does.Contain("Sealing:CertificateFile"));
        Assert.That(Fault(new SealingOptions { PreviousKeyFiles = { noKey } }), Does.Contain("Sealing:PreviousKeyFiles"));
        Assert.That(Fault(new SealingOptions { KeyFile = NewKeyFile(), CertificateFile = noKey }), Does.Contain("both"));
        Assert.That(Fault(new SealingOptions { KeyFile = NewKeyFile() }), Is.Null);

        static string? Fault(SealingOptions options) => new SealingOptionsValidator().Validate(null, options).FailureMessage;
    }

    private AiehApplication Start(params (string Setting, string Value)[] settings)
    {
        var app = new AiehApplication(_database, [.. settings, ("Webhooks:AllowedHosts:0", "127.0.0.1")]);
        app.StartServer();
        return app;
    }

    private static Sealing Of(AiehApplication app) => app.Services.GetRequiredService<Sealing>();

    private string NewKeyFile()
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        return path;
    }

    private (string, string)[] NewCertificate(out string path)
    {
        const string Password = "of the tests";
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=aieh", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(AiehApplication.Start.AddYears(-1), AiehApplication.Start.AddYears(9));
        path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, Password));
        return [("Sealing:CertificateFile", path), ("Sealing:CertificatePassword", Password)];
    }
}
