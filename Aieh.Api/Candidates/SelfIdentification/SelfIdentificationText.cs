namespace Aieh.Api.Candidates.SelfIdentification;

/// <summary>
/// What answering the voluntary questionnaire agrees to. Whoever changes the text changes the version: answers name the version that was
/// read.
/// </summary>
internal static class SelfIdentificationText
{
    public const string Version = "2026-12";

    public static readonly SelfIdentificationConsent Consent = new()
    {
        Version = Version,
        Text =
        [
            "Answering is voluntary. You can leave out either question, or say that you prefer not to say; both count as not known. "
            + "Whether and what you answer has no effect on your tests, your scores, your invitations or what an employer sees of you.",
            "Your answers are never shown to an employer, with or without your name. They are kept apart from your results, encrypted, and "
            + "used for two things only.",
            "First, for an employer whose invitation you have accepted, to count how many people of each group have reached a score. Such "
            + "figures are told of groups of at least ten people.",
            "Second, to check the questions of our tests: whether people of two groups who know equally much answer a question equally "
            + "well. That too is told of large groups alone.",
            "You can read, change and withdraw your answers at any time in your passport. Withdrawing deletes them, as erasing the "
            + "passport does; they are in no figure that is worked out afterwards.",
        ],
    };
}
