using Aieh.Api.Contract;

namespace Aieh.Api.Employers.Greenhouse;

internal static class GreenhouseExamples
{
    public static readonly GreenhouseTest[] Tests =
    [
        new() { PartnerTestId = ExampleStory.HiringLoopId.ToString(), PartnerTestName = "Backend, Berlin" },
        new() { PartnerTestId = "4f0c1f6e-6a0e-8b1d-9c55-0f6c1f2a7b3d", PartnerTestName = "Python Fundamentals (single assessment)" },
    ];

    public static readonly GreenhouseSendTestRequest Send = new()
    {
        PartnerTestId = ExampleStory.HiringLoopId.ToString(),
        Candidate = new GreenhouseCandidate { FirstName = "Robin", LastName = "Example", Email = "robin@example.org" },
        Url = "https://app.greenhouse.io/integrations/testing_partners/take_home_tests/12345",
    };

    public static readonly GreenhouseSendTestResponse Sent = new() { PartnerInterviewId = ExampleStory.InvitationId.ToString() };

    public static readonly GreenhouseTestStatusResponse Status = new()
    {
        PartnerStatus = "complete",
        PartnerProfileUrl = "https://passport.example.com/report/CfDJ8…",
        PartnerScore = 661,
        Metadata = new Dictionary<string, string>
        {
            ["Role"] = "Backend Engineer",
            ["Completed"] = "2026-06-01",
            ["Scale"] = "300 to 850",
            ["95 % interval"] = "604 to 718",
            ["Coverage"] = "74 % of what counts",
            ["Valid until"] = "2027-02-01",
        },
    };

    public static readonly GreenhouseResponseErrorRequest Error = new()
    {
        ApiCall = "test_status",
        Errors = ["partner_status is 'complete' but partner_profile url is missing"],
        PartnerInterviewId = ExampleStory.InvitationId.ToString(),
    };

    public static readonly GreenhouseResponseErrorResponse ErrorTaken = new() { Status = 200 };
}
