using System.Globalization;
using Aieh.Api.Platform.Operations;
using Microsoft.Data.SqlClient;

namespace Aieh.Api.Tests.Platform.Operations;

internal sealed class CultureTests
{
    [Test]
    public async Task SqlServer_Client_IsUsableInThisProcess()
    {
        const string Nowhere = "Server=127.0.0.1,9;Database=aieh;User Id=nobody;Password=none;"
            + "Connect Timeout=1;ConnectRetryCount=0;Encrypt=false";
        await using var connection = new SqlConnection(Nowhere);
        // In globalization-invariant mode it would be a NotSupportedException, whatever server it is asked for.
        Assert.That(connection.Open, Throws.InstanceOf<SqlException>());
    }

    [Test]
    public void Threads_AreInvariantWhateverTheServersLanguage()
    {
        Culture.Initialize();
        Assert.That(CultureInfo.DefaultThreadCurrentCulture, Is.EqualTo(CultureInfo.InvariantCulture));
    }
}
