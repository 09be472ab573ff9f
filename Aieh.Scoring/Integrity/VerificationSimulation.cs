using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Calibration;

namespace Aieh.Scoring.Integrity;

/// <summary>What a verification of some length finds of results that are too high by some gain.</summary>
/// <param name="Length">How many items the verification has.</param>
/// <param name="Gain">By how much results are too high, logits; 0 are honest people's.</param>
/// <param name="Inconsistent">The share found inconsistent: false alarms where the gain is 0, else power.</param>
/// <param name="Doubtful">The share with a p value at most the doubt rate.</param>
/// <param name="Consistent">The share found consistent.</param>
public sealed record VerificationPoint(
    int Length, double Gain, SimulatedShare Inconsistent, SimulatedShare Doubtful, SimulatedShare Consistent);

/// <summary>Simulates verifications, to see what their length is good for.</summary>
/// <remarks>
/// Abilities from N(0, 1), parameters from their priors anew for each person. The unsupervised test is answered with an ability above the
/// own by the gain, the verification with the own.
/// </remarks>
public static class VerificationSimulation
{
    /// <summary>Simulates one length and gain.</summary>
    /// <param name="scenario">The test; it has a verification, of which the length is replaced.</param>
    /// <param name="length">How many items the verification gives; at least 1.</param>
    /// <param name="gain">By how much results are too high, logits; finite.</param>
    /// <param name="people">How many people; at least 1.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="settings">The error rates of the verification.</param>
    /// <param name="threads">How many threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    /// <returns>What is found.</returns>
    /// <exception cref="ArgumentException">The scenario has no verification.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its domain.</exception>
    public static VerificationPoint Run(
        IntegrityScenario scenario,
        int length,
        double gain,
        int people,
        ulong seed,
        VerificationSettings settings,
        int threads = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(settings);
        if (scenario.Verification is not { } test) throw new ArgumentException("The scenario has no verification.", nameof(scenario));
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!double.IsFinite(gain)) throw new ArgumentOutOfRangeException(nameof(gain), gain, "A gain must be finite.");

        var shortened = scenario.WithVerification(test with { Settings = test.Settings.WithLength(length) });
        var results = new VerificationResult[people];
        ThreadedLoop.For(threads, people, Person, cancellationToken);
        return new VerificationPoint(
            length,
            gain,
            Share(result => result.Outcome == VerificationOutcome.Inconsistent),
            Share(result => result.PValue <= settings.DoubtRate),
            Share(result => result.Outcome == VerificationOutcome.Consistent));

        void Person(int n)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var group = new SimulatedGroup(shortened, SplitMix64.Mix(SplitMix64.Mix(seed) + (ulong)n * SplitMix64.Increment));
            var ability = group.Ability();
            var responses = scenario.CategoriesOf(group.Attempt(ability + gain));
            results[n] = VerificationComparison.Compare(scenario.Form, responses, test.Form, group.Verify(ability), settings);
        }

        SimulatedShare Share(Func<VerificationResult, bool> isCounted)
        {
            var share = results.Count(isCounted) / (double)people;
            return new SimulatedShare(share, Math.Sqrt(share * (1 - share) / people));
        }
    }
}
