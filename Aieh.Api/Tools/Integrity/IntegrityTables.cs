using System.Globalization;
using Aieh.Api.Platform.Http;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Tools.Integrity;

/// <summary>The figures of a simulation as Markdown tables: percentages, false alarms with their standard errors.</summary>
internal static class IntegrityTables
{
    private static readonly double[] Rates =
        [IntegrityRules.Standard.LowRate, IntegrityRules.Standard.MediumRate, IntegrityRules.Standard.HighRate];

    public static void Write(
        TextWriter writer, IntegrityTest test, IReadOnlyList<IntegritySimulationResult> kinds, IReadOnlyList<VerificationPoint> points)
    {
        var verification = test.HasVerification ? $"; verification by {test.Length} of {test.Pool} other items" : "";
        var people = string.Join(", ", kinds.Select(kind => $"{Count(kind.People)} {NameOf(kind.Kind)}"));
        writer.WriteLine($"{test.Assessment}: {test.Items} items{verification}; {people}");
        writer.WriteLine();
        WriteFalseAlarms(writer, kinds.First(each => each.Kind == CandidateKind.Honest));
        writer.WriteLine();
        WritePower(writer, [.. kinds.Where(each => each.Kind != CandidateKind.Honest)]);
        if (!test.HasVerification) return;

        writer.WriteLine();
        WriteOutcomes(writer, kinds);
        if (points.Count == 0) return;

        writer.WriteLine();
        WriteCurves(writer, points);
    }

    public static string NameOf(CandidateKind kind) => KebabCase.Of(kind);

    private static void WriteFalseAlarms(TextWriter writer, IntegritySimulationResult honest)
    {
        WriteRow(writer, ["false alarms, %", .. Rates.Select(rate => FormattableString.Invariant($"at {100 * rate:0.#} %"))]);
        WriteRow(writer, ["---", .. Rates.Select(_ => "---:")]);
        foreach (var (name, shares) in RowsOf(honest))
        {
            WriteRow(writer, [name, Share(shares.Low), Share(shares.Medium), Share(shares.High)]);
        }
    }

    // At the three rates, as false alarms are.
    private static void WritePower(TextWriter writer, IReadOnlyList<IntegritySimulationResult> kinds)
    {
        var rows = kinds.Select(kind => RowsOf(kind).ToDictionary()).ToList();
        WriteRow(writer, ["found, %", .. kinds.Select(kind => NameOf(kind.Kind))]);
        WriteRow(writer, ["---", .. kinds.Select(_ => "---:")]);
        foreach (var name in rows.SelectMany(row => row.Keys).Distinct())
        {
            WriteRow(writer, [name, .. rows.Select(row => row.TryGetValue(name, out var shares) ? Power(shares) : "")]);
        }

        static string Power(SimulatedShares shares) => FormattableString.Invariant(
            $"{100 * shares.Low.Share:0.0} / {100 * shares.Medium.Share:0.0} / {100 * shares.High.Share:0.0}");
    }

    private static IEnumerable<(string Name, SimulatedShares Shares)> RowsOf(IntegritySimulationResult kind)
    {
        foreach (var (signal, shares) in kind.Signals) yield return (KebabCase.Of(signal), shares);
        yield return ("status", kind.Status);
        if (!kind.Outcomes.IsEmpty) yield return ("status with the verification", kind.VerifiedStatus);
    }

    private static void WriteOutcomes(TextWriter writer, IReadOnlyList<IntegritySimulationResult> kinds)
    {
        var outcomes = Enum.GetValues<VerificationOutcome>();
        WriteRow(writer, ["verification of, %", .. outcomes.Select(KebabCase.Of)]);
        WriteRow(writer, ["---", .. outcomes.Select(_ => "---:")]);
        foreach (var kind in kinds) WriteRow(writer, [NameOf(kind.Kind), .. outcomes.Select(outcome => Share(kind.Outcomes[outcome]))]);
    }

    // Found inconsistent and found consistent.
    private static void WriteCurves(TextWriter writer, IReadOnlyList<VerificationPoint> points)
    {
        var gains = points.Select(point => point.Gain).Distinct().ToList();
        WriteRow(writer, ["inconsistent / consistent, %", .. gains.Select(gain => FormattableString.Invariant($"gain {gain}"))]);
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

    private static string Count(int people) => people.ToString("N0", CultureInfo.InvariantCulture);
}
