using Aieh.Api.Platform.Browser;

namespace Aieh.Api.Candidates.SignIn;

/// <summary>Where somebody who has signed in is remembered, which pages know how to do.</summary>
internal interface IPassportSession
{
    /// <summary>How the routes of signing in are pages: what goes wrong there is told as one.</summary>
    PageRoute Page { get; }

    /// <summary>Where the owner's passport is shown: a path of this service.</summary>
    string Home { get; }

    /// <summary>
    /// Answers who has signed in: remembers the secret for the browser and leads home, or asks first, where another passport would go.
    /// </summary>
    IResult Enter(HttpContext context, SignedIn signedIn);

    /// <summary>Answers who comes back without having been signed in, and says where to begin again.</summary>
    IResult Refuse();
}
