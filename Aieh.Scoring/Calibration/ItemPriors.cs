using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>
/// Priors of the parameters of one item; each is optional, and without one the parameter is estimated by maximum likelihood.
/// </summary>
/// <remarks>
/// A prior enters as the logarithm of its density in the parameter named, normalised;
/// the estimate is the mode of log-likelihood plus those logarithms [Mislevy1986].
/// No Jacobian is added for the parametrisation in which the search is made.
/// </remarks>
public sealed record ItemPriors
{
    /// <summary>No prior at all.</summary>
    public static ItemPriors None { get; } = new();

    /// <summary>Prior of the discrimination a.</summary>
    public LogNormalPrior? Discrimination { get; init; }

    /// <summary>Prior of the difficulty, and of every threshold or step of a polytomous item, logits.</summary>
    public NormalPrior? Difficulty { get; init; }

    /// <summary>Prior of the lower asymptote c; three-parameter model only.</summary>
    public GuessingPrior? Guessing { get; init; }

    /// <summary>
    /// The priors used where none are given: none, but for the three-parameter model logit c ~ N(logit 0.2, 0.5²), as for five options.
    /// </summary>
    /// <param name="model">The response model.</param>
    /// <returns>The priors.</returns>
    public static ItemPriors Default(ItemModel model) =>
        model == ItemModel.ThreeParameterLogistic ? new ItemPriors { Guessing = GuessingPrior.LogitNormal(-Math.Log(4), 0.5) } : None;
}

/// <summary>A log-normal prior of a discrimination; the density is in a.</summary>
public sealed record LogNormalPrior
{
    /// <summary>Makes a prior log a ~ N(meanLog, standardDeviationLog²).</summary>
    /// <param name="meanLog">Mean of log a; finite.</param>
    /// <param name="standardDeviationLog">Standard deviation of log a; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public LogNormalPrior(double meanLog, double standardDeviationLog) => Log = new NormalPrior(meanLog, standardDeviationLog);

    /// <summary>The distribution of log a.</summary>
    public NormalPrior Log { get; }
}

/// <summary>A prior of a lower asymptote, in one of two forms; which scale the density is on matters for the mode.</summary>
public sealed record GuessingPrior
{
    private GuessingPrior()
    {
    }

    /// <summary>Logit-normal: the distribution of logit c, density in logit c; null for a beta prior.</summary>
    public NormalPrior? Logit { get; private init; }

    /// <summary>Beta: the two shape parameters, density in c; null for a logit-normal prior.</summary>
    public (double Alpha, double Beta)? Shape { get; private init; }

    /// <summary>logit c ~ N(mean, standardDeviation²), with the density in logit c.</summary>
    /// <param name="mean">Mean of logit c; finite.</param>
    /// <param name="standardDeviation">Standard deviation of logit c; finite, above 0.</param>
    /// <returns>The prior.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its domain.</exception>
    public static GuessingPrior LogitNormal(double mean, double standardDeviation) =>
        new() { Logit = new NormalPrior(mean, standardDeviation) };

    /// <summary>c ~ Beta(alpha, beta), with the density in c; its mode is (alpha − 1)/(alpha + beta − 2).</summary>
    /// <param name="alpha">First shape; finite, at least 1.</param>
    /// <param name="beta">Second shape; finite, at least 1.</param>
    /// <returns>The prior.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A shape is outside its domain.</exception>
    public static GuessingPrior Beta(double alpha, double beta)
    {
        if (!(alpha >= 1) || !double.IsFinite(alpha))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A shape must be finite and at least 1.");
        if (!(beta >= 1) || !double.IsFinite(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "A shape must be finite and at least 1.");
        return new GuessingPrior { Shape = (alpha, beta) };
    }
}
