using System.Xml.Linq;
using Aieh.Api.Platform.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Aieh.Api.Platform.Access;

/// <summary>
/// The key ring in the database, so that replicas share it. The framework's interface is synchronous, and it asks rarely: when something is
/// sealed or opened first, once a day, and when a key is made. So blocking costs a thread for one statement; but not within a unit of work,
/// which would wait for itself.
/// </summary>
internal sealed class ProtectionKeyRing(Db db) : IXmlRepository
{
    internal static class Sql
    {
        public const string List = "SELECT Xml FROM ProtectionKey";

        public const string Insert = "INSERT INTO ProtectionKey (Name, Xml) VALUES (@Name, @Xml)";
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var stored = db.ReadAsync(session => session.ListAsync<string>(Sql.List), CancellationToken.None).GetAwaiter().GetResult();
        return [.. stored.Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var key = new { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) };
        db.WriteAsync(session => session.ExecuteAsync(Sql.Insert, key), CancellationToken.None).GetAwaiter().GetResult();
    }
}
