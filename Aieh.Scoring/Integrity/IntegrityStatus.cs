using System.Collections.Immutable;

namespace Aieh.Scoring.Integrity;

/// <summary>How much there is for a person to look at. It changes no score and rejects nobody.</summary>
public enum IntegrityStatus
{
    /// <summary>Nothing remarkable.</summary>
    None,

    /// <summary>Something that one in twenty honest people may show.</summary>
    Low,

    /// <summary>Something that one in a hundred honest people may show.</summary>
    Medium,

    /// <summary>Something that one in a thousand honest people may show.</summary>
    High,
}

/// <summary>What may be remarkable about an attempt.</summary>
public enum IntegritySignal
{
    /// <summary>Answers too fast to have read the question (<see cref="ResponseTimeEffort"/>).</summary>
    RapidGuessing,

    /// <summary>Hard items right and easy ones wrong (<see cref="PersonFitBootstrap"/>).</summary>
    PersonFit,

    /// <summary>Answers like somebody else's (<see cref="AnswerSimilarity"/>).</summary>
    AnswerSimilarity,

    /// <summary>A verification that does not go with the result (<see cref="VerificationComparison"/>).</summary>
    Verification,

    /// <summary>The page was left. Counted only: nobody knows how often honest people do.</summary>
    TabHidden,

    /// <summary>Text was copied or pasted. Counted only.</summary>
    CopyOrPaste,

    /// <summary>The connection was lost and came back. Counted only.</summary>
    Reconnect,
}

/// <summary>A signal with a known distribution among honest people.</summary>
/// <param name="Signal">The signal; none that is only counted.</param>
/// <param name="PValue">The probability of anything as remarkable from honest people; 0..1.</param>
public readonly record struct TestedSignal(IntegritySignal Signal, double PValue);

/// <summary>A signal without one.</summary>
/// <param name="Signal">The signal; one that is only counted.</param>
/// <param name="Count">How often it was seen; at least 0.</param>
public readonly record struct CountedSignal(IntegritySignal Signal, int Count);

/// <summary>One reason of a status.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Status">What it amounts to beside the others; never <see cref="IntegrityStatus.None"/>.</param>
/// <param name="PValue">Its p value; null where it is only counted.</param>
/// <param name="AdjustedPValue">The same, adjusted for how many signals were looked at; null where it is only counted.</param>
/// <param name="Count">How often it was seen; null where it has a p value.</param>
public sealed record IntegrityReason(
    IntegritySignal Signal, IntegrityStatus Status, double? PValue, double? AdjustedPValue, int? Count);

/// <summary>A status with its reasons, the most remarkable first.</summary>
/// <param name="Status">The highest of the reasons' statuses.</param>
/// <param name="Reasons">The signals that are remarkable; empty where none is.</param>
public sealed record IntegrityJudgement(IntegrityStatus Status, ImmutableArray<IntegrityReason> Reasons);
