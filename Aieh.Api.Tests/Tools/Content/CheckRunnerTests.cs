using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Content.Checks;
using static Aieh.Api.Tests.Tools.Content.ContentFixture;

namespace Aieh.Api.Tests.Tools.Content;

public sealed class CheckRunnerTests
{
    private const string Table = "CREATE TABLE t (id INT, x); INSERT INTO t VALUES (1, 2.5), (2, NULL), (3, 'c');";

    private static readonly CheckLimit Unlimited = new(HangGuard.Limit, long.MaxValue, HangGuard.Limit);

    private static IEnumerable<TestCaseData> Programs() =>
    [
        Case("python", "print('é')\nprint(1)", "é\n1\n"),
        Case("python", "print(1)\nraise KeyError('x')", "raises: KeyError"),
        Case("python", "import sys\nsys.exit(0)", "raises: SystemExit"),
        Case("python", "import os\nprint('HOME' in os.environ, sorted(os.listdir()))", "False ['driver', 'program']\n"),
        Case("python", "if __name__ == '__main__':\n    print('main')", "main\n"),
        Case("javascript", "console.log(this === module.exports, typeof require)", "true function\n"),
        Case("javascript", "setTimeout(() => console.log('later'), 20); console.log('now')", "now\nlater\n"),
        Case("javascript", "import { sep } from 'node:path';\nconsole.log(await Promise.resolve(sep.length))", "1\n"),
        Case("javascript", "console.log(1); null.x", "raises: TypeError"),
        Case("javascript", "class NotFound extends Error {}\nPromise.reject(new NotFound('x'))", "raises: NotFound"),
        Case("javascript", "let let = 1", "raises: SyntaxError"),
        Case("javascript", "console.log(Object.keys(process.env).join())", "PATH\n"),
        Case("sqlite", "SELECT * FROM t ORDER BY id", "1|2.5\n2|NULL\n3|c\n"),
        Case("sqlite", "SELECT 1; SELECT 2; UPDATE t SET x = 0", "2\n"),
        Case("sqlite", "SELECT 1; SELECT id FROM t WHERE x = NULL", ""),
        Case("sqlite", "SELECT nothing FROM t", "raises: SqliteException"),
        Case("sqlite", "SELECT 100.0, 1e300, x'0aff', 9007199254740993", "100|1E+300|X'0AFF'|9007199254740993\n"),
        Case("sqlite", "PRAGMA foreign_keys", "1\n"),
        Case("sqlite", "ATTACH 'other.db' AS other", "raises: SqliteException"),
    ];

    [TestCaseSource(nameof(Programs))]
    public async Task Run_Program_HasTheOutcome(string language, string code, string outcome)
    {
        var check = new ItemCheck
        {
            Language = Language(language),
            Setup = language == "sqlite" ? Table : null,
            Code = code,
            Predictions = PerOption(outcome, "other\n", "raises: Other", "more\n"),
        };

        var problems = await ProblemsAsync(Item(check));

        Assert.That(problems, outcome.Length == 0 ? Is.EqualTo((string[])["the program prints nothing"]) : Is.Empty);
    }

    [TestCase("b", "the key is b, but what the program does is predicted by a: it printed \"1\\n\"")]
    [TestCase("a", null)]
    public async Task Run_Predictions_OnlyTheKeyMayForesee(string key, string? problem)
    {
        var check = new ItemCheck
        {
            Language = CheckLanguage.Sqlite,
            Code = "SELECT 1",
            Predictions = PerOption("1\n", "2\n", "1", "raises: SqliteException"),
        };

        Assert.That(await ProblemsAsync(Item(check, key)), problem is null ? Is.Empty : Is.EqualTo((string[])[problem]));
    }

    [Test]
    public async Task Run_TwoOptionsPredictTheOutcome_IsAProblem()
    {
        var check = new ItemCheck
        {
            Language = CheckLanguage.Sqlite,
            Code = "SELECT 1",
            Predictions = PerOption("1\n", "1\n", "2\n", "3\n"),
        };

        Assert.That(await ProblemsAsync(Item(check)), Has.One.Contains("predicted by a, b"));
    }

