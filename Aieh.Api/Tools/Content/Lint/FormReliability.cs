using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tools.Content.Lint;

/// <summary>
/// The reliability that a form can be expected to have in the norm population: were its parameters known, with the range of what they may
/// be; and of the scores that are made while they are not.
/// </summary>
/// <param name="Median">Median over draws of the parameters from their priors.</param>
/// <param name="Low">Fifth percentile of them.</param>
/// <param name="High">Ninety-fifth percentile.</param>
/// <param name="OfScores">One minus the mean posterior variance of people drawn from N(0, 1).</param>
internal readonly record struct FormReliability(double Median, double Low, double High, double OfScores)
{
    private const int Draws = 101;
    private const int People = 1_000;

    public static FormReliability Of(TestForm form)
    {
        ulong state = 1;
        var drawn = Enumerable.Range(0, Draws)
            .Select(_ => TestCurves.Reliability(new TestForm(form.UncertainItems.Select(Draw))).OfPosterior)
            .Order()
            .ToList();
        var variance = Enumerable.Range(0, People).Average(_ => Variance());
        return new FormReliability(drawn[Draws / 2], drawn[Draws / 20], drawn[^(Draws / 20 + 1)], 1 - variance);

        ItemParameters Draw(UncertainItem item) => item.At([.. Enumerable.Range(0, item.Dimensions).Select(_ => Uniform())]);

        double Variance()
        {
            var ability = Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
            var answers = form.UncertainItems.Select(item => ItemResponseFunction.CategoryAt(Draw(item), ability, Uniform()));
            var error = EapEstimator.Estimate(form, [.. answers]).StandardError;
            return error * error;
        }

        double Uniform() => Math.Max(SplitMix64.Uniform(SplitMix64.Next(ref state)), double.Epsilon);
    }
}
