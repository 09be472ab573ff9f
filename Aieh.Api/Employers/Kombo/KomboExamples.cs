using Aieh.Api.Contract;

namespace Aieh.Api.Employers.Kombo;

internal static class KomboExamples
{
    public static readonly KomboEvent Event = new()
    {
        Type = "assessment:order-received",
        Data = new KomboOrder
        {
            Id = "B5KQKhAgTv6Z",
            IntegrationId = "workday:CBNMt7dSNCzB",
            PackageId = ExampleStory.HiringLoopId.ToString(),
            Candidate = new KomboCandidate { FirstName = "Robin", LastName = "Example", Email = "robin@example.org" },
        },
    };

    public static readonly KomboEventResponse Taken = new() { Invitation = ExampleStory.InvitationId };
}
