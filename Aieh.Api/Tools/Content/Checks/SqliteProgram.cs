using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>
/// Runs one SQL program on an empty database in memory. What it prints is the result of its last statement that returns rows.
/// </summary>
internal static class SqliteProgram
{
    private const int StepsBetweenLooks = 1000;

    public static CheckOutcome Run(CheckProgram program, CheckLimit limit)
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        // No second database: ATTACH and VACUUM INTO would write files.
        _ = raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_ATTACHED, 0);
        var (started, steps) = (Stopwatch.GetTimestamp(), 0L);
        string? excess = null;
        raw.sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, _ => Look() is null ? 0 : 1, null);
        try
        {
            Last(connection, program.Setup ?? "");
        }
        catch (SqliteException exception)
        {
            return new CheckOutcome("", null, Failure: $"cannot be set up: {exception.Message}");
        }

        try
        {
            return new CheckOutcome(Last(connection, program.Code), null);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            return new CheckOutcome("", null, Failure: excess);
        }
        catch (SqliteException exception)
        {
            return new CheckOutcome("", nameof(SqliteException), exception.Message);
        }

        string? Look()
        {
            steps += StepsBetweenLooks;
            if (steps > limit.Steps) excess = limit.TooManySteps;
            else if (Stopwatch.GetElapsedTime(started) > limit.Elapsed) excess = limit.TooLong;
            return excess;
        }
    }

    private static string Last(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (string.IsNullOrWhiteSpace(sql)) return "";

        using var reader = command.ExecuteReader();
        var printed = new StringBuilder();
        do
        {
            if (reader.FieldCount == 0) continue;
            printed.Clear();
            while (reader.Read())
            {
                var values = Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)));
                printed.AppendJoin('|', values).Append('\n');
            }
        }
        while (reader.NextResult());

        return printed.ToString();
    }

    private static string Text(object value) => value switch
    {
        DBNull => "NULL",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
