using System.Net;
using System.Net.Sockets;
using Aieh.Api.Platform.Data;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>How faults are sorted: by number where no server is at hand, and by what SqlClient really throws when there is none.</summary>
public sealed class SqlServerDialectTests
{
    [TestCase(1205, true)]
    [TestCase(-2, true)]
    [TestCase(40613, true)]
    [TestCase(49918, true)]
    [TestCase(10054, true)]
    [TestCase(1222, false)]
    [TestCase(2627, false)]
    [TestCase(18456, false)]
    [TestCase(208, false)]
    public void IsTransient_Number_IsSortedRight(int number, bool transient) =>
        Assert.That(SqlCatalog.SqlServer.IsTransient(SqlServerFaults.Create(number)), Is.EqualTo(transient));

    [TestCase(1222, true)]
    [TestCase(1205, true)]
    [TestCase(18456, true)]
    [TestCase(9002, true)]
    [TestCase(2601, false)]
    [TestCase(547, false)]
    [TestCase(208, false)]
    public void IsUnavailable_Number_IsSortedRight(int number, bool unavailable) =>
        Assert.That(SqlCatalog.SqlServer.IsUnavailable(SqlServerFaults.Create(number)), Is.EqualTo(unavailable));

    [Test]
    public void IsUniqueViolation_ConstraintOrIndex_IsTrue() =>
        Assert.That(
            new[] { 2627, 2601 }.Select(number => SqlCatalog.SqlServer.IsUniqueViolation(SqlServerFaults.Create(number))),
            Has.All.True);

    [Test]
    public async Task Open_NothingListens_IsUnavailable() =>
        Assert.That(SqlCatalog.SqlServer.IsUnavailable(await OpenAsync("127.0.0.1,1")), Is.True);

    [Test]
    public async Task Open_ServerIsSilent_IsTransientAndUnavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var error = await OpenAsync($"127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port}");

        Assert.That((SqlCatalog.SqlServer.IsTransient(error), SqlCatalog.SqlServer.IsUnavailable(error)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Migrator_NothingListens_IsUnavailable()
    {
        var migrator = new Migrator(SettingsFor("127.0.0.1,1"), NullLogger<Migrator>.Instance);

        var status = await Assert.CatchAsync(() => migrator.StatusAsync(CancellationToken.None));
        var migrate = await Assert.CatchAsync(() => migrator.MigrateAsync(CancellationToken.None));

        Assert.That((SqlCatalog.SqlServer.IsUnavailable(status!), SqlCatalog.SqlServer.IsUnavailable(migrate!)), Is.EqualTo((true, true)));
    }

    private static async Task<Exception> OpenAsync(string server)
    {
        var dialect = new SqlServerDialect(SettingsFor(server));
        return (await Assert.ThrowsAsync<SqlException>(async () => await dialect.OpenAsync(CancellationToken.None)))!;
    }

    private static IOptions<DatabaseOptions> SettingsFor(string server) => Options.Create(new DatabaseOptions
    {
        Provider = DatabaseProvider.SqlServer,
        ConnectionString = $"Server={server};Database=aieh;User Id=a;Password=b;Connect Timeout=1;ConnectRetryCount=0;"
            + "TrustServerCertificate=true;Pooling=false",
    });
}
