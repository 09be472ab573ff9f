using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Impact;

namespace Aieh.Api.Employers.Impact;

/// <summary>Counts a sample by its groups. Which cells are told is decided once for the sample, whatever score is asked of it.</summary>
internal sealed class ImpactFiguresMaker
{
    /// <summary>An audit may leave out a category with a smaller share (6 RCNY § 5-301(d)).</summary>
    private const double SmallShare = 0.02;

    public static readonly IReadOnlyList<Sex> Sexes = [.. Enum.GetValues<Sex>().Where(each => each != Sex.PreferNotToSay)];

    public static readonly IReadOnlyList<RaceEthnicity> RacesEthnicities =
        [.. Enum.GetValues<RaceEthnicity>().Where(each => each != RaceEthnicity.PreferNotToSay)];

    private readonly IReadOnlyList<SampledPerson> _people;
    private readonly int[,] _cells;
    private readonly HiddenCells _hiddenSexes;
    private readonly HiddenCells _hiddenRaces;
    private readonly bool[,] _isHidden;

    public ImpactFiguresMaker(IReadOnlyList<SampledPerson> people)
    {
        _people = people;
        _cells = CountOf(people);
        _hiddenSexes = CellSuppression.OneWay([.. Sexes.Select((_, row) => RowSum(_cells, row))], RowSum(_cells, Sexes.Count));
        _hiddenRaces = CellSuppression.OneWay(
            [.. RacesEthnicities.Select((_, column) => ColumnSum(_cells, column))], ColumnSum(_cells, RacesEthnicities.Count));
        _isHidden = CellSuppression.TwoWay(_cells, _hiddenSexes.Cells.AsSpan(), _hiddenRaces.Cells.AsSpan());
    }

    /// <param name="threshold">As it is told.</param>
    /// <param name="reaches">Whether a score has reached it.</param>
    public ImpactFigures Of(double threshold, Func<int, bool> reaches)
    {
        var selected = CountOf(_people.Where(person => reaches(person.Score)));
        var all = selected.Cast<int>().Sum();
        CountedGroup[] sexes =
        [
            .. Sexes.Select((sex, row) => new CountedGroup(
                new ImpactGroup { Sex = sex, Status = default }, RowSum(_cells, row), RowSum(selected, row), _hiddenSexes.Cells[row])),
        ];
        CountedGroup[] races =
        [
            .. RacesEthnicities.Select((race, column) => new CountedGroup(
                new ImpactGroup { RaceEthnicity = race, Status = default }, ColumnSum(_cells, column), ColumnSum(selected, column),
                _hiddenRaces.Cells[column])),
        ];
        return new ImpactFigures
        {
            Threshold = threshold,
            Selected = all,
            Rate = (double)all / _people.Count,
            Sex = [.. Compare(sexes), RestOf(sexes, all, _hiddenSexes.IsUnknownHidden)],
            RaceEthnicity = [.. Compare(races), RestOf(races, all, _hiddenRaces.IsUnknownHidden)],
            Intersections = Compare(
            [
                .. Sexes.SelectMany((sex, row) => RacesEthnicities.Select((race, column) => new CountedGroup(
                    new ImpactGroup { Sex = sex, RaceEthnicity = race, Status = default },
                    _cells[row, column], selected[row, column], _isHidden[row, column]))),
            ]),
        };
    }

    private List<ImpactGroup> Compare(IReadOnlyList<CountedGroup> groups)
    {
        var told = groups.Where(group => group is { IsHidden: false, People: > 0 }).ToList();
        SelectionCounts[] counts = [.. told.Select((group, place) => new SelectionCounts($"{place}", group.People, group.Selected))];
        // What is hidden is decided by now, also for more than its own size.
        var impacts = AdverseImpact.Analyze(counts, smallestCell: 1).Groups;
        var compared = told.Zip(impacts).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. groups.Select(group => compared.TryGetValue(group, out var impact)
                ? Told(group, impact)
                : group.People == 0 && !group.IsHidden
                    ? group.Group with { Status = ImpactGroupStatus.Empty, People = 0 }
                    : group.Group with { Status = ImpactGroupStatus.Suppressed }),
        ];
    }

    private ImpactGroup Told(CountedGroup counted, GroupImpact impact) => counted.Group with
    {
        Status = impact.Status switch
        {
            ImpactStatus.Compared => ImpactGroupStatus.Compared,
            ImpactStatus.Comparison => ImpactGroupStatus.Comparison,
            _ => ImpactGroupStatus.NotCompared,
        },
        People = counted.People,
        Selected = counted.Selected,
        Rate = impact.Rate,
        RateInterval = IntervalOf(counted.Selected, counted.People),
        ImpactRatio = impact.ImpactRatio,
        BelowFourFifths = impact.BelowFourFifths,
        FisherPValue = impact.FisherPValue,
        Z = impact.Z,
        BeyondTwoStandardDeviations = impact.BeyondTwoStandardDeviations,
        Shortfall = impact.Shortfall,
        UnderTwoPercent = counted.People < SmallShare * _people.Count,
    };

    /// <summary>Who is in no group; and where that would tell of hidden groups, who is in those as well.</summary>
    private ImpactGroup RestOf(IEnumerable<CountedGroup> groups, int all, bool joinsHidden)
    {
        var others = groups.Where(group => !(joinsHidden && group.IsHidden)).ToList();
        var (people, selected) = (_people.Count - others.Sum(group => group.People), all - others.Sum(group => group.Selected));
        return new ImpactGroup
        {
            Status = joinsHidden ? ImpactGroupStatus.UnknownOrSuppressed : ImpactGroupStatus.Unknown,
            People = people,
            Selected = selected,
            Rate = people > 0 ? (double)selected / people : null,
            RateInterval = people > 0 ? IntervalOf(selected, people) : null,
        };
    }

    private static ImpactInterval IntervalOf(int selected, int people)
    {
        var (lower, upper) = WilsonInterval.Of(selected, people);
        return new ImpactInterval { Lower = lower, Upper = upper };
    }

    /// <summary>People by sex (rows) and race or ethnicity (columns); the last of each is of who is unknown.</summary>
    private static int[,] CountOf(IEnumerable<SampledPerson> people)
    {
        var cells = new int[Sexes.Count + 1, RacesEthnicities.Count + 1];
        foreach (var person in people)
        {
            var row = person.Said.KnownSex is { } sex ? (int)sex : Sexes.Count;
            var column = person.Said.KnownRaceEthnicity is { } race ? (int)race : RacesEthnicities.Count;
            cells[row, column]++;
        }

        return cells;
    }

    private static int RowSum(int[,] cells, int row) =>
        Enumerable.Range(0, cells.GetLength(1)).Sum(column => cells[row, column]);

    private static int ColumnSum(int[,] cells, int column) =>
        Enumerable.Range(0, cells.GetLength(0)).Sum(row => cells[row, column]);

    private sealed record CountedGroup(ImpactGroup Group, int People, int Selected, bool IsHidden);
}
