using Aieh.Api.Catalog.Documents;
using Aieh.Api.Contract;

namespace Aieh.Api.Catalog.Assessments;

/// <summary>Cut short: of each list, an element or two.</summary>
internal static class AssessmentExamples
{
    public const string PolicyVersion = "5f0c1b7a92de";

    public static readonly CalibrationReference Calibration = new()
    {
        Id = "python-fundamentals-provisional",
        Version = 1,
        Status = CalibrationStatus.Provisional,
    };

    public static readonly AssessmentResponse Assessment = new()
    {
        Slug = ExampleStory.Python,
        Title = "Python Fundamentals",
        Summary = "How well someone knows Python as a working language.",
        Pillar = "domain",
        Method = AssessmentMethod.MultipleChoiceKnowledge,
        ItemUnit = ItemUnit.Question,
        HalfLifeMonths = 18,
        HalfLifeProvenance = Provenance.Published,
        Forms =
        [
            new AssessmentFormResponse
            {
                Form = FormKind.Full,
                Availability = FormAvailability.Available,
                Note = "Counts towards the Skills Passport; needs a passport.",
                ItemCount = 50,
                ItemCountProvenance = Provenance.Published,
                TimeLimitSeconds = 3600,
                TimeLimitProvenance = Provenance.Default,
                RetakePolicy = new RetakePolicyResponse
                {
                    Windows = [new RetakeWindowResponse { Attempts = 1, Days = 30 }, new RetakeWindowResponse { Attempts = 3, Days = 180 }],
                    Provenance = Provenance.Default,
                },
                AiPolicy = new AiPolicyResponse
                {
                    Version = PolicyVersion,
                    Kind = AiPolicyKind.None,
                    Text = "Answer from what you know. Run no code, look nothing up, and ask neither people nor assistants.",
                    Provenance = Provenance.Default,
                    HonourStatement = "I answer these questions by myself, within the help that is allowed.",
                    HonourStatementProvenance = Provenance.Default,
                },
                Collected = AssessmentFormResponse.CollectedIn(FormKind.Full),
            },
        ],
        Calibration = Calibration,
    };

    public static readonly AssessmentListResponse Assessments = new() { Items = [Assessment], Next = null };
}
