namespace Aieh.Api.Platform.Data;

/// <summary>
/// The database cannot take this request now, and nothing was done; the same request may succeed later.
/// <see cref="SqlDialect.IsUnavailable"/> knows it.
/// </summary>
internal class DatabaseBusyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>More writes wait than may.</summary>
internal sealed class WriteQueueFullException(int limit)
    : DatabaseBusyException($"{limit} writes are waiting (Database:WriteQueueLimit).");

/// <summary>
/// The file is open, but it is not the one under its name any more: what is written to it would be lost with the process.
/// </summary>
internal sealed class DatabaseFileGoneException()
    : DatabaseBusyException("The database's file was moved, deleted or replaced while it was open.");

/// <summary>
/// The connection broke during the commit: the unit is in the database, or it is not. <see cref="SqlDialect.IsUnavailable"/> knows it.
/// </summary>
internal sealed class CommitOutcomeUnknownException(Exception inner) : Exception("The outcome of the commit is unknown.", inner);
