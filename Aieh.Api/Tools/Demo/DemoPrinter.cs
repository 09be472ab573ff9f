using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Tools.Demo;

/// <summary>Prints the journey for a person: calls dimmed by indentation, scores drawn on the scale.</summary>
internal sealed class DemoPrinter(TextWriter output)
{
    private const int ScaleWidth = 56;
    private const int Lowest = 300;
    private const int Highest = 850;

    public void Step(string number, string title) =>
        output.WriteLine($"\n{number}. {title}\n{new string('─', title.Length + number.Length + 2)}");

    public void Line(string text) => output.WriteLine("   " + text);

    public void Call(string method, string path, int status, int bytes) =>
        Line(string.Create(CultureInfo.InvariantCulture, $"{method,-4} {path}  →  {status}, {bytes:N0} bytes"));

    public void Item(AttemptItem item, int count)
    {
        Line($"{count} items; the first one:");
        var lines = item.Stem.Split('\n').Concat((item.Code?.Text ?? "").Split('\n'));
        foreach (var line in lines.Where(line => line.Length > 0)) Line("  │ " + line);
        foreach (var option in item.Options) Line($"  │   {option.Option}) {option.Text}");
    }

    public void Report(ScoreReportResponse report)
    {
        Line(
            $"{report.Assessment}, {Word(report.Kind)}, {Word(report.Supervision)}: "
            + $"{report.Score} ± {Number(report.StandardError)}{InBand(report.Band)}");
        Scale(report.Score, report.Interval);
        Line("bands " + string.Join("  ", report.BandProbabilities.Select(band => $"{band.Band} {band.Probability:P0}")));
        var (counts, calibration) = (report.Counts, report.Calibration);
        Line(
            $"answered {counts.Answered} of {counts.Items}, omitted {counts.Omitted}, not reached {counts.NotReached}; "
            + $"calibration {calibration.Id} v{calibration.Version} ({Word(calibration.Status)})");
    }

    public void Passport(PassportResponse passport)
    {
        if (passport.Composite is { } composite)
        {
            Line(
                $"composite {composite.Score} ± {Number(composite.StandardError)}{InBand(composite.Band)}; "
                + $"pillars covered {composite.Coverage:P0}, missing {string.Join(", ", passport.MissingPillars)}");
            Scale(composite.Score, composite.Interval);
        }

        foreach (var assessment in passport.Assessments)
        {
            Line(
                $"{assessment.Assessment,-24} {assessment.Score}  currency {Number(assessment.Currency)} "
                + $"({Word(assessment.Freshness)}), refresh due {assessment.RefreshDueAt:yyyy-MM-dd}");
        }
    }

    public void Readiness(string role, ReadinessResponse readiness)
    {
        var shown = readiness.Readiness?.ToString(CultureInfo.InvariantCulture) ?? "-";
        Line(
            $"{role}: {shown} ({Word(readiness.Status)}), "
            + $"coverage {readiness.Coverage:P0} of at least {readiness.MinimumCoverage:P0}");
        if (readiness is { Readiness: { } score, Interval: { } interval }) Scale(score, interval);

        Line("contributions");
        foreach (var part in readiness.Contributions)
        {
            Line(
                $"  {part.Assessment,-24} {part.Score} × {part.EffectiveWeight:P0} = {Number(part.Points)} points   "
                + $"relevance {part.Relevance:0.00}, currency {Number(part.Currency)}");
        }

        if (readiness.NextSteps.Count > 0) Line("what to take next");
        foreach (var step in readiness.NextSteps)
        {
            var when = step.NextEligibleAt is { } at ? $"from {at:yyyy-MM-dd}" : step.AvailableNow ? "now" : "not offered yet";
            Line($"  {step.Assessment,-24} {Word(step.Reason),-8} coverage +{step.CoverageGain:P0} → {step.CoverageAfter:P0}   {when}");
        }
    }

    /// <summary>300 to 850 with the interval as a bar and the score as a point.</summary>
    private void Scale(int score, ScoreInterval interval)
    {
        var line = new char[ScaleWidth + 1];
        Array.Fill(line, '·');
        for (var column = Column(interval.Lower); column <= Column(interval.Upper); column++) line[column] = '━';
        line[Column(score)] = '●';
        Line($"{Lowest} {new string(line)} {Highest}   95 %: {interval.Lower} to {interval.Upper}");
    }

    private static int Column(int score) => (score - Lowest) * ScaleWidth / (Highest - Lowest);

    private static string InBand(string? band) => band is null ? "" : $", {band}";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Word<T>(T value) where T : struct, Enum => KebabCase.Of(value);
}
