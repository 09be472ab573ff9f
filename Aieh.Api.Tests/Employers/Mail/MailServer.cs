using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Aieh.Api.Tests.Employers.Mail;

/// <summary>A mail server on this machine: keeps what it gets, and answers each recipient's mails as the test wants.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    /// <summary>The connection is cut.</summary>
    public const string Cut = "cut";

    /// <summary>No answer comes.</summary>
    public const string Silence = "silence";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<(string Recipient, string Text)> _taken = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentDictionary<string, Func<int, string, string?>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _tries = new(StringComparer.Ordinal);
    private readonly Task _accepting;

    public MailServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it says that it can do.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = ["8BITMIME"];

    /// <summary>All commands that it was given, by whomever.</summary>
    public IReadOnlyCollection<string> Commands => _commands;

    /// <summary>How mails to somebody are answered: by which attempt it is, from 1, and the command; null is the usual answer.</summary>
    public void Answers(string recipient, Func<int, string, string?> answer) => _answers[recipient] = answer;

    /// <summary>How often somebody was named as a recipient.</summary>
    public int TriesOf(string recipient) => _tries.GetValueOrDefault(recipient);

    /// <summary>The messages that it has taken for somebody, oldest first.</summary>
    public IReadOnlyList<MimeMessage> Of(string recipient) =>
    [
        .. _taken.Where(each => each.Recipient == recipient)
            .Select(each => MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(each.Text)))),
    ];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        try
        {
            await writer.WriteLineAsync("220 mail.example.com ESMTP");
            var recipient = "";
            while (await reader.ReadLineAsync(_stopping.Token) is { } line)
            {
                _commands.Enqueue(line);
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "RCPT")
                {
                    recipient = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
                    _tries.AddOrUpdate(recipient, 1, (_, before) => before + 1);
                }

                if (!await AnswerAsync(writer, recipient, verb)) return;
                if (verb != "DATA") continue;

                var text = await ReadMessageAsync(reader);
                // Who is cut off after the message does not know that it was taken.
                if (AnswerTo(recipient, ".") is null or Cut) _taken.Enqueue((recipient, text));
                if (!await AnswerAsync(writer, recipient, ".")) return;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The other side has gone, or the test is over.
        }
    }

    /// <summary>False when the connection is to be cut.</summary>
    private async Task<bool> AnswerAsync(StreamWriter writer, string recipient, string verb)
    {
        var answer = AnswerTo(recipient, verb) ?? Usual(verb);
        if (answer == Silence) await Task.Delay(Timeout.Infinite, _stopping.Token);
        if (answer is Cut) return false;

        await writer.WriteLineAsync(answer);
        return verb != "QUIT";
    }

    private string? AnswerTo(string recipient, string verb) =>
        _answers.TryGetValue(recipient, out var answer) ? answer(TriesOf(recipient), verb) : null;

    private string Usual(string verb) => verb switch
    {
        "EHLO" => string.Join("\r\n", ["250-mail.example.com", .. Extensions.Select(extension => "250-" + extension), "250 HELP"]),
        "DATA" => "354 Go on",
        "QUIT" => "221 Bye",
        "AUTH" => "235 Welcome",
        _ => "250 Fine",
    };

    private async Task<string> ReadMessageAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stopping.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return text.ToString();
    }
}
