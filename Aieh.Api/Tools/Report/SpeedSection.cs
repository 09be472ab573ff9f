using System.Xml.Linq;
using Aieh.Api.Drawing;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>Whether the time limit kept people from the last items.</summary>
internal static class SpeedSection
{
    public static XElement? Of(CheckedTest test)
    {
        if (test.Speed is not { IsUnspeeded: { } isUnspeeded } speed) return null;
        var rule = $"at least {Show.Percent(Speededness.Finishing)} reach the last item and "
            + $"{Show.Percent(Speededness.VirtuallyEveryone)}, virtually everyone, three quarters of the form";
        return Page.Section("speed", "Speededness",
            Page.Text($"Of {Show.Count(speed.People)} people who answered anything, {Show.Percent(speed.ShareReachingLast!.Value)} reached "
                + $"the last of {speed.Items} items and {Show.Percent(speed.ShareReachingThreeQuarters!.Value)} "
                + $"item {speed.ThreeQuarterPoint}, at three quarters. "
                + $"By Swineford's rule the form is {(isUnspeeded ? "unspeeded" : "speeded")}: it is unspeeded when {rule}. "
                + "That says how many finished, not what the limit cost them."),
            speed.NotStarted == 0 ? null : Page.Note($"{Show.Count(speed.NotStarted)} people without any answer are left out."),
            Page.Figures("one",
            [
                Page.Figure(
                    Draw(speed),
                    "Share of people who reached each item, that is, answered it or a later one. "
                    + "Dashed: as high as the rule asks at three quarters and at the end; the line has to pass above both."),
            ]),
            Page.Table("How far people got, means per person", ["", "items"],
            [
                ["Passed over before the last answer (omitted)", Show.Number(speed.Omitted)],
                ["After the last answer (not reached)", Show.Number(speed.NotReached)],
                ["Position of the last item reached", Show.Number(speed.MeanLastReached)],
            ]));
    }

    private static XElement Draw(SpeedednessResult speed)
    {
        var places = Axis.Over("item, by its place in the form", 0, speed.Items + 1, 8);
        var plot = new Plot(
            "Share of people who reached each item",
            $"Falls from {Show.Percent(speed.ShareReached[0])} at the first item to {Show.Percent(speed.ShareReached[^1])} at the last.",
            places with { Ticks = [.. places.Ticks.Where(tick => tick >= 1 && tick == Math.Floor(tick))] },
            new Axis("share of people, %", 0, 100, [0, 20, 40, 60, 80, 100]),
            220);
        var points = speed.ShareReached.Select((share, i) => ((double)(i + 1), 100 * share)).ToArray();
        Asked(speed.ThreeQuarterPoint, 100 * Speededness.VirtuallyEveryone, 55);
        Asked(speed.Items, 100 * Speededness.Finishing, 30);
        plot.Line(points, "c0");
        foreach (var (place, share) in points) plot.Point(place, share, 2.2, "dot", $"item {place}: {Show.Number(share, "0.0")} %");
        return plot.ToSvg();

        // A post as high as the share, with its name at another height than the other's, since in a short form they stand close.
        void Asked(int place, double share, double height)
        {
            var half = speed.Items / 50.0;
            plot.Segment(place, 0, place, share, "limit").Segment(place - half, share, place + half, share, "hot-line");
            plot.Word(place, height, $"asked: {Show.Number(share, "0")} %", "label end", dx: -5);
        }
    }
}
