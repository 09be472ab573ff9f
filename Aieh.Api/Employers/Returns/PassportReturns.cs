using System.Threading.Channels;
using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Mail;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Employers.Returns;

/// <summary>A passport that somebody has come back to, and a new secret of its owner, which only this tells.</summary>
internal sealed record ReturnedPassport(Guid Passport, string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// The way back to a passport by e-mail. Who asks for it is told nothing: addresses are put in a queue as they come, and are looked up when
/// their turn is there, so that neither the answer nor its time tells who has a passport.
/// </summary>
internal sealed class PassportReturns(
    MailTransport transport, ServiceAddress address, SealingKeys keys, Sealing sealing, Db db, TimeProvider time)
{
    /// <summary>As many as can be mailed within the time that a link lasts.</summary>
    private const int MostWaiting = 1_000;

    private static readonly TimeSpan TokenLasts = TimeSpan.FromDays(90);

    private readonly Channel<string> _asked = Channel.CreateBounded<string>(MostWaiting);

    /// <summary>Why no link can be mailed, in words; null when it can.</summary>
    public string? Refusal => (transport.IsOn, keys.AreThere, address.Current) switch
    {
        (false, _, _) => "The service sends no mail: its operator has to set Mail:Host.",
        (_, false, _) => "No link can be sealed: the operator has to set Sealing:KeyFile or Sealing:CertificateFile.",
        (_, _, null) =>
            "The service does not know its own address, with which links begin: its operator has to set Invitations:PublicUrl.",
        _ => null,
    };

    /// <summary>The addresses that wait for their turn.</summary>
    public ChannelReader<string> Asked => _asked.Reader;

    /// <summary>Has a link mailed to an address if a passport has it. False when too many wait.</summary>
    public bool TryAsk(string email) => _asked.Writer.TryWrite(email);

    /// <summary>A new link, absolute. Not for use within a unit of work: see <see cref="Sealing"/>.</summary>
    public string UrlOf(ReturnLink link) => new Uri(address.Current!, ReturnLink.Path + link.SealBy(sealing)).AbsoluteUri;

    /// <summary>
    /// Uses a link, once: whoever has it gets a new secret of the passport's owner, and has shown that the address is theirs. Null when it
    /// is no link, or has ended.
    /// </summary>
    public async Task<ReturnedPassport?> ExchangeAsync(string token, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (ReturnLink.Open(sealing, token) is not { } link || link.EndsAt <= now) return null;

        var returned = new ReturnedPassport(link.Passport, SecretToken.Create(SecretToken.CandidatePrefix), now + TokenLasts);
        return await db.WriteAsync(UseAsync, cancellationToken) ? returned : null;

        async Task<bool> UseAsync(DbSession session)
        {
            if (!await PassportLock.TakeAsync(session, link.Passport)) return false;
            if (!await ContactStore.UseLinkAsync(session, link.Passport, link.Contact, link.MadeAt, now)) return false;

            await OwnerCredential.AddAsync(session, link.Passport, returned.Token, now, returned.ExpiresAt);
            return true;
        }
    }
}
