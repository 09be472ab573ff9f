using System.Text.Json.Serialization;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Impact;

/// <summary>What is told of a group.</summary>
internal enum ImpactGroupStatus
{
    /// <summary>Its rate is compared with the highest one.</summary>
    Compared,

    /// <summary>Its rate is the highest one, which the others are compared with.</summary>
    Comparison,

    /// <summary>Its rate is told, with nothing to compare it with: no other group is told, or nobody has reached the score.</summary>
    NotCompared,

    /// <summary>Nothing is told: it has fewer than ten people, or would tell of one that has by subtraction.</summary>
    Suppressed,

    /// <summary>Nobody of the sample is of it.</summary>
    Empty,

    /// <summary>Who has not answered, or prefers not to say: counted, and compared with nobody.</summary>
    Unknown,

    /// <summary>The same together with the suppressed groups, of which their number alone would tell by subtraction.</summary>
    UnknownOrSuppressed,
}

/// <summary>Why figures are not told.</summary>
internal enum ImpactLack
{
    /// <summary>There was no sample yet of twenty people with a score, ten of them on either side of one that can be asked for.</summary>
    TooFewPeople,

    /// <summary>Fewer than ten people lie above the score, below it, or between it and another one that figures are told of.</summary>
    TooFewBetween,
}

/// <summary>Bounds of a rate.</summary>
internal sealed record ImpactInterval
{
    /// <summary>The lower bound, 0 to 1.</summary>
    /// <example>0.49</example>
    [JsonConverter(typeof(TwelveDecimals))]
    public required double Lower { get; init; }

    /// <summary>The upper bound, 0 to 1.</summary>
    /// <example>0.7</example>
    [JsonConverter(typeof(TwelveDecimals))]
    public required double Upper { get; init; }
}

/// <summary>A group's rate beside the highest one. What has no meaning for the group, or is not told, is absent.</summary>
internal sealed record ImpactGroup
{
    /// <summary>The sex; absent in figures by race or ethnicity, and for who is unknown.</summary>
    public Sex? Sex { get; init; }

    /// <summary>The race or ethnicity; absent in figures by sex, and for who is unknown.</summary>
    public RaceEthnicity? RaceEthnicity { get; init; }

    /// <summary>What is told of it. Look at this first.</summary>
    public required ImpactGroupStatus Status { get; init; }

    /// <summary>How many people of the sample are of it.</summary>
    /// <example>40</example>
    public int? People { get; init; }

    /// <summary>How many of them have reached the score.</summary>
    /// <example>12</example>
    public int? Selected { get; init; }

    /// <summary>Their share, 0 to 1: the selection rate, or the scoring rate.</summary>
    /// <example>0.3</example>
    [JsonConverter(typeof(TwelveDecimals))]
    public double? Rate { get; init; }

    /// <summary>The 95 % interval of the rate, by Wilson's score.</summary>
    public ImpactInterval? RateInterval { get; init; }

    /// <summary>The rate over the highest one: the impact ratio.</summary>
    /// <example>0.5</example>
    [JsonConverter(typeof(TwelveDecimals))]
    public double? ImpactRatio { get; init; }

    /// <summary>Whether the ratio is below four fifths (29 CFR 1607.4(D)).</summary>
    public bool? BelowFourFifths { get; init; }

    /// <summary>Two-sided p-value of Fisher's exact test against the comparison group.</summary>
    /// <example>0.0031</example>
    [JsonConverter(typeof(TwelveDecimals))]
    public double? FisherPValue { get; init; }

    /// <summary>The difference from the highest rate, in standard deviations; absent when everybody of both groups was selected.</summary>
    /// <example>-3.098387</example>
    [JsonConverter(typeof(TwelveDecimals))]
    public double? Z { get; init; }

    /// <summary>Whether the difference is of more than two standard deviations.</summary>
    public bool? BeyondTwoStandardDeviations { get; init; }

    /// <summary>How many more of the group would have been selected at the rate of both groups together.</summary>
    /// <example>8</example>
    [JsonConverter(typeof(TwelveDecimals))]
    public double? Shortfall { get; init; }

    /// <summary>
    /// Whether the group is less than 2 % of the sample: an audit may leave its ratio out, with a justification (6 RCNY § 5-301(d)).
    /// </summary>
    public bool? UnderTwoPercent { get; init; }
}

/// <summary>How many of each group have reached a score.</summary>
internal sealed record ImpactFigures
{
    /// <summary>For a selection the lowest score that is selected; for scoring rates the sample's median, to be exceeded.</summary>
    /// <example>650</example>
    public required double Threshold { get; init; }

    /// <summary>How many people of the sample have reached the score.</summary>
    /// <example>60</example>
    public required int Selected { get; init; }

    /// <summary>Their share of the sample, 0 to 1.</summary>
    /// <example>0.5</example>
    [JsonConverter(typeof(TwelveDecimals))]
    public required double Rate { get; init; }

    /// <summary>By sex; last, who is unknown.</summary>
    public required IReadOnlyList<ImpactGroup> Sex { get; init; }

    /// <summary>By race or ethnicity; last, who is unknown.</summary>
    public required IReadOnlyList<ImpactGroup> RaceEthnicity { get; init; }

    /// <summary>By sex and race or ethnicity, of those of whom both are known.</summary>
    public required IReadOnlyList<ImpactGroup> Intersections { get; init; }
}

/// <summary>What selection by readiness in a hiring loop does to groups of candidates, who are counted and not named.</summary>
internal sealed record ImpactResponse
{
    /// <summary>Id of the hiring loop.</summary>
    public required Guid HiringLoop { get; init; }

    /// <summary>What it is called.</summary>
    /// <example>Backend, Berlin</example>
    public required string HiringLoopName { get; init; }

    /// <summary>The version of the hiring loop that weighed; absent before there are figures.</summary>
    /// <example>1</example>
    public int? HiringLoopVersion { get; init; }

    /// <summary>The moment that the figures are of; absent before there are any.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>How many people are in the sample; absent before there are figures.</summary>
    /// <example>120</example>
    public int? People { get; init; }

    /// <summary>Fewer people than this are not told, nor what two sets tell that differ by fewer.</summary>
    /// <example>10</example>
    public required int SmallestGroup { get; init; }

    /// <summary>Selection by the cut that was asked for; absent when none was, and when it is not told.</summary>
    public ImpactFigures? Selection { get; init; }

    /// <summary>Why the selection is not told; absent when it is, or was not asked for.</summary>
    public ImpactLack? SelectionLack { get; init; }

    /// <summary>Scoring rates: the shares of groups above the sample's median score; absent when they are not told.</summary>
    public ImpactFigures? Scoring { get; init; }

    /// <summary>Why scoring rates are not told; absent when they are.</summary>
    public ImpactLack? ScoringLack { get; init; }

    /// <summary>
    /// A link to the figures as a page for people, which opens it without a key: whoever has the link can read it until the link ends. Each
    /// answer has a new one. Absent where the operator has switched pages off or named nothing to seal links with.
    /// </summary>
    /// <example>https://passport.example.com/impact/CfDJ8…</example>
    public string? ImpactUrl { get; init; }
}
