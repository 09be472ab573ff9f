using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Returns;

internal static class ReturnExamples
{
    private const string Email = "robin@example.org";

    public static readonly ProblemHttpResult[] Refusals =
    [
        Problems.MailNotAvailable("The service sends no mail: its operator has to set Mail:Host."),
        Problems.ReturnLinkEnded(),
    ];

    public static readonly SetContactRequest Set = new() { Email = Email };

    public static readonly ContactResponse Contact = new() { Email = Email, CreatedAt = ExampleStory.Now, Verified = false };

    public static readonly ContactResponse Verified =
        Contact with { Verified = true, VerifiedAt = ExampleStory.Now.AddDays(40) };

    public static readonly AskReturnRequest Ask = new() { Email = Email };

    public static readonly ExchangeReturnRequest Exchange = new() { Token = "CfDJ8AECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" };

    public static readonly ReturnedPassportResponse Returned = new()
    {
        Passport = ExampleStory.PassportId,
        Token = ExampleStory.CandidateToken,
        ExpiresAt = ExampleStory.Now.AddDays(130),
    };
}
