using Aieh.Api.Catalog.Documents;
using Aieh.Api.Drawing;
using Aieh.Api.Employers.Impact;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Reports;

/// <summary>What selection does to groups, as the page shows it: the API's numbers.</summary>
internal sealed class ImpactViews(
    CatalogCache cache, GroupNames names, IStringLocalizer<ReportWords> words, IStringLocalizer<PictureWords> pictures)
{
    private const double SmallestShown = 0.0001;

    /// <param name="impact">What the API says.</param>
    /// <param name="cut">The cut that was asked for; null when none was.</param>
    /// <param name="cuts">Those that can be.</param>
    /// <param name="employer">Whose it is.</param>
    /// <param name="link">What opens it.</param>
    /// <param name="path">Address of the page.</param>
    public ImpactView Of(
        ImpactResponse impact, int? cut, IReadOnlyList<int> cuts, string employer, ImpactLink link, string path)
    {
        List<ImpactPart> parts = [];
        if (impact.Selection is { } selection)
        {
            var title = words["SelectionAt", Written.Number(selection.Threshold)];
            parts.Add(PartOf("selection", title, "SelectionText", selection, impact));
        }

        if (impact.Scoring is { } scoring) parts.Add(PartOf("scoring", words["ScoringRates"], "ScoringText", scoring, impact));
        return new ImpactView
        {
            Name = impact.HiringLoopName,
            Employer = employer,
            Loop = impact.HiringLoopVersion is { } version ? words["LoopVersion", impact.HiringLoopName, version].Value : null,
            TakenAt = impact.TakenAt is { } at ? Figures.Minute(at) : null,
            People = impact.People is { } people ? Written.Number(people) : null,
            Cuts = [.. cuts.Select(each => CutOf(each, cut, path))],
            Parts = parts,
            Lacks = [.. LacksOf(impact)],
            Csv = parts.Count == 0 ? null : cut is null ? $"{path}/summary" : $"{path}/summary?cut={cut}",
            LinkEndsAt = Written.Day(link.ExpiresAt).Text,
        };
    }

    private ImpactCut CutOf(int cut, int? current, string path)
    {
        var band = cache.Current.Methodology.Bands.First(each => each.From.Value == cut);
        return new ImpactCut(words["CutFrom", Written.Number(cut), band.Name], $"{path}?cut={cut}", cut == current);
    }

    private IEnumerable<string> LacksOf(ImpactResponse impact)
    {
        if (impact.TakenAt is null) yield return words["ImpactTooFew"];
        else if (impact.SelectionLack is not null) yield return words["SelectionNotTold"];
        if (impact.TakenAt is not null && impact.ScoringLack is not null) yield return words["ScoringNotTold"];
    }

    private ImpactPart PartOf(string id, string title, string text, ImpactFigures figures, ImpactResponse impact)
    {
        var told = words[
            text switch { "SelectionText" => "SelectionText", _ => "ScoringText" },
            Written.Number(figures.Selected), Written.Number(impact.People!.Value), Percent(figures.Rate),
            Written.Number(figures.Threshold, "0.#")];
        return new ImpactPart(id, title, told, PictureOf(figures),
        [
            new(words["BySex", title], [.. figures.Sex.Select(RowOf)]),
            new(words["ByRace", title], [.. figures.RaceEthnicity.Select(RowOf)]),
            new(words["ByBoth", title], [.. figures.Intersections.Select(RowOf)]),
        ]);
    }

    private FigureView? PictureOf(ImpactFigures figures)
    {
        RateGroup[] groups =
        [
            new(words["Sex"], [.. BarsOf(figures.Sex)]),
            new(words["Race"], [.. BarsOf(figures.RaceEthnicity)]),
            new(words["Both"], [.. BarsOf(figures.Intersections)]),
        ];
        RateGroup[] told = [.. groups.Where(group => group.Rates.Count > 0)];
        return told.Length == 0 ? null : FigureView.Of(RatesPicture.Of(told, pictures));
    }

    private IEnumerable<DrawnRate> BarsOf(IReadOnlyList<ImpactGroup> groups) =>
        from told in groups
        where told is { Rate: not null, RateInterval: not null }
            && told.Status is not ImpactGroupStatus.Unknown and not ImpactGroupStatus.UnknownOrSuppressed
        select new DrawnRate(
            NameOf(told), told.Rate!.Value, told.RateInterval!.Lower, told.RateInterval.Upper,
            told.Status == ImpactGroupStatus.Comparison, told.BelowFourFifths == true);

    private ImpactRow RowOf(ImpactGroup group) => new()
    {
        Name = NameOf(group),
        Status = words[group.Status switch
        {
            ImpactGroupStatus.Compared when group.BelowFourFifths == true => "GroupBelow",
            ImpactGroupStatus.Compared => "GroupCompared",
            ImpactGroupStatus.Comparison => "GroupComparison",
            ImpactGroupStatus.NotCompared => "GroupNotCompared",
            ImpactGroupStatus.Suppressed => "GroupSuppressed",
            ImpactGroupStatus.Empty => "GroupEmpty",
            _ => "GroupUnknown",
        }],
        People = group.People is { } people ? Written.Number(people) : "",
        Selected = group.Selected is { } selected ? Written.Number(selected) : "",
        Rate = group.Rate is { } rate ? Percent(rate) : "",
        Interval = group.RateInterval is { } interval ? words["RateFromTo", Percent(interval.Lower), Percent(interval.Upper)] : "",
        Ratio = group.ImpactRatio is { } ratio ? Written.Number(Math.Floor(ratio * 1000 + 1e-9) / 1000, "0.000") : "",
        FisherP = group.FisherPValue switch
        {
            null => "",
            < SmallestShown => "< " + Written.Number(SmallestShown, "0.0000"),
            var p => Written.Number(p.Value, "0.0000"),
        },
        Z = group.Z is { } z ? Written.Number(z, "0.00").Replace('-', '−') : "",
        Shortfall = group.Shortfall is { } shortfall ? Written.Number(shortfall, "0.0") : "",
    };

    private string NameOf(ImpactGroup group) => group switch
    {
        { Sex: { } sex, RaceEthnicity: { } race } => words["SexAndRace", names.Of(sex), names.Of(race)],
        { Sex: { } sex } => names.Of(sex),
        { RaceEthnicity: { } race } => names.Of(race),
        { Status: ImpactGroupStatus.UnknownOrSuppressed } => words["UnknownOrNotTold"],
        _ => words["Unknown"],
    };

    private static string Percent(double share) => Written.Number(100 * share, "0.0") + "\u00A0%";
}
