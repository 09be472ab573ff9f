using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Platform.Data;

public sealed class DatabaseOptionsTests
{
    [Test]
    public void Validate_Defaults_AreFine() => Assert.That(Validate(new DatabaseOptions()).Succeeded, Is.True);

    [TestCase("Sqlite", "Data Source=:memory:", "Database:ConnectionString must name a file")]
    [TestCase("Sqlite", "Data Source=a;Mode=Memory", "Database:ConnectionString must name a file")]
    [TestCase("Sqlite", "Data Source=file:a?mode=memory", "Database:ConnectionString must name a plain path")]
    [TestCase("Sqlite", "Mode=ReadWrite", "Database:ConnectionString must name a file")]
    [TestCase("Sqlite", "Password-secret", "Database:ConnectionString is not a valid Sqlite connection string")]
    [TestCase("Sqlite", "Server=secret", "Database:ConnectionString is not a valid Sqlite connection string")]
    [TestCase("SqlServer", null, "Database:ConnectionString is required")]
    [TestCase("SqlServer", "Database=aieh", "Database:ConnectionString must name a server")]
    [TestCase("SqlServer", "Server=db", "Database:ConnectionString must name a database")]
    [TestCase("SqlServer", "Server=db;Database=aieh;Secrett=secret", "Database:ConnectionString is not a valid SqlServer connection string")]
    [TestCase("SqlServer", "Server=db;Database=aieh;Connect Timeout=secret", "Database:ConnectionString is not a valid SqlServer connection string")]
    public void Validate_ConnectionString_ErrorNamesTheSettingAndKeepsTheSecret(string provider, string? text, string error)
    {
        var result = Validate(new DatabaseOptions { Provider = Enum.Parse<DatabaseProvider>(provider), ConnectionString = text });
        Assert.That(result.Failures, Has.One.StartsWith(error));
        Assert.That(result.FailureMessage, Does.Not.Contain("secret"));
    }

    [TestCase("CommandTimeoutSeconds")]
    [TestCase("LockTimeoutSeconds")]
    [TestCase("RetryCount")]
    [TestCase("RetryDelayMilliseconds")]
    [TestCase("WriteBatchSize")]
    [TestCase("WriteQueueLimit")]
    public async Task Validate_NumberOutOfRange_ErrorNamesTheSetting(string setting)
    {
        await using var database = new SqliteDatabase();
        await database.StartAsync();
        await using var services = database.BuildServices((setting, "0"));
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<Db>());
        Assert.That(error!.Message, Does.Contain($"Database:{setting} is 0"));
    }

    private static ValidateOptionsResult Validate(DatabaseOptions options) => new DatabaseOptionsValidator().Validate(null, options);
}
