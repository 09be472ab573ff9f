using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>
/// Keeps a program from more than proving a key, as far as the system can: limits that a shell sets, and namespaces of Linux, in which
/// there is no network and all that a program started ends with it.
/// </summary>
internal sealed class Confinement
{
    private const string Shell = "/bin/sh";
    private const int MemoryKilobytes = 1024 * 1024;
    private const int FileBlocks = 20 * 1024; // of 512 bytes
    private const int Processes = 64;

    // The program is no first process of a namespace, which would ignore signals that end any other: so the shell waits for it.
    private const string Start = "env -i \"PATH=$PATH\" \"$@\"; exit $?";

    // A limit that cannot be set is told and not passed over. A program may ignore the soft limit of processor time, and not the hard one.
    private static readonly CompositeFormat _limits = CompositeFormat.Parse(
        $"set -e; ulimit -c 0; ulimit -d {MemoryKilobytes}; ulimit -f {FileBlocks}; ulimit -S -t {{0}}; ulimit -H -t {{1}}; ");

    // The processes of a user are counted for each namespace, but root's never. Shells differ in the letter.
    private static readonly string _processLimit = $"ulimit -u {Processes} 2>/dev/null || ulimit -p {Processes}; ";

    private static readonly string[] _namespaces =
        ["unshare", "--user", "--map-current-user", "--net", "--pid", "--ipc", "--fork", "--kill-child", "--"];

    private readonly bool _hasLimits;
    private readonly bool _hasNamespaces;

    private Confinement(bool hasLimits, bool hasNamespaces) => (_hasLimits, _hasNamespaces) = (hasLimits, hasNamespaces);

    /// <summary>What is not prevented on this system, and is on others.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            if (!_hasNamespaces) yield return "network connections";
            if (!_hasNamespaces) yield return "processes that leave the program's tree";
            if (!_hasLimits) yield return "memory, and the size of files";
            if (!CountsProcesses) yield return "the number of processes";
        }
    }

    private bool CountsProcesses => _hasNamespaces && !Environment.IsPrivilegedProcess;

    /// <summary>The most that works here: containers often allow no namespaces, and there may be no shell.</summary>
    public static async Task<Confinement> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var hasNamespaces in new[] { true, false })
        {
            var confinement = new Confinement(hasLimits: true, hasNamespaces);
            if (await WorksAsync(confinement.Confine(Shell, ["-c", "exit 0"], CheckLimit.Proof), cancellationToken)) return confinement;
        }

        return new Confinement(hasLimits: false, hasNamespaces: false);
    }

    public ProcessStartInfo Confine(string command, string[] arguments, CheckLimit limit)
    {
        if (!_hasLimits) return new ProcessStartInfo(command, arguments);
        var seconds = (int)Math.Ceiling(limit.ProcessorTime.TotalSeconds);
        var limits = string.Format(CultureInfo.InvariantCulture, _limits, seconds, seconds + 1);
        string[] line =
        [
            .. _hasNamespaces ? _namespaces : [],
            Shell, "-c", limits + (CountsProcesses ? _processLimit : "") + Start, "sh", command, .. arguments,
        ];
        return new ProcessStartInfo(line[0], line[1..]);
    }

    private static async Task<bool> WorksAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        try
        {
            start.RedirectStandardError = true; // why not is no news to whoever runs the lint
            using var process = Process.Start(start)!;
            await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // there is no such command
        }
    }
}
