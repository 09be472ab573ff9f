using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Irt;
using Aieh.Scoring.Scale;
using MathNet.Numerics.LinearAlgebra;

namespace Aieh.Load;

/// <summary>
/// What a report tells about the key: one person submits the full form again and again, on a passport of its own each time, and works the
/// key out from the scores. Two ways: one answer changed at a time, and a regression of the score on the answers that chooses what to
/// submit next. Scores are told in steps of so many points.
/// </summary>
internal static class KeyAttack
{
    private const int MostSubmissions = 1_000;

    public static int Run(int attackers)
    {
        var catalog = CatalogFiles.Load(CatalogFiles.ShippedFolder);
        Console.WriteLine("Submissions until the attacker's answers hold nine tenths of the key, and all of it: medians of the attackers.");
        Console.WriteLine("| form | told | one at a time: nine tenths, all | regression: nine tenths, all |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var assessment in new[] { "python-fundamentals", "communication" })
        {
            var items = catalog.Assessments[assessment].Forms.Single(form => form.Kind == FormKind.Full).Items!;
            var form = new AssembledForm(
                [.. items.Order(StringComparer.Ordinal)], catalog.ItemBanks[assessment], catalog.Calibrations[assessment]);
            foreach (var (step, told) in new[] { (1, "whole points"), (10, "steps of 10"), (25, "steps of 25") })
            {
                var single = Medians(attackers, random => OneAtATime(new Victim(form, step), random));
                var regression = Medians(attackers, random => Regression(new Victim(form, step), random));
                Console.WriteLine($"| {assessment}, full | {told} | {single} | {regression} |");
            }
        }

        return 0;
    }

    private static string Medians(int attackers, Func<SeededRandom, Found> attack)
    {
        var found = Enumerable.Range(1, attackers).Select(seed => attack(new SeededRandom((ulong)seed))).ToList();
        return $"{Median(found.Select(one => one.NineTenths))}, {Median(found.Select(one => one.All))}";
    }

    private static string Median(IEnumerable<int> counts)
    {
        var sorted = counts.Order().ToList();
        var middle = sorted[sorted.Count / 2];
        return middle == int.MaxValue ? $"over {MostSubmissions}" : middle.ToString(CultureInfo.InvariantCulture);
    }

    // Each unsettled item in turn, each of its other options in turn: a higher score settles it with the new answer, a lower one with the
    // old. Where scores are told coarsely many changes show nothing; then again with some settled answers spoilt, which moves the score
    // to where others show.
    private static Found OneAtATime(Victim victim, SeededRandom random)
    {
        var found = new Found();
        var answers = victim.RandomAnswers(random);
        var settled = new bool[answers.Length];
        while (!found.IsDone && victim.Submissions < MostSubmissions)
        {
            var tried = Spoilt(answers, settled, victim, random);
            var score = victim.Submit(tried);
            for (var item = 0; item < answers.Length; item++)
            {
                for (var option = 0; option < victim.Options(item) && victim.Submissions < MostSubmissions; option++)
                {
                    if (settled[item] && victim.IsDichotomous(item)) break;
                    if (option == answers[item]) continue;
                    var told = victim.Submit([.. tried.Select((answer, i) => i == item ? option : answer)]);
                    settled[item] |= told != score;
                    if (told > score) (answers[item], tried[item], score) = (option, option, told);
                }

                found.Note(victim, answers);
            }
        }

        return found;
    }

    private static int[] Spoilt(int[] answers, bool[] settled, Victim victim, SeededRandom random) =>
    [
        .. answers.Select((answer, i) => settled[i] && random.Uniform() < 0.2 ? (answer + 1) % victim.Options(i) : answer),
    ];

    // Bayesian linear regression of the score on the answers; what is submitted next is the best under a draw from its posterior, so that
    // it looks where it does not know yet.
    private static Found Regression(Victim victim, SeededRandom random)
    {
        const double EffectVariance = 100, NoiseVariance = 150;
        var columns = Enumerable.Range(0, victim.Items).Select(victim.Options).Sum();
        var precision = Matrix<double>.Build.DenseIdentity(columns) / EffectVariance;
        var moment = Vector<double>.Build.Dense(columns);
        var found = new Found();
        var answers = victim.RandomAnswers(random);
        var centre = 575.0;
        while (!found.IsDone && victim.Submissions < MostSubmissions)
        {
            var told = victim.Submit(answers) - centre;
            var at = victim.Columns(answers);
            foreach (var i in at)
            {
                moment[i] += told / NoiseVariance;
                foreach (var j in at) precision[i, j] += 1 / NoiseVariance;
            }

            var cholesky = precision.Cholesky();
            var mean = cholesky.Solve(moment);
            var noise = Vector<double>.Build.Dense(columns, _ => random.Normal());
            var draw = mean + cholesky.Factor.Transpose().Solve(noise);
            answers = victim.Best(draw);
            found.Note(victim, victim.Best(mean));
        }

        return found;
    }

    private sealed class Found
    {
        public int NineTenths { get; private set; } = int.MaxValue;

        public int All { get; private set; } = int.MaxValue;

        public bool IsDone => All != int.MaxValue;

        public void Note(Victim victim, int[] answers)
        {
            var right = victim.ShareOfKey(answers);
            if (right >= 0.9) NineTenths = Math.Min(NineTenths, victim.Submissions);
            if (right >= 1) All = Math.Min(All, victim.Submissions);
        }
    }

    /// <summary>The form as the attacker meets it, with what a report tells.</summary>
    private sealed class Victim(AssembledForm form, int step)
    {
        private readonly Item[] _items = [.. form.Ids.Select(id => form.Find(id)!)];

        public int Submissions { get; private set; }

        public int Items => _items.Length;

        public int Options(int item) => _items[item].Options.Count;

        public bool IsDichotomous(int item) => _items[item].HighestCategory == 1;

        public int[] RandomAnswers(SeededRandom random) => [.. _items.Select(item => (int)(random.Uniform() * item.Options.Count))];

        public double Submit(int[] answers)
        {
            Submissions++;
            int[] categories = [.. _items.Zip(answers, (item, option) => item.CategoryOf(item.Options[option].Id))];
            var estimate = EapEstimator.Estimate(form.Test, categories);
            var (scale, precision) = (ScoreScale.Passport, new ReportPrecision(step, standardErrorStep: 1));
            return precision.Of(scale.ScoreOf(estimate.Theta), scale.StandardErrorOf(estimate.StandardError)).Score;
        }

        public double ShareOfKey(int[] answers) => _items
            .Zip(answers, (item, option) => item.CategoryOf(item.Options[option].Id) == item.HighestCategory ? 1.0 : 0)
            .Average();

        public int[] Columns(int[] answers)
        {
            var columns = new int[answers.Length];
            for (int item = 0, first = 0; item < answers.Length; first += Options(item++)) columns[item] = first + answers[item];
            return columns;
        }

        public int[] Best(Vector<double> effects)
        {
            var best = new int[_items.Length];
            for (int item = 0, first = 0; item < best.Length; first += Options(item++))
                best[item] = effects.SubVector(first, Options(item)).MaximumIndex();
            return best;
        }
    }
}
