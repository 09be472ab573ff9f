using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Mail;

/// <summary>
/// How many mails an address gets in a day from this process, whoever has them sent: orders and new links are cheap, and the address is
/// anybody's. Counted by a hash, in memory: after a restart it begins anew.
/// </summary>
internal sealed class MailQuota(IOptions<MailOptions> options) : IDisposable
{
    private const int MostAddresses = 200_000;

    private readonly MemoryCache _sent = new(new MemoryCacheOptions { SizeLimit = MostAddresses });

    public bool IsUsedUp(string address) =>
        options.Value.MostPerAddressAndDay is var most and > 0
        && _sent.TryGetValue(KeyOf(address), out Count? count) && count!.Value >= most;

    public void Take(string address)
    {
        var count = _sent.GetOrCreate(KeyOf(address), entry =>
        {
            (entry.Size, entry.AbsoluteExpirationRelativeToNow) = (1, TimeSpan.FromDays(1));
            return new Count();
        });
        Interlocked.Increment(ref count!.Value);
    }

    public void Dispose() => _sent.Dispose();

    private static string KeyOf(string address) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToUpperInvariant())));

    private sealed class Count
    {
        public int Value;
    }
}
