using System.ComponentModel;
using System.Diagnostics;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>An interpreter that is missing or too old, in words that say what to install.</summary>
internal sealed class InterpreterException(string message) : Exception(message);

/// <summary>
/// Runs one program in a process of its own: an empty folder to work in, an environment with nothing but PATH, confined and limited.
/// </summary>
internal sealed class Interpreter
{
    // The program runs as the main module; what leaves it, SystemExit too, is told by the name of its class.
    private const string PythonDriver = $$"""
        import os, sys
        os.environ.pop("{{Confinement.ArenaVariable}}", None)
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        with open("program", encoding="utf-8") as file:
            program = file.read()
        try:
            exec(compile(program, "<item>", "exec"), {"__name__": "__main__"})
            sys.stdout.flush()
        except BaseException as error:
            sys.stdout.flush()
            print("\n{{CheckProcess.Marker}}" + type(error).__name__, file=sys.stderr, flush=True)
            sys.exit(1)
        """;

    // A monitor sees what is about to end the process, thrown or rejected, and changes nothing about it. The process ends when nothing is
    // left to await.
    private const string NodeDriver = $$"""
        process.on("uncaughtExceptionMonitor", (error) =>
          require("node:fs").writeSync(2, "\n{{CheckProcess.Marker}}" + (error?.constructor?.name ?? String(error)) + "\n"));
        """;

    // Their answers are a version and a path.
    private const string PythonAboutItself = "import sys; print('%d.%d.%d' % sys.version_info[:3], sys.executable)";
    private const string NodeAboutItself = "process.versions.node + ' ' + process.execPath";

    private readonly string _path;
    private readonly Func<string, string[]> _arguments;
    private readonly Dictionary<string, string> _files;

    private Interpreter(string path, Func<string, string[]> arguments, Dictionary<string, string> files) =>
        (_path, _arguments, _files) = (path, arguments, files);

    public required Confinement Confinement { get; init; }

    /// <exception cref="InterpreterException">It is not on the PATH, or too old.</exception>
    public static Task<Interpreter> FindAsync(CheckLanguage language, CancellationToken cancellationToken) => language switch
    {
        CheckLanguage.Python =>
            FindAsync("Python", new Version(3, 11), "python3", ["-I", "-c", PythonAboutItself], true, Python, cancellationToken),
        CheckLanguage.Javascript =>
            FindAsync("Node.js", new Version(20, 10), "node", ["-p", NodeAboutItself], false, Node, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Runs in this process."),
    };

    private static async Task<Interpreter> FindAsync(
        string name, Version needed, string command, string[] aboutItself, bool limitsAddressSpace,
        Func<string, Confinement, Interpreter> at, CancellationToken cancellationToken)
    {
        var (found, path) = await AskAsync(command, aboutItself, cancellationToken);
        return found >= needed
            ? at(path, await Confinement.FindAsync(limitsAddressSpace, cancellationToken))
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

            var start = Confinement.Confine(_path, _arguments(folder.FullName), limit);
            return await CheckProcess.RunAsync(start, folder.FullName, limit, cancellationToken);
        }
        finally
        {
            Delete(folder);
        }
    }

    /// <summary>A program can take its own folder's permissions away; then it stays.</summary>
    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The folder of a program is left behind: {exception.Message}");
        }
    }

    private static Interpreter Python(string path, Confinement confinement) =>
        new(path, _ => ["-I", "driver"], new() { ["driver"] = PythonDriver }) { Confinement = confinement };

    // Without the flag only later releases of Node 20 tell modules from scripts; package.json ends the search for one in the folders above.
    private static Interpreter Node(string path, Confinement confinement) => new(
        path,
        folder => ["--experimental-detect-module", "--require", Path.Combine(folder, "driver.cjs"), "program"],
        new() { ["driver.cjs"] = NodeDriver, ["package.json"] = "{}" }) { Confinement = confinement };

    /// <summary>
    /// Version and path, as it tells them itself: behind a command there can be a shim, which would look for it again before each program.
    /// </summary>
    private static async Task<(Version? Version, string Path)> AskAsync(
        string command, string[] aboutItself, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo(command, aboutItself);
            var told = await CheckProcess.RunAsync(start, Path.GetTempPath(), CheckLimit.Proof, cancellationToken);
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
