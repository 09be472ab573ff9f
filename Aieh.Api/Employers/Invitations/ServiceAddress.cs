using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Invitations;

/// <summary>Where people and other services reach this one: in Development, where it listens, when nothing else is said.</summary>
internal sealed class ServiceAddress(IOptions<InvitationOptions> options, IServer server, IHostEnvironment environment)
{
    /// <summary>Null when it is not known.</summary>
    public Uri? Current
    {
        get
        {
            if (options.Value.PublicUrl is { } url) return new Uri(url);
            if (!environment.IsDevelopment()) return null;

            var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            if (listening is null) return null;

            var address = BindingAddress.Parse(listening);
            var isEverywhere = address.Host is "*" or "+" or "0.0.0.0" or "[::]";
            return new UriBuilder(address.Scheme, isEverywhere ? "localhost" : address.Host, address.Port).Uri;
        }
    }

    /// <summary>A link to a path, absolute; only where the address is known. One that is absolute already stays as it is.</summary>
    public string LinkTo(string path) => new Uri(Current!, path).AbsoluteUri;
}
