using System.Net;
using System.Net.Sockets;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Content.Checks;

namespace Aieh.Api.Tests.Tools.Content;

/// <summary>Programs that do more than prove a key. What this system cannot prevent is ignored, with the reason.</summary>
public sealed class ConfinementTests
{
    private static readonly CheckLimit Unlimited = new(HangGuard.Limit, long.MaxValue, HangGuard.Limit);

    [TestCase("python", "import socket\nsocket.create_connection(('127.0.0.1', {0}))\nprint('connected')", "raises: OSError")]
    [TestCase(
        "javascript",
        "require('node:net').connect({0}, '127.0.0.1', () => console.log('connected')).on('error', (e) => console.log(e.code))",
        "ENETUNREACH\n")]
    public async Task Run_ProgramThatConnects_FindsNoNetwork(string language, string code, string expected)
    {
        var interpreter = await FindAsync(language, "network connections");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var port = $"{((IPEndPoint)listener.LocalEndpoint).Port}";

        var outcome = await RunAsync(interpreter, code.Replace("{0}", port, StringComparison.Ordinal));

        Assert.That(outcome.Text, Is.EqualTo(expected), outcome.Failure);
        Assert.That(listener.Pending(), Is.False);
    }

    [Test]
    public async Task Run_ProgramThatLeavesAProcessBehind_TakesItAlong()
    {
        var interpreter = await FindAsync("python", "processes that leave the program's tree");
        var marker = $"left-behind-{Path.GetRandomFileName()}";
        var code = $$"""
            import os, subprocess, sys
            if os.fork() == 0:
                os.setsid()
                subprocess.Popen([sys.executable, "-c", "import time; time.sleep(86400)", "{{marker}}"])
                os._exit(0)
            os.wait()
            print("done")
            """;

        var outcome = await RunAsync(interpreter, code);

        Assert.That(outcome.Text, Is.EqualTo("done\n"), outcome.Failure);
        Assert.That(OtherProcesses.IsRunning(marker), Is.False);
    }

    [TestCase("python", "x = bytearray(8 << 30)\nprint(len(x))", "raises: MemoryError")]
    [TestCase("javascript", "console.log(Buffer.alloc(8 * 2 ** 30, 1).length)", "raises: RangeError")]
    public async Task Run_ProgramThatEatsMemory_IsRefusedIt(string language, string code, string expected)
    {
        var interpreter = await FindAsync(language, "memory, and the size of files");

        Assert.That((await RunAsync(interpreter, code)).Text, Is.EqualTo(expected));
    }

    /// <summary>A limit of private memory alone does not count it.</summary>
    [TestCase("import mmap\nx = mmap.mmap(-1, 2 << 30)\nprint(len(x))")]
    [TestCase("import mmap, os\nf = os.memfd_create('x')\nos.truncate(f, 10 << 20)\nx = [mmap.mmap(f, 0) for _ in range(200)]\nprint(len(x))")]
    public async Task Run_PythonProgramThatSharesMemory_IsRefusedItToo(string code)
    {
        var interpreter = await FindAsync("python", "memory, and the size of files");

        Assert.That((await RunAsync(interpreter, code)).Text, Is.EqualTo("raises: OSError"));
    }

    /// <summary>The allocator would reserve address space for each, by the number of processors.</summary>
    [Test]
    public async Task Run_PythonProgramOfManyThreads_HasTheMemoryForThem()
    {
        var interpreter = await FindAsync("python");
        const string Threads = """
            import threading
            barrier = threading.Barrier(33)
            for _ in range(32):
                threading.Thread(target=lambda: (bytearray(100_000), barrier.wait())).start()
            barrier.wait()
            print("done")
            """;

        Assert.That((await RunAsync(interpreter, Threads)).Text, Is.EqualTo("done\n"));
    }

    [Test]
    public async Task Missing_OfJavaScript_NamesSharedMemory()
    {
        var (python, node) = (await FindAsync("python"), await FindAsync("javascript"));

        Assert.That(python.Confinement.Missing, Has.None.Contains("shared memory"));
        Assert.That(node.Confinement.Missing, Has.One.StartsWith("shared memory").Or.One.StartsWith("memory"));
    }

    /// <summary>A program has to end with the lint, and so with the thread that started it; the pool lets its threads go.</summary>
    [Test]
    public async Task Run_ThreadThatStartsTheProgramEnds_ProgramGoesOn()
    {
        var interpreter = await FindAsync("python");
        Task<CheckOutcome>? running = null;
        var start = interpreter.Confinement.Confine("/bin/sh", ["-c", "sleep 0.3; echo done"], Unlimited);
        var thread = new Thread(() => running = CheckProcess.RunAsync(start, Path.GetTempPath(), Unlimited, CancellationToken.None));
        thread.Start();
        thread.Join();

        Assert.That((await running!).Text, Is.EqualTo("done\n"));
    }

    [TestCase("python", "with open('big', 'wb') as f:\n    while True: f.write(bytes(1 << 20))", "raises: OSError")]
    [TestCase(
        "javascript",
        "const fs = require('node:fs'); const f = fs.openSync('big', 'w'); for (;;) fs.writeSync(f, Buffer.alloc(1 << 20))",
        "raises: Error")]
    public async Task Run_ProgramThatFillsTheDisk_IsStoppedAtALimit(string language, string code, string expected)
    {
        var interpreter = await FindAsync(language, "memory, and the size of files");

        Assert.That((await RunAsync(interpreter, code)).Text, Is.EqualTo(expected));
    }

