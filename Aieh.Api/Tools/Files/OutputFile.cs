using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace Aieh.Api.Tools.Files;

/// <summary>Where results go: a file, whole or not at all, or standard output.</summary>
internal static class OutputFile
{
    /// <exception cref="InputException">The file is one of the inputs, or cannot be written.</exception>
    public static void Write(string? path, IEnumerable<string> inputs, TextWriter standardOutput, Action<TextWriter> write)
    {
        if (path is null)
        {
            write(standardOutput);
            standardOutput.Flush();
            return;
        }

        RefuseInputs(path, inputs);
        var part = $"{path}.part";
        try
        {
            using (var file = new StreamWriter(part)) write(file);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be written: {exception.Message}");
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>To be asked before long work, whose result would otherwise be lost.</summary>
    /// <exception cref="InputException">The file is one of the inputs, or its folder does not exist.</exception>
    public static void RefuseInputs(string? path, IEnumerable<string> inputs)
    {
        if (path is null) return;
        var full = Path.GetFullPath(path);
        if (inputs.Any(input => Path.GetFullPath(input) == full))
        {
            throw new InputException($"{path} is read by this command and will not be overwritten.");
        }

        if (Directory.Exists(full)) throw new InputException($"{path} is a folder.");
        if (!Directory.Exists(Path.GetDirectoryName(full))) throw new InputException($"The folder of {path} does not exist.");
    }

    /// <summary>Writes rows of cells as CSV; numbers so that they read back to the same bits.</summary>
    public static void WriteCsv(TextWriter writer, IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        var format = new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var csv = new CsvWriter(writer, format, leaveOpen: true);
        foreach (var row in rows.Prepend(header))
        {
            foreach (var cell in row) csv.WriteField(cell);
            csv.NextRecord();
        }
    }

    public static void WriteJson(TextWriter writer, object value) =>
        writer.WriteLine(JsonSerializer.Serialize(value, CalibrationFile.Json).ReplaceLineEndings("\n"));

    /// <summary>JSON has no infinity: what is not finite is left out.</summary>
    public static double? Finite(double number) => double.IsFinite(number) ? number : null;

    public static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
