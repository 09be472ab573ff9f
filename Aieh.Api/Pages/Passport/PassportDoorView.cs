namespace Aieh.Api.Pages.Passport;

/// <summary>The page of a browser that holds no passport.</summary>
/// <param name="HasEnded">Whether what it held opens nothing any more.</param>
/// <param name="Problem">Why what was pasted has opened nothing; null before.</param>
/// <param name="HasMail">Whether a link can be had by e-mail.</param>
/// <param name="HasSignIn">Whether there is an identity provider to sign in at.</param>
public sealed record PassportDoorView(bool HasEnded, string? Problem, bool HasMail, bool HasSignIn);

/// <summary>A passport that was made, with the link to it: shown this once.</summary>
public sealed record PassportMadeView(string Link);

/// <summary>The question whether to put a passport in the place of another.</summary>
/// <param name="IsPasted">Whether the link was pasted, and so is not in the address: then it is asked for again.</param>
/// <param name="SignedInToken">The other's token where somebody has signed in to it, and so has no link to paste.</param>
public sealed record AnotherPassportView(bool IsPasted = false, string? SignedInToken = null);
