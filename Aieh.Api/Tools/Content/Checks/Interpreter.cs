using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>An interpreter that is missing or too old, in words that say what to install.</summary>
internal sealed class InterpreterException(string message) : Exception(message);

/// <summary>
/// Runs one program in a process of its own: an empty folder to work in, an environment with nothing but PATH, and a limit.
/// </summary>
internal sealed class Interpreter
{
    // What a driver writes in front of the class name of what ended the program.
    private const string Marker = "ended-by ";

    // The program runs as the main module; what leaves it, SystemExit too, is told by the name of its class.
    private const string PythonDriver = $$"""
        import sys
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        with open("program", encoding="utf-8") as file:
            program = file.read()
        try:
            exec(compile(program, "<item>", "exec"), {"__name__": "__main__"})
            sys.stdout.flush()
        except BaseException as error:
            sys.stdout.flush()
            print("\n{{Marker}}" + type(error).__name__, file=sys.stderr, flush=True)
            sys.exit(1)
        """;

    // A monitor sees what is about to end the process, thrown or rejected, and changes nothing about it. The process ends when nothing is
    // left to await.
    private const string NodeDriver = $$"""
        process.on("uncaughtExceptionMonitor", (error) =>
          require("node:fs").writeSync(2, "\n{{Marker}}" + (error?.constructor?.name ?? String(error)) + "\n"));
        """;

    // Their answers are a version and a path.
    private const string PythonAboutItself = "import sys; print('%d.%d.%d' % sys.version_info[:3], sys.executable)";
    private const string NodeAboutItself = "process.versions.node + ' ' + process.execPath";

    private readonly string _path;
    private readonly Func<string, string[]> _arguments;
    private readonly Dictionary<string, string> _files;

    private Interpreter(string path, Func<string, string[]> arguments, Dictionary<string, string> files) =>
        (_path, _arguments, _files) = (path, arguments, files);

    /// <exception cref="InterpreterException">It is not on the PATH, or too old.</exception>
    public static Task<Interpreter> FindAsync(CheckLanguage language, CancellationToken cancellationToken) => language switch
    {
        CheckLanguage.Python =>
            FindAsync("Python", new Version(3, 11), "python3", ["-I", "-c", PythonAboutItself], Python, cancellationToken),
        CheckLanguage.Javascript =>
            FindAsync("Node.js", new Version(20, 10), "node", ["-p", NodeAboutItself], Node, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Runs in this process."),
    };

    private static async Task<Interpreter> FindAsync(
        string name, Version needed, string command, string[] aboutItself,
        Func<string, Interpreter> at, CancellationToken cancellationToken)
    {
        var (found, path) = await AskAsync(command, aboutItself, cancellationToken);
        return found >= needed
            ? at(path)
            : throw new InterpreterException(
                $"{name} {needed} or later is needed: install it so that '{command}' is on the PATH "
                + $"(found {found?.ToString() ?? "none"}), or skip the programs with --skip-executables.");
    }

    public async Task<CheckOutcome> RunAsync(string code, CheckLimit limit, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-check-");
        try
        {
            foreach (var (name, text) in _files.Append(new("program", code)))
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text, cancellationToken);
            }

            return await RunAsync(_path, _arguments(folder.FullName), folder.FullName, limit, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Interpreter Python(string path) => new(path, _ => ["-I", "driver"], new() { ["driver"] = PythonDriver });

    // Without the flag only later releases of Node 20 tell modules from scripts; package.json ends the search for one in the folders above.
    private static Interpreter Node(string path) => new(
        path,
        folder => ["--experimental-detect-module", "--require", Path.Combine(folder, "driver.cjs"), "program"],
        new() { ["driver.cjs"] = NodeDriver, ["package.json"] = "{}" });

    private static async Task<CheckOutcome> RunAsync(
        string command, string[] arguments, string folder, CheckLimit limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var ended = EndAsync(process, stopping.Token);
            return await limit.WatchAsync(process, ended, cancellationToken) is { } excess
                ? new CheckOutcome("", null, Failure: excess)
                : await ended;
        }
        finally
        {
            await stopping.CancelAsync();
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None); // its folder is deleted next
            }
        }
    }

    private static async Task<CheckOutcome> EndAsync(Process process, CancellationToken cancellationToken)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return Outcome(process.ExitCode, await output, await errors);
    }

    private static CheckOutcome Outcome(int exitCode, string output, string errors)
    {
        if (exitCode == 0) return new CheckOutcome(output, null);

        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(line => line.StartsWith(Marker, StringComparison.Ordinal)) is { } told
            ? new CheckOutcome(output, told[Marker.Length..])
            : new CheckOutcome(output, null, Failure: $"ended with exit code {exitCode}: {lines.LastOrDefault() ?? "no message"}");
    }

    /// <summary>
    /// Version and path, as it tells them itself: behind a command there can be a shim, which would look for it again before each program.
    /// </summary>
    private static async Task<(Version? Version, string Path)> AskAsync(
        string command, string[] aboutItself, CancellationToken cancellationToken)
    {
        try
        {
            var told = await RunAsync(command, aboutItself, Path.GetTempPath(), CheckLimit.Proof, cancellationToken);
            return told.Stdout.Trim().Split(' ', 2) is [var number, var path] && Version.TryParse(number, out var version)
                ? (version, path)
                : (null, command);
        }
        catch (Win32Exception)
        {
            return (null, command);
        }
    }
}
