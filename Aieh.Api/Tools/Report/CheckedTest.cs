using System.Collections.Immutable;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Calibration;
using Aieh.Scoring.Checks;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;

namespace Aieh.Api.Tools.Report;

/// <summary>A test with the responses to it and all that the report says of them, computed once.</summary>
internal sealed class CheckedTest
{
    private const int Groups = 10;

    // Classical statistics and differential functioning are counted person by person, frequencies unfolded.
    private const long MostCells = 500_000_000;

    /// <exception cref="InputException">Nobody answered anything, or more people are counted than can be.</exception>
    public CheckedTest(
        ItemList items, ResponseTable responses, FocalGroup? group, bool isOwnSample, bool isTimed, ProgressNotes progress)
    {
        if (responses.People * items.Items.Count > MostCells)
        {
            throw new InputException(
                $"{responses.Path} counts {responses.People} people; check takes at most {MostCells / items.Items.Count} "
                + $"with {items.Items.Count} items. Divide the frequencies.");
        }

        (Items, Responses, Group, IsOwnSample) = (items, responses, group, isOwnSample);
        ItemParameters[] parameters = [.. items.Items.Select(item => item.Parameters)];
        Form = new TestForm(parameters);
        Answered = [.. Enumerable.Range(0, responses.Rows).Where(IsAnswered)];
        if (Answered.Length == 0) throw new InputException($"{responses.Path}: nobody answered an item.");

        Abilities = [.. Answered.Select(row => EapEstimator.Estimate(Form, responses.Row(row)))];
        Fit = [.. Answered.Select((row, i) =>
        {
            progress.Tell(() => $"person fit: {i} of {Answered.Length} rows");
            return PersonFit.Evaluate(Form, responses.Row(row), PersonFitEstimator.WeightedLikelihood);
        })];
        int[] people = [.. Answered.SelectMany((row, i) => Enumerable.Repeat(i, responses.Frequencies[row]))];
        EapEstimate[] each = [.. people.Select(i => Abilities[i])];
        People = each.Length;
        Empirical = EmpiricalReliability.Of(each);
        Marginal = TestCurves.Reliability(Form);
        var scale = ScoreScale.Passport;
        Bands = Classification.OfPeople(
            scale,
            [.. each.Select(estimate => scale.ScoreOf(estimate.Theta))],
            [.. each.Select(estimate => scale.StandardErrorOf(estimate.StandardError))])!;
        FormBands = Classification.OfForm(Form, scale, ClassifiedScore.ExpectedAPosteriori);
        int[] rows = [.. people.SelectMany(i => responses.ScoredRow(Answered[i]).ToArray())];
        Classical = ClassicalReliability.Analyze(rows, parameters.Length);
        Rest = ItemRest.Analyze(responses.Scored, responses.Frequencies, parameters.Length);
        Pairs = ItemPairs.Analyze(responses.Scored, responses.Frequencies, parameters.Length);
        ItemFit = SummedScoreFit.Of(parameters, responses.Responses, responses.Frequencies, isOwnSample);
        Observed = [.. parameters.Select((_, item) => ObservedOf(item))];
        if (group is not null) Dif = DifOf(group, parameters.Length);
        Timed = [.. Enumerable.Range(0, isTimed ? parameters.Length : 0).Where(item => responses.HasColumn[item])];
        if (Timed.Length > 0) Speed = SpeedOf();
    }

    public ItemList Items { get; }

    public ResponseTable Responses { get; }

    public FocalGroup? Group { get; }

    /// <summary>Whether the parameters were estimated from these responses.</summary>
    public bool IsOwnSample { get; }

    public TestForm Form { get; }

    /// <summary>The rows with an answer; the other lists run parallel to it.</summary>
    public ImmutableArray<int> Answered { get; }

    public ImmutableArray<EapEstimate> Abilities { get; }

    public ImmutableArray<PersonFitResult> Fit { get; }

    /// <summary>People who answered, frequencies counted.</summary>
    public int People { get; }

    public EmpiricalReliabilityResult Empirical { get; }

    public MarginalReliability Marginal { get; }

    public ClassicalResult Classical { get; }

    public ClassificationResult Bands { get; }

    public ClassificationResult FormBands { get; }

    public ImmutableArray<ItemFit> ItemFit { get; }

    /// <summary>Per item, people in groups of like ability.</summary>
    public ImmutableArray<IReadOnlyList<ObservedGroup>> Observed { get; }

    public DifResult? Dif { get; }

    /// <summary>How each item goes with the others, of everybody who answered it.</summary>
    public ImmutableArray<ItemRestCorrelation> Rest { get; }

    /// <summary>How the answers to each two items go together.</summary>
    public ItemPairsResult Pairs { get; }

    /// <summary>The items of a timed form in the order in which everybody got them; empty when nobody says that it was timed.</summary>
    public ImmutableArray<int> Timed { get; }

    /// <summary>How far people got in <see cref="Timed"/>; null without it.</summary>
    public SpeedednessResult? Speed { get; }

    public int FrequencyOf(int answered) => Responses.Frequencies[Answered[answered]];

    /// <summary>How many people of these rows.</summary>
    public long Count(Func<int, bool> which) => Enumerable.Range(0, Answered.Length).Where(which).Sum(i => (long)FrequencyOf(i));

    private bool IsAnswered(int row) =>
        Responses.Frequencies[row] > 0 && Responses.Row(row).ContainsAnyExcept(Response.NotAdministered);

    /// <summary>Those who answered the item, by estimated ability, in ten groups of about as many people.</summary>
    private List<ObservedGroup> ObservedOf(int item)
    {
        var answered = Enumerable.Range(0, Answered.Length).Where(i => Responses.Row(Answered[i])[item] >= 0);
        int[] order = [.. answered.OrderBy(i => Abilities[i].Theta)];
        var total = order.Sum(i => (double)FrequencyOf(i));
        var groups = new List<ObservedGroup>();
        double before = 0, people = 0, thetas = 0, scores = 0;
        for (var n = 0; n < order.Length; n++)
        {
            var (i, weight) = (order[n], (double)FrequencyOf(order[n]));
            people += weight;
            thetas += weight * Abilities[i].Theta;
            scores += weight * Responses.Row(Answered[i])[item];
            if (before + people < total * (groups.Count + 1) / Groups && n < order.Length - 1) continue;
            groups.Add(new ObservedGroup(thetas / people, people, scores / people));
            before += people;
            (people, thetas, scores) = (0, 0, 0);
        }

        return groups;
    }

    /// <summary>By what was answered: what an empty cell counts as would have everybody finish.</summary>
    private SpeedednessResult SpeedOf()
    {
        var width = Responses.Items.Count;
        IEnumerable<int> rows = Enumerable.Range(0, Responses.Rows).SelectMany(row => Enumerable.Repeat(row, Responses.Frequencies[row]));
        return Speededness.Analyze([.. rows.SelectMany(row => Timed.Select(item => Responses.Answers[row * width + item]))], Timed.Length);
    }

    private DifResult DifOf(FocalGroup group, int items)
    {
        var rows = Enumerable.Range(0, Responses.Rows).Where(row => group.IsFocal[row] is not null);
        int[] people = [.. rows.SelectMany(row => Enumerable.Repeat(row, Responses.Frequencies[row]))];
        int[] responses = [.. people.SelectMany(row => Responses.ScoredRow(row).ToArray())];
        return DifferentialItemFunctioning.Analyze(responses, items, [.. people.Select(row => group.IsFocal[row]!.Value)]);
    }
}
