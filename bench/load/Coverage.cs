using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;
using ItemParameters = Aieh.Scoring.Irt.ItemParameters;

namespace Aieh.Load;

/// <summary>
/// How often 95 % intervals hold the truth when the parameters of the items are drawn from the priors that the calibration states:
/// for people drawn from N(0, 1), and for people of five abilities. Beside it what the same answers give where the provisional
/// parameters are taken for the truth, and the interval of the likelihood alone.
/// </summary>
internal static class Coverage
{
    private const double Multiplier = 1.96;

    private static readonly double[] _abilities = [-2, -1, 0, 1, 2];

    public static int Run(int draws, int people)
    {
        var catalog = CatalogFiles.Load(CatalogFiles.ShippedFolder);
        Console.WriteLine(
            "| form | SE, points | holds, N(0, 1) | as told | at θ = −2, −1, 0, 1, 2 | likelihood's, at the same "
            + "| parameters taken for true: SE, holds |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (assessment, bank) in catalog.ItemBanks)
        {
            var calibration = catalog.Calibrations[assessment];
            foreach (var form in catalog.Assessments[assessment].Forms.Where(form => form.Items is not null))
            {
                var assembled = new AssembledForm([.. form.Items!.Order(StringComparer.Ordinal)], bank, calibration);
                var scaling = calibration.ScalingConstant.Value;
                var byItem = calibration.Items.ToDictionary(item => item.Item, StringComparer.Ordinal);
                var placed = new TestForm(assembled.Ids.Select(id => byItem[id].ToScoring(scaling)));
                var name = $"{assessment}, {KebabCase.Of(form.Kind)}";
                Print(name, new FormCoverage(assembled, placed, AdaptivePlan.Draw(form), ScoringRules.Of(catalog)), draws, people);
            }
        }

        return 0;
    }

    private static void Print(string name, FormCoverage form, int draws, int people)
    {
        var random = new SeededRandom(1);
        var population = new Tally();
        var byAbility = _abilities.Select(_ => new Tally()).ToArray();
        for (var draw = 0; draw < draws; draw++)
        {
            var truth = form.DrawItems(random);
            population.StartCluster();
            for (var person = 0; person < people; person++) form.Take(truth, random.Normal(), random, population);
            for (var i = 0; i < _abilities.Length; i++)
            {
                byAbility[i].StartCluster();
                for (var person = 0; person < Math.Max(1, people / 4); person++) form.Take(truth, _abilities[i], random, byAbility[i]);
            }
        }

        string All(Func<Tally, double> share) => string.Join(" ", byAbility.Select(tally => Percent(share(tally))));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {population.MeanError * 275 / 3:0} | {Percent(population.Held)} ± {100 * population.HeldError:0.0} "
            + $"| {Percent(population.ToldHeld)} "
            + $"| {All(tally => tally.Held)} | {All(tally => tally.LikelihoodHeld)} "
            + $"| {population.MeanPlacedError * 275 / 3:0}, {Percent(population.PlacedHeld)} |"));
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>One form, taken by simulated people.</summary>
    private sealed class FormCoverage(AssembledForm form, TestForm placed, AdaptivePlan? plan, ScoringRules rules)
    {
        public ItemParameters[] DrawItems(SeededRandom random) =>
            [.. form.Test.UncertainItems.Select(item => item.At([.. Enumerable.Range(0, item.Dimensions).Select(_ => Place(random))]))];

        public void Take(ItemParameters[] truth, double ability, SeededRandom random, Tally tally)
        {
            int Answer(int item) => ItemResponseFunction.CategoryAt(truth[item], ability, random.Uniform());

            var responses = plan is null ? [.. Enumerable.Range(0, truth.Length).Select(Answer)] : Adaptive(plan, Answer, random);
            tally.Add(ability, EapEstimator.Estimate(form.Test, responses), EapEstimator.Estimate(placed, responses), rules);
        }

        private int[] Adaptive(AdaptivePlan adaptive, Func<int, int> answer, SeededRandom random)
        {
            var responses = new int[form.Count];
            Array.Fill(responses, Response.NotAdministered);
            var settings = adaptive.Settings(form);
            var (seed, given) = ((ulong)(random.Uniform() * ulong.MaxValue), new List<AdministeredItem>());
            while (AdaptiveTest.Next(form.Bank, settings, seed, [.. given]).Item is { } item)
            {
                responses[item] = answer(item);
                given.Add(new AdministeredItem(item, responses[item]));
            }

            return responses;
        }

        private static double Place(SeededRandom random) => Math.Max(random.Uniform(), double.Epsilon);
    }

    /// <summary>Counts by draw of the parameters, which all people of the draw have in common.</summary>
    private sealed class Tally
    {
        private readonly List<(int People, int Held)> _clusters = [];
        private int _people, _held, _toldHeld, _likelihoodHeld, _placedHeld;
        private double _error, _placedError;

        public double Held => (double)_held / _people;

        /// <summary>Of intervals as reports tell them: rounded, and clamped like the true score.</summary>
        public double ToldHeld => (double)_toldHeld / _people;

        public double LikelihoodHeld => (double)_likelihoodHeld / _people;

        public double PlacedHeld => (double)_placedHeld / _people;

        public double MeanError => _error / _people;

        public double MeanPlacedError => _placedError / _people;

        /// <summary>The simulation error of <see cref="Held"/>, from how the draws of the parameters differ.</summary>
        public double HeldError
        {
            get
            {
                var shares = _clusters.Select(cluster => (double)cluster.Held / cluster.People).ToList();
                return Math.Sqrt(shares.Sum(share => (share - Held) * (share - Held)) / (shares.Count - 1) / shares.Count);
            }
        }

        public void StartCluster() => _clusters.Add((0, 0));

        public void Add(double ability, EapEstimate estimate, EapEstimate placed, ScoringRules rules)
        {
            var held = Holds(estimate.Theta, estimate.StandardError, ability);
            _people++;
            _held += held ? 1 : 0;
            _placedHeld += Holds(placed.Theta, placed.StandardError, ability) ? 1 : 0;
            _error += estimate.StandardError;
            _placedError += placed.StandardError;
            var scale = rules.Scale;
            var (score, standardError) = rules.Precision.Of(scale.ScoreOf(estimate.Theta), scale.StandardErrorOf(estimate.StandardError));
            var interval = scale.IntervalOf(Math.Clamp(score, scale.Minimum, scale.Maximum), standardError);
            var truth = Math.Clamp(scale.ScoreOf(ability), scale.Minimum, scale.Maximum);
            _toldHeld += interval.Lower <= truth && truth <= interval.Upper ? 1 : 0;
            _clusters[^1] = (_clusters[^1].People + 1, _clusters[^1].Held + (held ? 1 : 0));

            var precision = 1 / (estimate.StandardError * estimate.StandardError) - 1;
            var mean = estimate.Theta * (precision + 1) / precision;
            _likelihoodHeld += precision <= 0 || Holds(mean, 1 / Math.Sqrt(precision), ability) ? 1 : 0;
        }

        private static bool Holds(double estimate, double error, double truth) => Math.Abs(estimate - truth) <= Multiplier * error;
    }
}
