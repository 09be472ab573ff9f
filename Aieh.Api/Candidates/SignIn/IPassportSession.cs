using Aieh.Api.Platform.Browser;

namespace Aieh.Api.Candidates.SignIn;

/// <summary>Where somebody who has signed in is remembered, which pages know how to do.</summary>
internal interface IPassportSession
{
    /// <summary>How the routes of signing in are pages: what goes wrong there is told as one.</summary>
    PageRoute Page { get; }

    /// <summary>Where the owner's passport is shown: a path of this service.</summary>
    string Home { get; }

    /// <summary>Remembers a token of a passport's owner for the browser, and writes nothing of the answer but its headers.</summary>
    Task SignInAsync(HttpContext context, string token, DateTimeOffset expiresAt);
}
