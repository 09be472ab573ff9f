namespace Aieh.Api.Candidates.SelfIdentification;

/// <summary>Sex, in the categories of the EEO-1 report and of New York City's Local Law 144.</summary>
internal enum Sex
{
    Female,
    Male,
    PreferNotToSay,
}

/// <summary>Race or ethnicity, in the categories of the EEO-1 report and of New York City's Local Law 144.</summary>
internal enum RaceEthnicity
{
    HispanicOrLatino,
    White,
    BlackOrAfricanAmerican,
    NativeHawaiianOrPacificIslander,
    Asian,
    NativeAmericanOrAlaskaNative,
    TwoOrMoreRaces,
    PreferNotToSay,
}

/// <summary>What a passport's owner is told before they answer, and agrees to by answering.</summary>
internal sealed record SelfIdentificationConsent
{
    /// <summary>Version of the text, to be sent with the answers.</summary>
    /// <example>2026-12</example>
    public required string Version { get; init; }

    /// <summary>The text, a paragraph each.</summary>
    public required IReadOnlyList<string> Text { get; init; }
}

/// <summary>What a passport's owner says of themselves. Both are voluntary: what is left out is not known, as what is not said.</summary>
internal sealed record SelfIdentificationRequest
{
    /// <summary>Version of the text that the owner has agreed to.</summary>
    /// <example>2026-12</example>
    public required string Consent { get; init; }

    /// <summary>Sex.</summary>
    public Sex? Sex { get; init; }

    /// <summary>Race or ethnicity.</summary>
    public RaceEthnicity? RaceEthnicity { get; init; }
}

/// <summary>What a passport's owner has said of themselves.</summary>
internal sealed record SelfIdentificationAnswers
{
    /// <summary>Version of the text that was agreed to.</summary>
    /// <example>2026-12</example>
    public required string Consent { get; init; }

    /// <summary>Sex; absent when it was not answered.</summary>
    public Sex? Sex { get; init; }

    /// <summary>Race or ethnicity; absent when it was not answered.</summary>
    public RaceEthnicity? RaceEthnicity { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>The voluntary questionnaire: its text, and what its owner has answered.</summary>
internal sealed record SelfIdentificationResponse
{
    /// <summary>What answering agrees to.</summary>
    public required SelfIdentificationConsent Consent { get; init; }

    /// <summary>The answers; absent when there are none, or none that the service can still open.</summary>
    public SelfIdentificationAnswers? Answers { get; init; }
}
