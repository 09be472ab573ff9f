using System.Net.Sockets;
using System.Text;

namespace Aieh.Api.Tests.Support;

/// <summary>Requests that an HTTP client would not send.</summary>
internal static class RawHttp
{
    /// <summary>Sends the head and then as much of the body as the server takes; returns everything that it answers.</summary>
    public static async Task<string> SendAsync(Uri server, string head, byte[]? body = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n"));
        var sending = SendBodyAsync(stream, body ?? []);
        var answer = await ReadAsync(stream);
        await sending;
        return answer;
    }

    private static async Task SendBodyAsync(NetworkStream stream, byte[] body)
    {
        try
        {
            await stream.WriteAsync(body);
        }
        catch (IOException)
        {
            // The server has heard enough.
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var read) answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Reset after the answer, because part of the request was not read.
        }

        return answer.ToString();
    }
}