    [Test]
    public async Task Run_Options_OnlyTheKeyMayPrintWhatIsExpected()
    {
        var check = new ItemCheck
        {
            Language = CheckLanguage.Sqlite,
            Setup = Table,
            ExpectStdout = "3\n",
            Options = PerOption("SELECT COUNT(*) FROM t", "SELECT 1", "SELECT nothing", "SELECT 1 WHERE 0"),
        };
        var second = check with { Options = PerOption("SELECT COUNT(*) FROM t", "SELECT MAX(id) FROM t", "SELECT 1", "SELECT 2") };

        Assert.That(await ProblemsAsync(Item(check)), Is.Empty);
        Assert.That(
            await ProblemsAsync(Item(second)),
            Is.EqualTo((string[])["the program of option b prints what only the key may print, \"3\\n\""]));
        Assert.That(await ProblemsAsync(Item(check, "b")), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Run_OptionsShareADatabase_StateStartsAnew()
    {
        var check = new ItemCheck
        {
            Language = CheckLanguage.Sqlite,
            Setup = Table,
            ExpectStdout = "3\n",
            Options = PerOption("SELECT COUNT(*) FROM t", "DELETE FROM t; SELECT COUNT(*) FROM t", "DROP TABLE t", "SELECT 0"),
        };

        Assert.That(await ProblemsAsync(Item(check)), Is.Empty);
    }

    [TestCase("SELECT 1", "SELECT * FROM missing", "the program cannot be set up")]
    [TestCase("SELECT 2", "SELECT 1", "the program must print \"1\\n\": it printed \"2\\n\"")]
    public async Task Run_SqliteProgramThatDoesNotProve_IsTold(string code, string setup, string problem)
    {
        var check = new ItemCheck { Language = CheckLanguage.Sqlite, Code = code, Setup = setup, ExpectStdout = "1\n" };

        Assert.That(await ProblemsAsync(Item(check)), Has.One.StartsWith(problem));
    }

    [Test]
    public async Task Run_OwnCodeWithoutPredictions_OptionsQuoteWhatIsPrinted()
    {
        var code = new ItemCode { Language = "sql", Version = "3", Text = "SELECT 'b'" };
        var check = new ItemCheck { Language = CheckLanguage.Sqlite, ExpectStdout = "b\n" };

        Assert.That(await ProblemsAsync(Item(check, "b", code)), Is.Empty);
        Assert.That(await ProblemsAsync(Item(check, "c", code)), Has.One.Contains("predicted by b"));
    }

    [Test]
    public async Task Run_ExpectationAlone_LeavesTheKeyUnbound()
    {
        var fact = new ItemCheck { Language = CheckLanguage.Sqlite, Code = "SELECT 42", ExpectStdout = "42\n" };
        var named = fact with { Code = "SELECT 'c'", ExpectStdout = "c\n" };
        var predicted = fact with { Predictions = PerOption("1\n", "2\n", "42\n", "3\n") };

        var report = await RunAsync(
            [Item(fact, "c"), Item(named, "c") with { Id = "planted-002" }, Item(predicted, "c") with { Id = "planted-003" }]);

        Assert.That(report.Problems, Is.Empty);
        Assert.That(report.Unbound, Is.EqualTo((string[])["planted-001"]));
    }

    [TestCase("SELECT 'c'", "c\n", "is predicted by c")]
    [TestCase("SELECT 'b c'", "b c\n", "is predicted by b, c")]
    public async Task Run_ProgramThatNamesTheOption_MustNameTheKeyAlone(string code, string stdout, string problem)
    {
        var check = new ItemCheck { Language = CheckLanguage.Sqlite, Code = code, ExpectStdout = stdout };

        Assert.That(await ProblemsAsync(Item(check, "b")), Has.One.Contains(problem));
    }

    [Test]
    public void Run_SqliteProgramWithoutEnd_IsStopped()
    {
        const string WithoutEnd = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
        var endless = new CheckProgram("planted", null, CheckLanguage.Sqlite, null, WithoutEnd);

        var tooMany = SqliteProgram.Run(endless, Unlimited with { Steps = 1_000_000 });
        var tooLong = SqliteProgram.Run(endless, Unlimited with { Elapsed = TimeSpan.FromSeconds(0.1) });

        Assert.That(tooMany.Failure, Is.EqualTo("took more than 1000000 steps"));
        Assert.That(tooLong.Failure, Is.EqualTo("took longer than 0.1 s"));
    }

    [TestCase("python", "while True:\n    pass", true)]
    [TestCase("javascript", "while (true);", true)]
    [TestCase("python", "import time\ntime.sleep(86400)", false)]
    [TestCase("javascript", "setInterval(() => 0, 1000)", false)]
    public async Task Run_ProgramWithoutEnd_IsStopped(string language, string code, bool works)
    {
        var ending = language == "python" ? "print(1)" : "console.log(1)";
        _ = await RunAsync([Item(new ItemCheck { Language = Language(language), Code = ending, ExpectStdout = "1\n" })]);
        var interpreter = await Interpreter.FindAsync(Language(language), CancellationToken.None);

        var half = TimeSpan.FromSeconds(0.5);
        var limit = works ? Unlimited with { ProcessorTime = half } : Unlimited with { Elapsed = half };

        var outcome = await interpreter.RunAsync(code, limit, CancellationToken.None);

        Assert.That(outcome.Failure, Is.EqualTo(works ? "used more than 0.5 s of processor time" : "took longer than 0.5 s"));
    }

    private static TestCaseData Case(string language, string code, string outcome) => new(language, code, outcome);

    private static CheckLanguage Language(string name) => Enum.Parse<CheckLanguage>(name, ignoreCase: true);
}