    [Test]
    public async Task Run_ProgramThatForks_ReachesALimit()
    {
        var interpreter = await FindAsync("python", "the number of processes");
        const string Forks = """
            import os, time
            try:
                for _ in range(1000):
                    if os.fork() == 0:
                        time.sleep(86400)
                print("forked")
            except BlockingIOError:
                print("refused")
            """;

        Assert.That((await RunAsync(interpreter, Forks)).Text, Is.EqualTo("refused\n"));
    }

    [Test]
    public async Task Run_ProgramThatIgnoresTheLimitOfProcessorTime_IsEndedAllTheSame()
    {
        var interpreter = await FindAsync("python", "memory, and the size of files");
        const string Ignores = "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass";
        var limit = Unlimited with { ProcessorTime = TimeSpan.FromSeconds(1) };

        var outcome = await interpreter.RunAsync(Ignores, limit, CancellationToken.None);

        Assert.That(outcome.Failure, Does.StartWith("ended with exit code 137").Or.EqualTo(limit.TooMuchProcessorTime));
    }

    [TestCase("python", "while True: print('x' * 1000)")]
    [TestCase("python", "import sys\nwhile True: print('x' * 1000, file=sys.stderr)")]
    public async Task Run_ProgramThatPrintsWithoutEnd_IsStopped(string language, string code)
    {
        var interpreter = await FindAsync(language);

        Assert.That((await RunAsync(interpreter, code)).Failure, Is.EqualTo("printed more than 1000000 characters"));
    }

    [TestCase("python", "import os\nprint(sorted(os.environ.keys() - {'LC_CTYPE'}))", "['PATH']\n")]
    [TestCase("javascript", "console.log(Object.keys(process.env).join())", "PATH\n")]
    public async Task Run_ProgramThatReadsTheEnvironment_FindsThePathAlone(string language, string code, string expected)
    {
        var interpreter = await FindAsync(language);

        Assert.That((await RunAsync(interpreter, code)).Text, Is.EqualTo(expected));
    }

    /// <summary>Ours holds connection strings.</summary>
    [Test]
    public async Task Run_ProgramThatReadsOurEnvironment_MayNot()
    {
        var interpreter = await FindAsync("python", "network connections");

        var outcome = await RunAsync(interpreter, $"print(len(open('/proc/{Environment.ProcessId}/environ').read()))");

        Assert.That(outcome.Text, Is.EqualTo("raises: PermissionError"), outcome.Failure);
    }

    [TestCase("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hex(randomblob(500)) FROM n", "printed more than 1000000 characters", null)]
    [TestCase("CREATE TABLE t (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO t SELECT zeroblob(9000) FROM n", null, "database or disk is full")]
    [TestCase("SELECT length(zeroblob(10001))", null, "string or blob too big")]
    [TestCase("SELECT instr(printf('%.*c', 9000000, 'a'), printf('%.*c', 4500000, 'a') || 'b')", null, "string or blob too big")]
    [TestCase("PRAGMA max_page_count = 1000000000", null, "not authorized")]
    [TestCase("PRAGMA hard_heap_limit = 0", null, "not authorized")]
    public void Run_SqliteProgramThatEatsMemory_IsStopped(string code, string? failure, string? detail)
    {
        var outcome = SqliteProgram.Run(new CheckProgram("planted", null, CheckLanguage.Sqlite, null, code), Unlimited);

        Assert.That(outcome.Failure, Is.EqualTo(failure));
        if (detail is not null) Assert.That(outcome.Detail, Does.Contain(detail));
    }

    [TestCase(null, "SELECT {0}")]
    [TestCase("SELECT {0}", "SELECT 1")]
    public void Run_SqliteRowThatIsTooLong_IsRefusedBeforeItIsWhole(string? setup, string code)
    {
        var values = string.Join(", ", Enumerable.Repeat("zeroblob(10000)", 1900));
        var program = new CheckProgram(
            "planted", null, CheckLanguage.Sqlite, setup?.Replace("{0}", values, StringComparison.Ordinal),
            code.Replace("{0}", values, StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var outcome = SqliteProgram.Run(program, Unlimited);

        // A million characters are 2 MB, and a builder and a blob's hexadecimal digits more; the row would be 38 million characters.
        Assert.That(outcome.Failure, Is.EqualTo("printed more than 1000000 characters"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(20_000_000));
    }

    private static Task<CheckOutcome> RunAsync(Interpreter interpreter, string code) =>
        interpreter.RunAsync(code, Unlimited, CancellationToken.None);

    private static async Task<Interpreter> FindAsync(string language, string? prevented = null)
    {
        try
        {
            var wanted = Enum.Parse<CheckLanguage>(language, ignoreCase: true);
            var interpreter = await Interpreter.FindAsync(wanted, CancellationToken.None);
            var missing = interpreter.Confinement.Missing.Contains(prevented);
            if (missing) Assert.Ignore($"This system does not prevent {prevented}, as the lint says in its report.");
            return interpreter;
        }
        catch (InterpreterException missing)
        {
            Assert.Ignore($"Programs that prove keys were not run. {missing.Message}");
            throw;
        }
    }
}
