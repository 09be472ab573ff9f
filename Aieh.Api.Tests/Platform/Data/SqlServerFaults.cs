using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Aieh.Api.Tests.Platform.Data;

/// <summary>SqlException has no public constructor, and its faults cannot be caused at will.</summary>
internal static class SqlServerFaults
{
    public static SqlException Deadlock() => Create(1205);

    public static SqlException Create(int number, byte severity = 13)
    {
        var error = (SqlError)New(typeof(SqlError), number, (byte)1, severity, "server", "planted", "", 0);
        var errors = (SqlErrorCollection)New(typeof(SqlErrorCollection));
        typeof(SqlErrorCollection).GetMethod("Add", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(errors, [error]);
        var create = typeof(SqlException).GetMethod(
            "CreateException",
            BindingFlags.Static | BindingFlags.NonPublic,
            [typeof(SqlErrorCollection), typeof(string)])!;
        return (SqlException)create.Invoke(null, [errors, "16.0"])!;
    }

    private static object New(Type type, params object[] given)
    {
        var types = given.Select(value => value.GetType()).ToArray();
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .First(StartsWithTheTypes);
        return constructor.Invoke([.. given, .. constructor.GetParameters().Skip(given.Length).Select(Default)]);

        bool StartsWithTheTypes(ConstructorInfo candidate) =>
            candidate.GetParameters().Take(given.Length).Select(parameter => parameter.ParameterType).SequenceEqual(types);

        static object? Default(ParameterInfo parameter) => parameter.DefaultValue is DBNull ? null : parameter.DefaultValue;
    }
}
