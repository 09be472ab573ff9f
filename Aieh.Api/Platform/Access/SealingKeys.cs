using System.Security.Cryptography.X509Certificates;
using Aieh.Api.Platform.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Access;

/// <summary>What protects the key ring at rest, as the settings name it.</summary>
internal sealed class SealingKeys(IOptions<SealingOptions> options, IOptions<DatabaseOptions> database, IHostEnvironment environment)
{
    private const string MadeInDevelopment = "aieh.sealing.key";
    private const string DevelopmentFolder = "aieh-data";

    private readonly Lazy<SealingKeyFile?> _keyFile = new(() => KeyFileOf(options.Value, database.Value, environment));

    private readonly Lazy<IReadOnlyList<X509Certificate2>> _certificates = new(() => options.Value.CertificateFile is { } path
        ? ReadCertificates(path, options.Value.CertificatePassword)
        : []);

    /// <summary>Whether there is anything to protect the ring with. Nothing is ever sealed without.</summary>
    public bool AreThere => KeyFile is not null || Certificates.Count > 0;

    /// <summary>The file that seals; null where a certificate does, or nothing.</summary>
    public SealingKeyFile? KeyFile => _keyFile.Value;

    /// <summary>The files that open.</summary>
    public IEnumerable<SealingKeyFile> Files =>
        options.Value.PreviousKeyFiles.Select(SealingKeyFile.Read).Concat(KeyFile is { } current ? [current] : []);

    /// <summary>Those that open, the one that seals first.</summary>
    public IReadOnlyList<X509Certificate2> Certificates => _certificates.Value;

    /// <exception cref="FormatException">None of the certificates in the file can open anything.</exception>
    public static IReadOnlyList<X509Certificate2> ReadCertificates(string path, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
        X509Certificate2[] own = [.. all.Where(each => each.HasPrivateKey).OrderByDescending(each => each.NotBefore)];
        return own.Length > 0 ? own : throw new FormatException($"'{path}' holds no certificate with a private key.");
    }

    private static SealingKeyFile? KeyFileOf(SealingOptions options, DatabaseOptions database, IHostEnvironment environment)
    {
        if (options.KeyFile is { } named) return SealingKeyFile.Read(named);
        if (options.CertificateFile is not null || !environment.IsDevelopment()) return null;

        var folder = database.Provider == DatabaseProvider.Sqlite
            ? Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(database.SqliteConnectionString).DataSource))!
            : Path.GetFullPath(DevelopmentFolder);
        return SealingKeyFile.ReadOrMake(Path.Combine(folder, MadeInDevelopment));
    }
}
