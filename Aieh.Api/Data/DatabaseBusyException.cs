namespace Aieh.Api.Data;

/// <summary>The database cannot take this request now; the same request may succeed later. <see cref="SqlDialect.IsUnavailable"/> knows it.</summary>
internal sealed class DatabaseBusyException(string message, Exception? inner = null) : Exception(message, inner);
