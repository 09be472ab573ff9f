using Aieh.Api.Candidates.SignIn;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Pages.Passport;

/// <summary>Where a passport's pages are, and whom they let in.</summary>
internal static class PassportAddresses
{
    public const string Home = "/passport";
    public const string New = "/passport/new";
    public const string Open = "/passport/open";
    public const string History = "/passport/history";
    public const string Readiness = "/passport/readiness/";
    public const string Sharing = "/passport/sharing";
    public const string SharingLinks = "/passport/sharing/links";
    public const string Data = "/passport/data";
    public const string Export = "/passport/data/export";
    public const string Erasure = "/passport/data/erasure";
    public const string SelfIdentification = "/passport/data/self-identification";
    public const string SelfIdentificationWithdrawal = "/passport/data/self-identification/withdrawal";
    public const string SignOut = "/passport/data/sign-out";
    public const string Goodbye = "/passport/goodbye";
    public const string Contact = "/passport/contact";
    public const string Return = "/passport/return";
    public const string SignIn = SignInEndpoints.Path;
    public const string Shared = "/p/";

    /// <summary>The passport that the browser holds; null without one. No other kind of token is one, whatever cookie it came in.</summary>
    public static Guid? PassportOf(Principal principal) => principal.Kind == PrincipalKinds.Candidate ? principal.PassportId : null;

    public static string RevocationOf(Guid grant) => $"{Sharing}/{grant}/revocation";
}
