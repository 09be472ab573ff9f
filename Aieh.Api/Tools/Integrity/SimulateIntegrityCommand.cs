using System.CommandLine;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Tools.Integrity;

/// <summary>The verb `simulate-integrity`: how often the signs of a result that is not its owner's err, and what they find.</summary>
internal static class SimulateIntegrityCommand
{
    private const int MostPeople = 1_000_000;
    private const int LongestVerification = 30;

    /// <summary>For each honest person a tenth of one of every other kind.</summary>
    private const int HonestForEachOther = 10;

    private static readonly double[] Gains = [0, 0.5, 1, 1.5, 2, 3];
    private static readonly int[] Lengths = [8, 10, 12, 16, 20];

    /// <param name="configuredFolder">The folder of the catalog by these settings.</param>
    public static Command Create(Func<string[], string> configuredFolder)
    {
        var folder = new Option<string?>("--catalog")
        {
            Description = "Folder of the catalog; without it, the one that the settings name or that ships with this build.",
        };
        var assessment = new Option<string>("--assessment") { Description = "Slug of the assessment.", Required = true };
        var people = VerbOptions.People(MostPeople);
        people.Description = "How many honest people, by the hundred; of each other kind a tenth.";
        var seed = new Option<ulong>("--seed") { Description = "Seed of the random numbers.", Required = true };
        var length = new Option<int>("--verification-items")
        {
            Description = "How many items a verification gives.",
            DefaultValueFactory = _ => 12,
        };
        length.Refuse(
            count => count is < 1 or > LongestVerification, $"--verification-items must be between 1 and {LongestVerification}.");
        var curve = new Option<int>("--curve-people")
        {
            Description = "How many people for each length and gain of the verification's curves; 0 leaves them out.",
            DefaultValueFactory = _ => 1_000,
        };
        curve.Refuse(count => count is < 0 or > MostPeople, $"--curve-people must be between 0 and {MostPeople}.");
        var threads = new Option<int>("--threads")
        {
            Description = "How many threads; the figures do not depend on it.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        threads.Refuse(count => count < 1, "--threads must be 1 or more.");
        var output = VerbOptions.Output("The tables, Markdown; standard output without it.");

        var command = new Command(
            "simulate-integrity",
            "Simulate honest candidates and others: false alarms and power of each signal, the status and a verification.")
        {
            folder, assessment, people, seed, length, curve, threads, output,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;

        int Run(ParseResult result, CancellationToken cancellationToken)
        {
            var catalog = CatalogFiles.Load(result.GetValue(folder) ?? configuredFolder([.. result.UnmatchedTokens]));
            var test = IntegrityTest.Of(catalog, result.GetValue(assessment)!, result.GetValue(length));
            if (!test.HasVerification) Console.Error.WriteLine(IntegrityTest.NoVerification);
            var notes = new ProgressNotes(Console.Error);
            var run = new Simulation(test, result.GetValue(seed), result.GetValue(threads), notes, cancellationToken);
            var kinds = Enum.GetValues<CandidateKind>().Select(kind => run.Kind(kind, PeopleOf(kind, result.GetValue(people)))).ToList();
            var points = test.HasVerification && result.GetValue(curve) > 0
                ? Lengths.SelectMany(items => Gains.Select(gain => run.Point(items, gain, result.GetValue(curve)))).ToList()
                : [];
            OutputFile.Write(result.GetValue(output), [], Console.Out, writer => IntegrityTables.Write(writer, test, kinds, points));
            return 0;
        }
    }

    private static int PeopleOf(CandidateKind kind, int people) =>
        kind == CandidateKind.Honest ? people : Math.Max(people / HonestForEachOther, 1);

    /// <summary>What is the same in all that is simulated; it tells on the way how far it is.</summary>
    private sealed class Simulation(
        IntegrityTest test, ulong seed, int threads, ProgressNotes notes, CancellationToken cancellationToken)
    {
        private readonly Lock _telling = new();

        public IntegritySimulationResult Kind(CandidateKind kind, int people)
        {
            var done = 0;
            return IntegritySimulation.Run(
                test.Scenario, kind, people, seed, IntegrityRules.Standard, VerificationSettings.Standard, threads, GroupDone,
                cancellationToken);

            void GroupDone()
            {
                lock (_telling)
                {
                    done++;
                    notes.Tell(() => $"{IntegrityTables.NameOf(kind)}: groups of {IntegritySimulation.GroupSize} done: {done}");
                }
            }
        }

        public VerificationPoint Point(int length, double gain, int people)
        {
            notes.Tell(() => FormattableString.Invariant($"verification: {length} items, gain {gain}"));
            return VerificationSimulation.Run(
                test.Scenario, length, gain, people, seed, VerificationSettings.Standard, threads, cancellationToken);
        }
    }
}
