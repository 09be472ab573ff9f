using Aieh.Api.Contract;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Passports;

internal static class GrantExamples
{
    public static readonly CreateGrantRequest Create = new()
    {
        Kind = GrantKind.Link,
        Scope = GrantScope.Passport,
        ExpiresAt = ExampleStory.Now.AddDays(30),
    };

    public static readonly GrantResponse Grant = new()
    {
        Id = new Guid("019e82ed-b340-7f09-8d23-a1b4c85e6d70"),
        Kind = GrantKind.Link,
        Scope = GrantScope.Passport,
        CreatedAt = ExampleStory.Now.AddMinutes(2),
        ExpiresAt = Create.ExpiresAt,
    };

    public static readonly GrantResponse Created = Grant with
    {
        Token = ExampleStory.LinkToken,
        Url = $"/v1/passports/{ExampleStory.PassportId}?{Authentication.ShareParameter}={ExampleStory.LinkToken}",
    };

    public static readonly GrantListResponse List = new() { Items = [Grant], Next = null };
}
