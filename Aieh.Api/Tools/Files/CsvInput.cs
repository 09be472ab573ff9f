using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Aieh.Api.Tools.Files;

/// <summary>
/// A CSV file read row by row: UTF-8, or what its byte order mark says; commas, one header row, cells quoted or not; blank lines are
/// skipped.
/// </summary>
internal sealed class CsvInput : IDisposable
{
    private readonly CsvParser _parser;
    private readonly InputProblems _problems;

    private CsvInput(string path, CsvParser parser, string[] columns, InputProblems problems)
    {
        Path = path;
        Columns = columns;
        _parser = parser;
        _problems = problems;
    }

    /// <summary>As the caller gave it, which is how messages name the file.</summary>
    public string Path { get; }

    public string[] Columns { get; }

    /// <summary>The line of the current row in the file; the header is on line 1.</summary>
    public int Row => _parser.RawRow;

    public string this[int column] => _parser[column].Trim();

    /// <exception cref="InputException">There is no such file, or it has no header that can be used.</exception>
    public static CsvInput Open(string path, InputProblems problems) => Open(path, OpenText(path), problems);

    /// <summary>Of a file that was read already: a pipe can be read only once.</summary>
    /// <exception cref="InputException">It has no header that can be used.</exception>
    public static CsvInput Open(string path, TextReader text, InputProblems problems)
    {
        var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            // Names and categories repeat: one string each.
            CacheFields = true,
            BadDataFound = bad => problems.Add(
                $"{path}, row {bad.Context.Parser!.RawRow}: a quote stands inside a cell without being doubled, or is not closed."),
        });
        if (!Guarded(path, parser.Read)) throw new InputException($"{path} is empty; a header and at least one row are needed.");

        string[] columns = [.. parser.Record!.Select(name => name.Trim())];
        if (columns is [var only] && only.IndexOfAny([';', '\t']) is >= 0 and var at)
        {
            throw new InputException($"{path}: the columns are separated by {(only[at] == ';' ? "semicolons" : "tabs")}; write commas.");
        }

        if (columns.Any(name => name.Contains('\0', StringComparison.Ordinal)))
        {
            throw new InputException($"{path} is UTF-16 without a byte order mark; save it as UTF-8.");
        }

        foreach (var repeated in Enumerable.Range(0, columns.Length).GroupBy(i => columns[i], StringComparer.Ordinal))
        {
            if (repeated.Count() == 1) continue;
            var places = string.Join(", ", repeated.Select(i => i + 1));
            problems.Add($"{path}, row 1: {repeated.Count()} columns ({places}) are called {Name(repeated.Key)}; rename or remove one.");
        }

        problems.ThrowIfAny();
        return new CsvInput(path, parser, columns, problems);
    }

    /// <summary>Moves to the next row that has a cell for each column.</summary>
    public bool Read()
    {
        while (Guarded(Path, _parser.Read))
        {
            if (_parser.Count == Columns.Length) return true;
            // At the end of the file the parser does not mind an open quote, which has swallowed the rest.
            var isOpen = _parser.RawRecord.Count(character => character == '"') % 2 == 1;
            _problems.Add($"{Path}, row {Row}: {(isOpen ? "a quote is not closed." : WrongLength())}");
        }

        return false;
    }

    /// <summary>
    /// Where a column stands: the one of this very name, or else the only one whose name differs by case alone; −1 where there is none.
    /// Several are a problem.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="isCandidate">Which columns may be meant.</param>
    public int Find(string name, Predicate<int> isCandidate)
    {
        int[] alike =
        [
            .. Enumerable.Range(0, Columns.Length)
                .Where(i => Columns[i].Equals(name, StringComparison.OrdinalIgnoreCase) && isCandidate(i)),
        ];
        var exact = Array.FindIndex(alike, i => Columns[i] == name);
        if (exact >= 0) return alike[exact];
        if (alike.Length > 1)
        {
            _problems.Add(
                $"{Path}, row 1: {name} may be the column {string.Join(" or ", alike.Select(i => Columns[i]))}, "
                + $"which differ by case alone; call one of them {name}, or remove the others.");
        }

        return alike.Length > 0 ? alike[0] : -1;
    }

    /// <summary>Says what is wrong with a cell of the current row.</summary>
    public void Refuse(int column, string what) => _problems.Add($"{Path}, row {Row}, column {Name(Columns[column])}: {what}");

    public void Dispose() => _parser.Dispose();

    /// <summary>All of a text file: UTF-8, or what its byte order mark says.</summary>
    /// <exception cref="InputException">There is no such file, or it is no text.</exception>
    public static string ReadText(string path)
    {
        using var reader = OpenText(path);
        return Guarded(path, reader.ReadToEnd);
    }

    private static StreamReader OpenText(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path} is a folder.");
        if (!File.Exists(path)) throw new InputException($"{path} does not exist.");
        try
        {
            // Opened, a named pipe would wait for a writer; it has no length, and an empty file says nothing either. What the process was
            // started with is open already: a shell's <(…), or standard input.
            var isOpen = path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
            var file = (FileInfo?)new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) ?? new FileInfo(path);
            if (!isOpen && file.Length == 0) throw new InputException($"{path} is empty, or a named pipe, which is not read.");

            return new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {exception.Message}");
        }
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw new InputException($"{path} is not UTF-8 text; save it as UTF-8 (a spreadsheet calls it CSV UTF-8).");
        }
    }

    private string WrongLength()
    {
        var what = $"{_parser.Count} cells, but the header has {Columns.Length}";
        return _parser.Count < Columns.Length
            ? $"{what}: there is none for {Name(Columns[_parser.Count])}; write an empty cell where there is no answer."
            : $"{what}: a comma inside a cell needs quotes around it, and a column of row names needs a header.";
    }

    private static string Name(string column) => column.Length == 0 ? "''" : column;
}
