using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Aieh.Api.Platform.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Aieh.Api.Platform.Access;

/// <summary>There is nothing to seal with: the operator has not named it.</summary>
internal sealed class SealingUnavailableException() : Exception(
    "No secret can be kept: the operator has to set Sealing:KeyFile or Sealing:CertificateFile.");

/// <summary>
/// Keeps secrets that have to be sent or signed with, so that a hash would not do: ASP.NET Core Data Protection over the key ring in the
/// database. Its container is its own, made at first use: the framework's would make keys whenever a host starts, needed or not. Not for
/// use within a unit of work: see <see cref="ProtectionKeyRing"/>.
/// </summary>
internal sealed class Sealing(Db db, SealingKeys keys, ILoggerFactory loggers) : IDisposable
{
    /// <summary>In what is sealed: under another name nothing of it opens.</summary>
    private const string Application = "aieh";

    private readonly Lazy<ServiceProvider> _container = new(() => Build(db, keys, loggers));

    /// <summary>For what the framework protects by itself, such as cookies on the way to another service and back.</summary>
    /// <exception cref="SealingUnavailableException">There is nothing to seal with.</exception>
    public IDataProtectionProvider Provider => keys.AreThere
        ? _container.Value.GetRequiredService<IDataProtectionProvider>()
        : throw new SealingUnavailableException();

    /// <param name="secret">What is to be kept.</param>
    /// <param name="purposes">What for, and of what: it opens for the same purposes only.</param>
    /// <exception cref="SealingUnavailableException">There is nothing to seal with.</exception>
    public string Seal(string secret, params string[] purposes)
    {
        if (!keys.AreThere) throw new SealingUnavailableException();

        return Run(() => Protector(purposes).Protect(secret));
    }

    /// <summary>Null when it cannot be opened: its key is gone, or it was sealed for another purpose.</summary>
    public string? Open(string sealedSecret, params string[] purposes)
    {
        if (!keys.AreThere) return null;

        try
        {
            return Run(() => Protector(purposes).Unprotect(sealedSecret));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (_container.IsValueCreated) _container.Value.Dispose();
    }

    private IDataProtector Protector(string[] purposes) =>
        _container.Value.GetRequiredService<IDataProtectionProvider>().CreateProtector(purposes);

    /// <summary>A database that does not answer is told as such, and not as a secret that cannot be opened.</summary>
    private string Run(Func<string> work)
    {
        try
        {
            return work();
        }
        catch (CryptographicException exception) when (exception.InnerException is { } cause && db.Dialect.IsUnavailable(cause))
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private static ServiceProvider Build(Db db, SealingKeys keys, ILoggerFactory loggers)
    {
        var services = new ServiceCollection().AddSingleton(loggers).AddSingleton(keys);
        var protection = services.AddDataProtection().SetApplicationName(Application);
        services.Configure<KeyManagementOptions>(ring =>
        {
            ring.XmlRepository = new ProtectionKeyRing(db);
            if (keys.KeyFile is { } file) ring.XmlEncryptor = file;
        });
        if (keys.Certificates is [var newest, ..])
        {
            protection.ProtectKeysWithCertificate(newest).UnprotectKeysWithAnyCertificate([.. keys.Certificates]);
        }

        return services.BuildServiceProvider();
    }
}
