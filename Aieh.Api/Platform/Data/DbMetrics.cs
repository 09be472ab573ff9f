using System.Diagnostics.Metrics;

namespace Aieh.Api.Platform.Data;

internal static class DbMetrics
{
    private static readonly Meter Meter = new("Aieh");

    internal static readonly Histogram<int> WriteBatchSize = Meter.CreateHistogram<int>(
        "aieh.db.write.batch.size", "{unit}", "Writes that shared one SQLite transaction.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] });

    internal static readonly Histogram<double> WriteWait = Meter.CreateHistogram<double>(
        "aieh.db.write.wait", "s", "Time a write waited for the SQLite writer.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        });
}
