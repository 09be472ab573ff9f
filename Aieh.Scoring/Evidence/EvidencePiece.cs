namespace Aieh.Scoring.Evidence;

/// <summary>One piece of evidence about one person's standing on one assessment.</summary>
public readonly record struct EvidencePiece
{
    /// <summary>Makes a piece of evidence.</summary>
    /// <param name="kind">What it rests on; decides how the prior is taken out of it.</param>
    /// <param name="theta">Ability, logits; finite.</param>
    /// <param name="standardError">
    /// Standard error of the ability, for an assessed or indicative attempt the posterior standard deviation under N(0, 1), logits;
    /// finite, above 0.
    /// </param>
    /// <param name="observedAt">When it was observed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its domain.</exception>
    public EvidencePiece(EvidenceKind kind, double theta, double standardError, DateTimeOffset observedAt)
    {
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of evidence.");
        if (!double.IsFinite(theta)) throw new ArgumentOutOfRangeException(nameof(theta), theta, "An ability must be finite.");
        if (!(standardError > 0) || !double.IsFinite(standardError))
            throw new ArgumentOutOfRangeException(nameof(standardError), standardError, "A standard error must be finite and above 0.");

        (Kind, Theta, StandardError, ObservedAt) = (kind, theta, standardError, observedAt);
    }

    /// <summary>What it rests on.</summary>
    public EvidenceKind Kind { get; }

    /// <summary>Ability, logits.</summary>
    public double Theta { get; }

    /// <summary>Standard error, logits; above 0.</summary>
    public double StandardError { get; }

    /// <summary>When it was observed.</summary>
    public DateTimeOffset ObservedAt { get; }

    /// <summary>
    /// The parameters that it was scored with, by any name; null, the default, for a piece whose error is its own.
    /// Pieces of one name have the error of these parameters in common.
    /// </summary>
    public string? Parameters { get; init; }

    /// <summary>Which share of the variance of its likelihood is the error of <see cref="Parameters"/>; in [0, 1), by default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside its domain.</exception>
    public double ParameterShare
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A share of a variance must be at least 0 and below 1.");
    }

    /// <summary>What the responses alone say: the piece without its prior.</summary>
    /// <returns>
    /// For a posterior (mean m, standard deviation s) precision 1/s² − 1 and mean (m/s²)/precision; for vendor evidence θ and 1/SE².
    /// </returns>
    /// <remarks>
    /// A posterior no narrower than its prior says nothing: precision and mean are then 0. Normal approximation to the likelihood.
    /// </remarks>
    public LikelihoodSummary Summarize()
    {
        var precision = 1 / (StandardError * StandardError);
        if (Kind == EvidenceKind.Vendor) return new LikelihoodSummary(Theta, precision);
        return precision > 1 ? new LikelihoodSummary(Theta * precision / (precision - 1), precision - 1) : default;
    }
}

/// <summary>A likelihood of ability in two numbers, free of any prior.</summary>
/// <param name="Mean">Where the likelihood is centred, logits.</param>
/// <param name="Precision">Reciprocal of its variance, per squared logit; 0 says nothing.</param>
public readonly record struct LikelihoodSummary(double Mean, double Precision);
