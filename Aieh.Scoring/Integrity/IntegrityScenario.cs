using System.Collections.Immutable;
using Aieh.Scoring.Adaptive;
using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Integrity;

/// <summary>How a simulated candidate takes the unsupervised test. Verifications are taken honestly: somebody watches.</summary>
public enum CandidateKind
{
    /// <summary>By themselves.</summary>
    Honest,

    /// <summary>Three items in ten are answered at random, within three seconds.</summary>
    RapidGuessing,

    /// <summary>Three items in ten, the same ones within a group, are known with their keys, and answered in half the time.</summary>
    PreKnowledge,

    /// <summary>An assistant answers all, of fifty items 49 right.</summary>
    Assistant,

    /// <summary>Every second answer is somebody else's.</summary>
    Copying,
}

/// <summary>A test as it is simulated; compiled once, then shared.</summary>
public sealed class IntegrityScenario
{
    /// <summary>A test.</summary>
    /// <param name="items">The items of the unsupervised form, in form order.</param>
    /// <param name="meanSeconds">How long each takes on average, as far as is known, seconds; above 0.</param>
    /// <param name="verification">
    /// The items that a verification chooses from, none of them in the form; null where there is no verification.
    /// </param>
    /// <param name="settings">How it chooses; null where there is none.</param>
    /// <exception cref="ArgumentException">
    /// There is no item, not one mean per item, or a verification without settings or the other way round, or of another prior.
    /// </exception>
    public IntegrityScenario(
        IEnumerable<SimilarityItem> items,
        IEnumerable<double> meanSeconds,
        AdaptiveBank? verification = null,
        AdaptiveSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(meanSeconds);
        Similarity = new SimilarityBank(items);
        MeanSeconds = [.. meanSeconds];
        if (MeanSeconds.Length != Similarity.Items.Length)
            throw new ArgumentException(
                $"There are {Similarity.Items.Length} items and {MeanSeconds.Length} mean times.", nameof(meanSeconds));
        Form = new TestForm(Similarity.Items.Select(item => item.Item), NormalPrior.Standard);
        if (verification is null != settings is null)
            throw new ArgumentException("A verification has both items and settings.", nameof(settings));
        if (verification is null || settings is null) return;
        if (verification.Prior != NormalPrior.Standard) throw new ArgumentException("The prior must be N(0, 1).", nameof(verification));
        Verification = new VerificationTest(new TestForm(verification.UncertainItems, NormalPrior.Standard), verification, settings);
    }

    private IntegrityScenario(IntegrityScenario other, VerificationTest verification)
    {
        (Similarity, MeanSeconds, Form, Times) = (other.Similarity, other.MeanSeconds, other.Form, other.Times);
        Verification = verification;
    }

    /// <summary>How long honest people take; <see cref="ResponseTimeModel.Judged"/> unless it is replaced.</summary>
    public ResponseTimeModel Times { get; init; } = ResponseTimeModel.Judged;

    internal SimilarityBank Similarity { get; }

    internal ImmutableArray<double> MeanSeconds { get; }

    internal TestForm Form { get; }

    internal VerificationTest? Verification { get; }

    /// <summary>What the options that somebody chose earn, in form order.</summary>
    internal int[] CategoriesOf(SimulatedAttempt attempt) =>
        [.. attempt.Options.Select((option, i) => Similarity.Items[i].Categories[option])];

    internal IntegrityScenario WithVerification(VerificationTest verification) => new(this, verification);
}

/// <summary>A verification's items, twice compiled, and how they are chosen.</summary>
internal sealed record VerificationTest(TestForm Form, AdaptiveBank Bank, AdaptiveSettings Settings);
