namespace Aieh.Api.Pages.Returns;

/// <summary>Where a link by e-mail is asked for.</summary>
/// <param name="Problem">Why none was sent; null before.</param>
public sealed record ReturnView(string? Problem);

/// <summary>A link that was mailed, before it is used.</summary>
/// <param name="Address">Where the button leads: the link itself.</param>
/// <param name="HoldsAnother">Whether the browser holds a passport already.</param>
public sealed record OpenReturnView(string Address, bool HoldsAnother);

/// <summary>The address of a way back.</summary>
/// <param name="Email">Null when there is none.</param>
/// <param name="IsProved">Whether a link that was mailed there has been used.</param>
/// <param name="HasMail">Whether mail can be sent at all.</param>
/// <param name="RemovalPath">Where the form that removes it is sent.</param>
/// <param name="Problem">Why nothing was kept; null before.</param>
public sealed record ContactView(string? Email, bool IsProved, bool HasMail, string RemovalPath, string? Problem);
