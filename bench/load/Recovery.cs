using System.Globalization;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Psychometrics;
using Aieh.Scoring.Irt;

namespace Aieh.Load;

/// <summary>
/// Candidates of known ability, who answer as the provisional parameters say, take each available full form through the service. What their
/// estimates miss the truth by is compared with what the same parameters give when simulated in memory.
/// </summary>
internal static class Recovery
{
    private const int InMemory = 20_000;

    /// <summary>Standard errors of a root mean square error that chance is granted.</summary>
    private const double Allowed = 4;

    private static readonly double[] _abilities = [-2, -1, 0, 1, 2];

    public static async Task<int> RunAsync(int people, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-recovery-");
        var file = Path.Combine(folder.FullName, "aieh.db");
        using var service = await ServerProcess.StartServiceAsync(file, ServerProcess.FreePort(), cancellationToken);
        using var http = new HttpClient { BaseAddress = service.Url, Timeout = Timeout.InfiniteTimeSpan };
        var client = new ServiceClient(() => http);
        var catalog = CatalogFiles.Load(CatalogFiles.ShippedFolder);
        var rules = ScoringRules.Of(catalog);
        var failed = false;
        Console.WriteLine("| form | θ | candidates | mean estimate | RMSE over HTTP | RMSE expected | difference, standard errors |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var assessment in catalog.Assessments.Values.Where(HasFullForm))
        {
            var items = assessment.Forms.Single(f => f.Kind == FormKind.Full).Items!;
            var bank = catalog.ItemBanks[assessment.Slug];
            var form = new AssembledForm([.. items.Order(StringComparer.Ordinal)], bank, catalog.Calibrations[assessment.Slug]);
            var parameters = items.Order(StringComparer.Ordinal).Zip(form.Test.Items).ToDictionary(pair => pair.First, pair => pair.Second);
            var random = new SeededRandom(1);
            foreach (var ability in _abilities)
            {
                var estimates = new List<double>(people);
                for (var person = 0; person < people; person++)
                {
                    estimates.Add(rules.Scale.ThetaOf(await client.TakeAsync(assessment.Slug, Answer, cancellationToken)));
                }

                string Answer(string item)
                {
                    var category = ItemResponseFunction.CategoryAt(parameters[item], ability, random.Uniform());
                    return OptionOf(form.Find(item)!, category, random);
                }

                var expected = Rmse(Simulated(form.Test, rules, ability, random), ability);
                var seen = Rmse(estimates, ability);
                var z = (seen - expected) / (expected / Math.Sqrt(2.0 * people));
                failed |= Math.Abs(z) > Allowed;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {assessment.Slug} | {ability} | {people} | {estimates.Average():0.00} "
                    + $"| {seen:0.000} | {expected:0.000} | {z:0.0} |"));
            }
        }

        folder.Delete(recursive: true);
        return failed ? 1 : 0;
    }

    private static bool HasFullForm(AssessmentDocument assessment) =>
        assessment.Forms.Any(form => form is { Kind: FormKind.Full, Availability: FormAvailability.Available });

    private static IEnumerable<double> Simulated(TestForm form, ScoringRules rules, double ability, SeededRandom random)
    {
        for (var person = 0; person < InMemory; person++)
        {
            var answers = form.Items.Select(item => ItemResponseFunction.CategoryAt(item, ability, random.Uniform()));
            // As a report tells it.
            var (theta, standardError, _, _) = EapEstimator.Estimate(form, [.. answers]);
            var told = rules.Precision.Of(rules.Scale.ScoreOf(theta), rules.Scale.StandardErrorOf(standardError));
            yield return rules.Scale.ThetaOf(rules.Scale.Report(told.Score));
        }
    }

    private static string OptionOf(Item item, int category, SeededRandom random)
    {
        var options = item.Options.Select(option => option.Id).Where(option => item.CategoryOf(option) == category).ToArray();
        return options[(int)(random.Uniform() * options.Length)];
    }

    private static double Rmse(IEnumerable<double> estimates, double truth) =>
        Math.Sqrt(estimates.Average(estimate => (estimate - truth) * (estimate - truth)));
}
