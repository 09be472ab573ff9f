using System.Globalization;
using System.Security.Cryptography;

namespace Aieh.Load;

/// <summary>
/// What pages cost against the calls of the API that they show, on one warm service, and what the API loses by there being pages: two
/// services, with pages and without. Turns are interleaved; only the ratios mean anything.
/// </summary>
internal static class PagesCost
{
    /// <summary>How many times as long as by the API an answer may take to be saved by the page's form.</summary>
    private const double Allowed = 3;

    private const string SavesByPage = "answer saved by the page's form";
    private const string Off = ", without pages";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    private static readonly (string Name, string Baseline)[] Compared =
    [
        ("page of a question, sample", "attempt read, sample"),
        ("page of a question, full form", "attempt read, full form"),
        (SavesByPage, "answer saved by the API"),
        ("page of a passport", "passport read"),
        ("page of a test", "assessment read"),
        ("passport read", "passport read" + Off),
        ("submission", "submission" + Off),
    ];

    public static async Task<int> RunAsync(int repeats, TimeSpan duration, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-pages-");
        var keyFile = Path.Combine(folder.FullName, "sealing.key");
        await File.WriteAllTextAsync(keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken);
        using var server = await StartAsync("with");
        using var bareServer = await StartAsync("without", "--Pages:Enabled=false");
        using var http = Measurement.Client(server.Url);
        using var bareHttp = Measurement.Client(bareServer.Url);
        var (with, without) = (
            new PageTurns(server, http, cancellationToken), new PageTurns(bareServer, bareHttp, cancellationToken));
        (string Name, Func<Load, Task<Measurement>> Run)[] turns =
        [
            ("page of a question, sample", with.SamplePagesAsync), ("attempt read, sample", with.SampleReadsAsync),
            ("page of a question, full form", with.FullPagesAsync), ("attempt read, full form", with.FullReadsAsync),
            (SavesByPage, with.SavesByPageAsync), ("answer saved by the API", with.SavesAsync),
            ("page of a passport", with.PassportPagesAsync),
            ("passport read", with.PassportReadsAsync), ("passport read" + Off, without.PassportReadsAsync),
            ("page of a test", with.TestPagesAsync), ("assessment read", with.TestReadsAsync),
            ("submission", with.SubmissionsAsync), ("submission" + Off, without.SubmissionsAsync),
        ];

        foreach (var (_, run) in turns) await run(new Load(Measurement.Connections, WarmUp));
        var one = await MeasureAsync(1);
        var many = await MeasureAsync(Measurement.Connections);
        var isMet = Print(one, many);
        folder.Delete(recursive: true);
        return isMet ? 0 : 1;

        Task<ServerProcess> StartAsync(string name, params string[] more) => ServerProcess.StartServiceAsync(
            Path.Combine(folder.FullName, name + ".db"), ServerProcess.FreePort(), cancellationToken,
            [$"--Sealing:KeyFile={keyFile}", .. more]);

        async Task<Dictionary<string, List<Measurement>>> MeasureAsync(int connections)
        {
            var results = turns.ToDictionary(turn => turn.Name, _ => new List<Measurement>());
            Console.WriteLine($"Connections: {connections}");
            for (var repeat = 1; repeat <= repeats; repeat++)
            {
                // Every other time from the last to the first: what a turn leaves behind falls on both sides of a ratio.
                foreach (var (name, run) in repeat % 2 == 1 ? turns : turns.Reverse())
                {
                    var measured = await run(new Load(connections, duration));
                    results[name].Add(measured);
                    Console.WriteLine(measured.LineOf(repeat, name));
                }
            }

            return results;
        }
    }

    /// <summary>Prints the ratios and the aims; true when these are met.</summary>
    private static bool Print(Dictionary<string, List<Measurement>> one, Dictionary<string, List<Measurement>> many)
    {
        Console.WriteLine(
            $"\n| measured | against | one connection: times as long, medians (each repeat) | {Measurement.Connections} connections: times "
            + "as long, by throughput (each repeat) | p99 | server's processor time |\n|---|---|---|---|---|---|");
        foreach (var (name, baseline) in Compared)
        {
            var single = Column(one, result => result.P50);
            var loaded = Column(many, TimeOf);
            Console.WriteLine(
                $"| {name} | {baseline} | {single.Text} | {loaded.Text} | {Shown(Column(many, result => result.P99).Ratio)} "
                + $"| {Shown(Column(many, result => result.ServerMicroseconds).Ratio)} |");

            (double Ratio, string Text) Column(Dictionary<string, List<Measurement>> results, Func<Measurement, double> of)
            {
                var (measured, against) = (results[name].Select(of).ToArray(), results[baseline].Select(of).ToArray());
                var ratio = Measurement.Median(measured) / Measurement.Median(against);
                var each = measured.Zip(against, (left, right) => Shown(left / right));
                return (ratio, $"{Shown(ratio)} ({string.Join(", ", each)})");
            }
        }

        Console.WriteLine("\n| aim | met |\n|---|---|");
        var saves = Compared.Single(each => each.Name == SavesByPage);
        double Saves(Dictionary<string, List<Measurement>> results, Func<Measurement, double> of) =>
            Measurement.Median(results[saves.Name].Select(of)) / Measurement.Median(results[saves.Baseline].Select(of));
        var isMet = Aim($"{SavesByPage}: at most {Allowed:0} times as long", Saves(one, result => result.P50) <= Allowed
            && Saves(many, TimeOf) <= Allowed);
        foreach (var (name, baseline) in Compared.Where(each => each.Baseline.EndsWith(Off, StringComparison.Ordinal)))
        {
            var (left, right) = (many[name].ConvertAll(TimeOf), many[baseline].ConvertAll(TimeOf));
            // One turn of each has nothing to differ by.
            isMet &= left.Count == 1 || Aim(
                $"{name}: with pages as without, within what repeats differ by", left.Min() <= right.Max() && right.Min() <= left.Max());
        }

        return isMet;

        static bool Aim(string aim, bool isMet)
        {
            Console.WriteLine($"| {aim} | {(isMet ? "yes" : "**no**")} |");
            return isMet;
        }
    }

    private static double TimeOf(Measurement result) => 1 / result.Throughput;

    private static string Shown(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);
}
