namespace Aieh.Scoring.Irt;

/// <summary>The domain of an ability.</summary>
internal static class Ability
{
    private const double Largest = 1e9;

    public static double Check(double theta) =>
        Math.Abs(theta) <= Largest
            ? theta
            : throw new ArgumentOutOfRangeException(nameof(theta), theta, "An ability must lie within ±1e9 logits.");
}
