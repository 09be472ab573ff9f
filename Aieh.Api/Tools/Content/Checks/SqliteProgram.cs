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
    // One step can be a whole trim or LIKE, whose time grows with the square of its values' length: at this length it is below a second.
    private const int StepsBetweenLooks = 20;
    private const int LongestValue = 10_000;

    // All is in memory: the database and what is sorted. The heap's limit holds for the process, and no program lowers it.
    private const string Limits = """
        PRAGMA hard_heap_limit = 1073741824;
        PRAGMA temp_store = MEMORY;
        PRAGMA max_page_count = 65536;
        PRAGMA temp.max_page_count = 65536;
        """;

    private static readonly string[] _limiting =
        ["hard_heap_limit", "soft_heap_limit", "temp_store", "temp_store_directory", "data_store_directory", "max_page_count", "page_size"];

    public static CheckOutcome Run(CheckProgram program, CheckLimit limit)
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        // No second database: ATTACH and VACUUM INTO would write files.
        _ = raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_ATTACHED, 0);
        _ = raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, LongestValue);
        Last(connection, Limits);
        raw.sqlite3_set_authorizer(connection.Handle, Allow, null);
        var (started, steps) = (Stopwatch.GetTimestamp(), 0L);
        string? excess = null;
        raw.sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, _ => Look() is null ? 0 : 1, null);
        var isSetUp = false;
        try
        {
            Last(connection, program.Setup ?? "");
            isSetUp = true;
            return new CheckOutcome(Last(connection, program.Code), null);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            return new CheckOutcome("", null, Failure: excess);
        }
        catch (SqliteException exception) when (!isSetUp)
        {
            return new CheckOutcome("", null, Failure: $"cannot be set up: {exception.Message}");
        }
        catch (SqliteException exception)
        {
            return new CheckOutcome("", nameof(SqliteException), exception.Message);
        }
        catch (TooMuchPrintedException)
        {
            return new CheckOutcome("", null, Failure: CheckLimit.TooMuchPrinted);
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
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    printed.Append(column == 0 ? "" : "|").Append(Text(reader.GetValue(column)));
                    if (printed.Length > CheckLimit.Printed) throw new TooMuchPrintedException();
                }

                printed.Append('\n');
            }
        }
        while (reader.NextResult());

        return printed.ToString();
    }

    private static int Allow(object data, int action, string what, string argument, string database, string trigger) =>
        action == raw.SQLITE_PRAGMA && argument is not null && _limiting.Contains(what, StringComparer.OrdinalIgnoreCase)
            ? raw.SQLITE_DENY
            : raw.SQLITE_OK;

    private static string Text(object value) => value switch
    {
        DBNull => "NULL",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed class TooMuchPrintedException : Exception;
}
