using Aieh.Api.Contract;

namespace Aieh.Api.Candidates.SelfIdentification;

internal static class SelfIdentificationExamples
{
    public static readonly SelfIdentificationRequest Set = new()
    {
        Consent = SelfIdentificationText.Version,
        Sex = Sex.Female,
        RaceEthnicity = RaceEthnicity.PreferNotToSay,
    };

    public static readonly SelfIdentificationAnswers Answers = new()
    {
        Consent = SelfIdentificationText.Version,
        Sex = Sex.Female,
        RaceEthnicity = RaceEthnicity.PreferNotToSay,
        UpdatedAt = ExampleStory.Now,
    };

    public static readonly SelfIdentificationResponse Answered = new() { Consent = SelfIdentificationText.Consent, Answers = Answers };
}
