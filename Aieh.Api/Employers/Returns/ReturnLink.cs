using System.Globalization;
using Aieh.Api.Platform.Access;

namespace Aieh.Api.Employers.Returns;

/// <summary>
/// What the link in a mail says: which passport, by which address, and when it was made. Nothing is stored of it until it is used.
/// </summary>
internal readonly record struct ReturnLink(Guid Passport, Guid Contact, DateTimeOffset MadeAt)
{
    /// <summary>Where the page is that a link opens.</summary>
    public const string Path = "/passport/return/";

    private const string Purpose = "return";
    private const int IdLength = 32;

    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    public DateTimeOffset EndsAt => MadeAt + Lasts;

    /// <summary>Not for use within a unit of work: see <see cref="Sealing"/>.</summary>
    public string SealBy(Sealing sealing) => sealing.Seal(
        string.Create(CultureInfo.InvariantCulture, $"{Passport:N}{Contact:N}{MadeAt.ToUnixTimeMilliseconds()}"), Purpose);

    /// <summary>Null when it is no link of this service's. One that has ended is read too. Not for use within a unit of work.</summary>
    public static ReturnLink? Open(Sealing sealing, string token)
    {
        if (sealing.Open(token, Purpose) is not { } said) return null;

        var made = long.Parse(said.AsSpan(2 * IdLength), CultureInfo.InvariantCulture);
        return new ReturnLink(
            Guid.ParseExact(said.AsSpan(0, IdLength), "N"),
            Guid.ParseExact(said.AsSpan(IdLength, IdLength), "N"),
            DateTimeOffset.FromUnixTimeMilliseconds(made));
    }
}
