using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Invitations;

internal sealed class InvitationOptions
{
    public const string Section = "Invitations";

    /// <summary>Where candidates reach the service, such as https://passport.example.com; links are made with it.</summary>
    /// <value>
    /// The default is none: links are then relative. A Host header that somebody forged must not decide where a secret is sent.
    /// </value>
    public string? PublicUrl { get; set; }

    /// <summary>The address under which somebody outside reaches a path of the service.</summary>
    public string LinkTo(string path) => PublicUrl is { } address ? new Uri(new Uri(address), path).AbsoluteUri : path;
}

internal sealed class InvitationOptionsValidator : IValidateOptions<InvitationOptions>
{
    public ValidateOptionsResult Validate(string? name, InvitationOptions options)
    {
        if (options.PublicUrl is null) return ValidateOptionsResult.Success;

        var isAddress = Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url.PathAndQuery == "/";
        return isAddress
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Invitations:PublicUrl must be the http or https address of the service, without a path.");
    }
}
