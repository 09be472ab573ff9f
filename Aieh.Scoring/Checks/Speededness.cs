using System.Collections.Immutable;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Checks;

/// <summary>How far people got in a timed form.</summary>
/// <param name="People">People who answered at least one item: the ones counted.</param>
/// <param name="NotStarted">People without any answer, left out.</param>
/// <param name="Items">Number of items.</param>
/// <param name="Omitted">Mean number of items passed over, unanswered before the last answer; null when nobody is counted.</param>
/// <param name="NotReached">Mean number of items after the last answer; null when nobody is counted.</param>
/// <param name="MeanLastReached">Mean position of the last item reached, from 1; null when nobody is counted.</param>
/// <param name="ThreeQuarterPoint">Position of the item at 75 % of the form, from 1, rounded up.</param>
/// <param name="ShareReachingThreeQuarters">Share of people who reached it; null when nobody is counted.</param>
/// <param name="ShareReachingLast">Share of people who reached the last item; null when nobody is counted.</param>
/// <param name="IsUnspeeded">
/// Swineford's rule: whether at least 80 % reached the last item and virtually everyone (99 %) the three-quarter point;
/// null when nobody is counted.
/// </param>
/// <param name="ShareReached">Share of people who reached each item, in form order; empty when nobody is counted.</param>
public sealed record SpeedednessResult(
    int People, int NotStarted, int Items, double? Omitted, double? NotReached, double? MeanLastReached,
    int ThreeQuarterPoint, double? ShareReachingThreeQuarters, double? ShareReachingLast, bool? IsUnspeeded,
    ImmutableArray<double> ShareReached);

/// <summary>Whether the time limit of a fixed form kept people from its last items.</summary>
public static class Speededness
{
    /// <summary>Share of people who must reach the last item: 0.80.</summary>
    public const double Finishing = 0.80;

    /// <summary>
    /// Share of people who must reach three quarters of the form: 0.99. The published rule says virtually everyone; the number is ours.
    /// </summary>
    public const double VirtuallyEveryone = 0.99;

    /// <summary>Analyses how far people got.</summary>
    /// <param name="responses">
    /// Row-major, people × items in the order served to everyone, −1 where there is no answer:
    /// before the last answer that is omitted, after it not reached.
    /// </param>
    /// <param name="items">Number of items; at least 1.</param>
    /// <returns>Shares reached and the verdict of Swineford's rule.</returns>
    /// <exception cref="ArgumentException">The responses are not whole rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response or the number of items is outside its domain.</exception>
    /// <remarks>
    /// Unanswered items must not have been scored as category 0 beforehand, or everyone seems to have finished.
    /// A person who read the last item and left it blank counts as not reaching it [Lord1980]. The rule is that of [Swineford1956];
    /// it says how many finished, not what the limit cost them.
    /// </remarks>
    public static SpeedednessResult Analyze(ReadOnlySpan<int> responses, int items)
    {
        var matrix = new ResponseMatrix(responses, items);
        var reached = new int[items];
        long omitted = 0, last = 0;
        var people = 0;
        for (var person = 0; person < matrix.People; person++)
        {
            var row = matrix.Row(person);
            var length = row.LastIndexOfAnyExcept(Response.NotAdministered) + 1;
            if (length == 0) continue;
            people++;
            last += length;
            omitted += row[..length].Count(Response.NotAdministered);
            for (var i = 0; i < length; i++) reached[i]++;
        }

        var threeQuarters = (3 * items + 3) / 4;
        if (people == 0) return new SpeedednessResult(0, matrix.People, items, null, null, null, threeQuarters, null, null, null, []);

        double Share(int position) => (double)reached[position - 1] / people;
        return new SpeedednessResult(
            people, matrix.People - people, items, (double)omitted / people, items - (double)last / people, (double)last / people,
            threeQuarters, Share(threeQuarters), Share(items), Share(items) >= Finishing && Share(threeQuarters) >= VirtuallyEveryone,
            [.. Enumerable.Range(1, items).Select(Share)]);
    }
}
