namespace Aieh.Api.Platform.Data;

/// <summary>
/// The database cannot take this request now, and nothing was done; the same request may succeed later.
/// <see cref="SqlDialect.IsUnavailable"/> knows it.
/// </summary>
internal sealed class DatabaseBusyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The connection broke during the commit: the unit is in the database, or it is not. <see cref="SqlDialect.IsUnavailable"/> knows it.
/// </summary>
internal sealed class CommitOutcomeUnknownException(Exception inner) : Exception("The outcome of the commit is unknown.", inner);
