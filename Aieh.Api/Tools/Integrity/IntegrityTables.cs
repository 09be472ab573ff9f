using System.Globalization;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Tools.Integrity;

/// <summary>The figures of a simulation as Markdown tables: percentages, each with its standard error.</summary>
internal static class IntegrityTables
{
    public static void Write(
        TextWriter writer, IntegrityTest test, IReadOnlyList<IntegritySimulationResult> kinds, IReadOnlyList<VerificationPoint> points)
    {
        var verification = test.HasVerification ? $"; verification by {test.Length} of {test.Pool} other items" : "";
        var people = string.Join(", ", kinds.Select(kind => $"{Count(kind.People)} {NameOf(kind.Kind)}"));
        writer.WriteLine($"{test.Assessment}: {test.Items} items{verification}; {people}");
        writer.WriteLine();
        WriteSignals(writer, kinds);
        if (!test.HasVerification) return;

        writer.WriteLine();
        WriteOutcomes(writer, kinds);
        if (points.Count == 0) return;

        writer.WriteLine();
        WriteCurves(writer, points);
    }

    public static string NameOf(CandidateKind kind) => KebabCase.Of(kind);

    private static void WriteSignals(TextWriter writer, IReadOnlyList<IntegritySimulationResult> kinds)
    {
        var rules = IntegrityRules.Standard;
        WriteRow(writer, ["people", "signal", Rate(rules.LowRate), Rate(rules.MediumRate), Rate(rules.HighRate)]);
        WriteRow(writer, ["---", "---", "---:", "---:", "---:"]);
        foreach (var kind in kinds)
        {
            foreach (var (signal, shares) in kind.Signals) WriteShares(KebabCase.Of(signal), shares);
            WriteShares("status", kind.Status);
            if (!kind.Outcomes.IsEmpty) WriteShares("status with the verification", kind.VerifiedStatus);

            void WriteShares(string name, SimulatedShares shares) =>
                WriteRow(writer, [NameOf(kind.Kind), name, Share(shares.Low), Share(shares.Medium), Share(shares.High)]);
        }
    }

    private static void WriteOutcomes(TextWriter writer, IReadOnlyList<IntegritySimulationResult> kinds)
    {
        var outcomes = Enum.GetValues<VerificationOutcome>();
        WriteRow(writer, ["verification of", .. outcomes.Select(KebabCase.Of)]);
        WriteRow(writer, ["---", .. outcomes.Select(_ => "---:")]);
        foreach (var kind in kinds) WriteRow(writer, [NameOf(kind.Kind), .. outcomes.Select(outcome => Share(kind.Outcomes[outcome]))]);
    }

    // Found inconsistent and found consistent.
    private static void WriteCurves(TextWriter writer, IReadOnlyList<VerificationPoint> points)
    {
        var gains = points.Select(point => point.Gain).Distinct().ToList();
        WriteRow(writer, ["inconsistent / consistent", .. gains.Select(gain => FormattableString.Invariant($"gain {gain}"))]);
        WriteRow(writer, ["---", .. gains.Select(_ => "---:")]);
        foreach (var row in points.GroupBy(point => point.Length))
        {
            WriteRow(writer, [$"{row.Key} items", .. row.Select(Cell)]);
        }

        static string Cell(VerificationPoint point) => FormattableString.Invariant(
            $"{100 * point.Inconsistent.Share:0.0} / {100 * point.Consistent.Share:0.0}");
    }

    private static void WriteRow(TextWriter writer, IEnumerable<string> cells) => writer.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string Share(SimulatedShare share) =>
        FormattableString.Invariant($"{100 * share.Share:0.00} ± {100 * share.StandardError:0.00}");

    private static string Rate(double rate) => FormattableString.Invariant($"at {100 * rate:0.#} %");

    private static string Count(int people) => people.ToString("N0", CultureInfo.InvariantCulture);
}
