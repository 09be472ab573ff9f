using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Ats;

/// <summary>Where applicant tracking systems are.</summary>
internal sealed class AtsOptions
{
    public const string Section = "Ats";

    /// <summary>Hosts, with a port where it is not 443, at which Greenhouse may want to be told of a completion.</summary>
    /// <value>The default is <c>app.greenhouse.io</c> alone; what is set replaces it.</value>
    public IList<string> GreenhouseHosts { get; } = [];

    /// <value>The default value is https://api.ashbyhq.com.</value>
    public string AshbyUrl { get; set; } = "https://api.ashbyhq.com";

    /// <value>
    /// The default value is https://api.kombo.dev, Kombo in the European Union; https://api.us.kombo.dev is in the United States.
    /// </value>
    public string KomboUrl { get; set; } = "https://api.kombo.dev";

    public bool IsGreenhouse(Uri url)
    {
        IList<string> hosts = GreenhouseHosts.Count > 0 ? GreenhouseHosts : ["app.greenhouse.io"];
        var host = url.IsDefaultPort ? url.IdnHost : url.Authority;
        return url.UserInfo.Length == 0 && hosts.Any(each => string.Equals(each, host, StringComparison.OrdinalIgnoreCase));
    }
}

internal sealed class AtsOptionsValidator : IValidateOptions<AtsOptions>
{
    public ValidateOptionsResult Validate(string? name, AtsOptions options)
    {
        (string Setting, string Value)[] addresses = [("AshbyUrl", options.AshbyUrl), ("KomboUrl", options.KomboUrl)];
        string[] faults =
        [
            .. from address in addresses
               where !Uri.TryCreate(address.Value, UriKind.Absolute, out var url)
                   || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                   || url.PathAndQuery != "/"
               select $"{AtsOptions.Section}:{address.Setting} is '{address.Value}'; it must be an https address without a path: keys "
                   + "go there.",
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
