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

    // Of private memory and shared. Node.js reserves much more address space than it uses.
    private static readonly string _addressSpaceLimit = $"ulimit -v {MemoryKilobytes}; ";

    /// <summary>Without it the allocator of glibc reserves 64 MB for each of 8 threads of each processor.</summary>
    public const string ArenaVariable = "MALLOC_ARENA_MAX";
    private static readonly string[] _oneArena = [$"{ArenaVariable}=1"];

    // The processes of a user are counted for each namespace, but root's never. Shells differ in the letter.
    private static readonly string _processLimit = $"ulimit -u {Processes} 2>/dev/null || ulimit -p {Processes}; ";

    // However the lint ends, what it started ends with it.
    private static readonly string[] _withLint = ["setpriv", "--pdeathsig", "KILL"];

    private static readonly string[] _namespaces =
        ["unshare", "--user", "--map-current-user", "--net", "--pid", "--ipc", "--fork", "--kill-child", "--"];

    private readonly bool _limitsAddressSpace;

    private Confinement(bool limitsAddressSpace) => _limitsAddressSpace = limitsAddressSpace;

    private bool HasLimits { get; init; }

    private bool HasNamespaces { get; init; }

    private bool EndsWithLint { get; init; }

    /// <summary>What is not prevented on this system, and is on others.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            if (!HasNamespaces) yield return "network connections";
            if (!HasNamespaces) yield return "processes that leave the program's tree";
            if (!EndsWithLint) yield return "programs that outlive a lint that is killed";
            if (!HasLimits) yield return "memory, and the size of files";
            else if (!_limitsAddressSpace) yield return "shared memory of Node.js (private memory of each process is)";
            if (!CountsProcesses) yield return "the number of processes";
        }
    }

    private bool CountsProcesses => HasNamespaces && !Environment.IsPrivilegedProcess;

    /// <summary>The most that works here: containers often allow no namespaces, and there may be no shell.</summary>
    /// <param name="limitsAddressSpace">Whether the program can do with as much address space as memory.</param>
    /// <param name="cancellationToken">Stops the trials.</param>
    public static async Task<Confinement> FindAsync(bool limitsAddressSpace, CancellationToken cancellationToken)
    {
        var limits = new Confinement(limitsAddressSpace) { HasLimits = true };
        var namespaces = new Confinement(limitsAddressSpace) { HasLimits = true, HasNamespaces = true };
        var all = new Confinement(limitsAddressSpace) { HasLimits = true, HasNamespaces = true, EndsWithLint = true };
        foreach (var confinement in new[] { all, namespaces, limits })
        {
            if (await WorksAsync(confinement.Confine(Shell, ["-c", "exit 0"], CheckLimit.Proof), cancellationToken)) return confinement;
        }

        return new Confinement(limitsAddressSpace);
    }

    public ProcessStartInfo Confine(string command, string[] arguments, CheckLimit limit)
    {
        if (!HasLimits) return new ProcessStartInfo(command, arguments);
        var seconds = (int)Math.Ceiling(limit.ProcessorTime.TotalSeconds);
        var limits = string.Format(CultureInfo.InvariantCulture, _limits, seconds, seconds + 1)
            + (_limitsAddressSpace ? _addressSpaceLimit : "")
            + (CountsProcesses ? _processLimit : "");
        string[] line =
        [
            .. EndsWithLint ? _withLint : [],
            .. HasNamespaces ? _namespaces : [],
            Shell, "-c", limits + Start, "sh", .. _limitsAddressSpace ? _oneArena : [], command, .. arguments,
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
