using System.Data;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Aieh.Api.Platform.Data;

/// <summary>
/// How ids and times travel. SQL Server gets its native types, SQLite lower-case text and ISO 8601 in UTC, so that equal values are equal
/// text and text order is time order. Dapper does not use handlers for the items of an <c>IN @list</c>: no statement has one (the T-SQL
/// gate rejects it).
/// </summary>
internal static class DapperTypes
{
    // Before any query: Dapper caches the mapping of a statement when it first runs.
    [ModuleInitializer]
    internal static void Register()
    {
        Use<Guid>(new GuidHandler());
        Use<DateTimeOffset>(new DateTimeOffsetHandler());
        SqlMapper.RemoveTypeMap(typeof(byte[]));
        SqlMapper.AddTypeHandler(typeof(byte[]), new BytesHandler());
        var byDefault = SqlMapper.TypeMapProvider;
        SqlMapper.TypeMapProvider = type => type.Assembly == typeof(DapperTypes).Assembly ? new ExactRowMap(type) : byDefault(type);
    }

    private static void Use<T>(SqlMapper.ITypeHandler handler) where T : struct
    {
        SqlMapper.RemoveTypeMap(typeof(T));
        SqlMapper.RemoveTypeMap(typeof(T?));
        SqlMapper.AddTypeHandler(typeof(T), handler);
    }

    private sealed class GuidHandler : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            // Without its type, a null would be sent as nvarchar.
            if (parameter is SqlParameter server) server.SqlDbType = SqlDbType.UniqueIdentifier;
            parameter.Value = parameter is SqlParameter || value is DBNull ? value : ((Guid)value).ToString("D");
        }

        public object Parse(Type destinationType, object value) => value is Guid id ? id : Guid.ParseExact((string)value, "D");
    }

    /// <summary>Left to itself, SqlClient sends each length as a type of its own, and SQL Server keeps a plan for each.</summary>
    private sealed class BytesHandler : SqlMapper.ITypeHandler
    {
        private const int HashBytes = 32;
        private const int Max = -1;

        public void SetValue(IDbDataParameter parameter, object value)
        {
            if (parameter is SqlParameter server)
            {
                server.SqlDbType = SqlDbType.VarBinary;
                server.Size = value is byte[] { Length: HashBytes } ? HashBytes : Max;
            }

            parameter.Value = value;
        }

        public object Parse(Type destinationType, object value) => value;
    }

    private sealed class DateTimeOffsetHandler : SqlMapper.ITypeHandler
    {
        private const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";

        public void SetValue(IDbDataParameter parameter, object value)
        {
            if (parameter is SqlParameter server)
            {
                server.SqlDbType = SqlDbType.DateTimeOffset;
                server.Scale = 3;
            }

            parameter.Value = value switch
            {
                DBNull => value,
                DateTimeOffset time when parameter is SqlParameter => ToMilliseconds(time),
                DateTimeOffset time => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture),
                _ => throw new InvalidCastException($"{parameter.ParameterName} is not a DateTimeOffset."),
            };
        }

        public object Parse(Type destinationType, object value) => value is DateTimeOffset time
            ? time
            : DateTimeOffset.ParseExact((string)value, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        // SQL Server would round where the text format cuts.
        private static DateTimeOffset ToMilliseconds(DateTimeOffset time) =>
            new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }

    /// <summary>
    /// A column without a property, or a property without a column, fails when the statement first runs instead of leaving a default value
    /// behind.
    /// </summary>
    private sealed class ExactRowMap(Type type) : SqlMapper.ITypeMap
    {
        private readonly DefaultTypeMap _inner = new(type);

        public ConstructorInfo? FindConstructor(string[] names, Type[] types)
        {
            var properties = type.GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToArray();
            var differences = names.Except(properties, StringComparer.OrdinalIgnoreCase).Select(name => $"no property for column {name}")
                .Concat(properties.Except(names, StringComparer.OrdinalIgnoreCase).Select(name => $"no column for property {name}"))
                .ToArray();
            if (differences.Length == 0) return _inner.FindConstructor(names, types);
            throw new InvalidOperationException($"{type.Name} does not match its statement: {string.Join(", ", differences)}.");
        }

        public ConstructorInfo? FindExplicitConstructor() => _inner.FindExplicitConstructor();

        public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) =>
            _inner.GetConstructorParameter(constructor, columnName);

        public SqlMapper.IMemberMap? GetMember(string columnName) => _inner.GetMember(columnName);
    }
}
