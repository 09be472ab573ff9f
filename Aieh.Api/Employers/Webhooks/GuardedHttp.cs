using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>The addresses of a host.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>The host has an address that is not public, and the operator has not allowed it.</summary>
internal sealed class AddressRefusedException() : Exception("The host has an address that is not on the public internet.");

/// <summary>
/// For requests to addresses that others have named. Each connection resolves the host once, refuses it when any of its addresses is not
/// public, and goes to one of just these addresses: what a name means a moment later does not matter. The certificate is checked against
/// the name. No redirects, no proxy, no cookies, and no connection is used twice, so that each request is checked.
/// </summary>
internal static class GuardedHttp
{
    private const int HeaderKilobytes = 16;

    /// <param name="resolve">How hosts are resolved.</param>
    /// <param name="allows">Whether a host and port may be called whatever their addresses are.</param>
    public static SocketsHttpHandler NewHandler(ResolveHost resolve, Func<string, int, bool> allows) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseHeadersLength = HeaderKilobytes,
        // A body that was not read is not waited for: the connection is closed.
        MaxResponseDrainSize = 0,
        // Traced, but ids of traces are not for others.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, resolve, allows, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint asked, ResolveHost resolve, Func<string, int, bool> allows, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(asked.Host, out var literal) ? [literal] : await resolve(asked.Host, cancellationToken);
        var isRefused = !allows(asked.Host, asked.Port) && !Array.TrueForAll(addresses, PublicAddress.Is);
        if (isRefused) throw new AddressRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, asked.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
