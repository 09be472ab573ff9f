using System.Threading.Channels;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tools.Demo;

/// <summary>What passes between a system and the service: heard on any thread, and printed where the journey has come to it.</summary>
internal sealed class DemoWire
{
    private readonly Channel<AtsExchange> _exchanges = Channel.CreateUnbounded<AtsExchange>();
    private AtsExchange? _before;

    public void Hear(AtsExchange exchange) => _exchanges.Writer.TryWrite(exchange);

    /// <summary>Prints what has passed by now.</summary>
    public void Print(DemoPrinter print, string system)
    {
        while (_exchanges.Reader.TryRead(out var exchange)) Print(print, system, exchange);
    }

    /// <summary>Prints what passes, up to the exchange that is waited for.</summary>
    public async Task PrintUntilAsync(
        DemoPrinter print, string system, Func<AtsExchange, bool> isLast, CancellationToken cancellationToken)
    {
        AtsExchange exchange;
        do
        {
            exchange = await _exchanges.Reader.ReadAsync(cancellationToken);
            Print(print, system, exchange);
        }
        while (!isLast(exchange));
    }

    private void Print(DemoPrinter print, string system, AtsExchange exchange)
    {
        var isRepeat = _before is { IsLost: true } && _before.Path == exchange.Path && _before.Request == exchange.Request;
        print.Exchange(system, exchange, isRepeat);
        _before = exchange;
    }
}
