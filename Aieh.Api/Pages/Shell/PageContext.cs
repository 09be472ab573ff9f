using System.Globalization;
using System.Security.Cryptography;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Browser;

namespace Aieh.Api.Pages.Shell;

/// <summary>What all parts of a page may ask of the request that it answers.</summary>
public sealed class PageContext
{
    private readonly PageForms _forms;
    private string? _formToken;

    internal PageContext(PageForms forms) => _forms = forms;

    internal HttpContext Http { get; private set; } = null!;

    /// <summary>The language of the words.</summary>
    public string Language
    {
        get
        {
            var name = CultureInfo.CurrentUICulture.Name;
            return name.Length == 0 ? "en" : name;
        }
    }

    /// <summary>Path of the page, without what is asked of it.</summary>
    public string Path => Http.Request.Path;

    /// <summary>Whether the browser holds a passport.</summary>
    public bool HasPassport => PageCookie.Passport.Read(Http.Request) is not null;

    /// <summary>Whether forms can be sent: whoever runs the service has to have named what seals them.</summary>
    public bool HasForms => _forms.AreTaken;

    /// <summary>What a form has to bring back, so that no other site sends it.</summary>
    public string FormToken => _formToken ?? throw (HasForms
        ? new InvalidOperationException($"The route of {Path} does not say that it has forms.")
        : new SealingUnavailableException());

    /// <summary>
    /// Before the page is rendered: the key ring is read in a way that waits, and a renderer, which does one thing at a time, would
    /// wait for itself.
    /// </summary>
    internal void Begin(HttpContext http)
    {
        Http = http;
        if (PageRoute.Of(http)?.Needs.HasFlag(PageNeeds.Forms) is true && HasForms) _formToken = _forms.TokenOf(http);
    }

    /// <summary>An Idempotency-Key that nobody else hits on.</summary>
    public string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
