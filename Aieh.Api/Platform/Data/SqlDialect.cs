using System.Data.Common;

namespace Aieh.Api.Platform.Data;

/// <summary>All that differs between the two databases, apart from the schema scripts and the way a write is committed.</summary>
internal abstract class SqlDialect
{
    /// <summary>The folder of migrations, and the name shown to people: <c>SqlServer</c> or <c>Sqlite</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether one process serves the database, and write transactions run one after the other. Verbs of other processes may write between
    /// them.
    /// </summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>Appends the page clause to an ordered query; it reads the parameters @Skip and @Take.</summary>
    public abstract string Page(string sql);

    /// <summary>For the few statements that have no common text.</summary>
    public abstract string Pick(string sqlServer, string sqlite);

    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>Worth repeating the whole unit of work at once.</summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>Another transaction held a lock longer than <see cref="DatabaseOptions.LockTimeoutSeconds"/>.</summary>
    public abstract bool IsLockTimeout(Exception exception);

    /// <summary>The database cannot serve this request now, retries included: what HTTP answers with 503.</summary>
    public abstract bool IsUnavailable(Exception exception);

    /// <summary>Why the database cannot serve, for people: no names of servers, files or users.</summary>
    public abstract string ReasonOf(Exception exception);

    /// <summary>An open connection for reading.</summary>
    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);
}
