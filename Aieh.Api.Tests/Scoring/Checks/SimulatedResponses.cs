using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Checks;

/// <summary>Responses drawn from the model, seeded.</summary>
internal static class SimulatedResponses
{
    public static int[] Of(TestForm form, Random random, double theta)
    {
        var responses = new int[form.Items.Length];
        for (var i = 0; i < responses.Length; i++)
        {
            var probabilities = new double[form.Items[i].Categories];
            ItemResponseFunction.Probabilities(form.Items[i], theta, probabilities);
            var draw = random.NextDouble();
            while (responses[i] < probabilities.Length - 1 && draw >= probabilities[responses[i]]) draw -= probabilities[responses[i]++];
        }

        return responses;
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
