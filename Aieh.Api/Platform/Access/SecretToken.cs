using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Aieh.Api.Platform.Access;

/// <summary>
/// A secret as its holder sees it: prefix, 32 random bytes in base64url, and a 4-character checksum that tells a mistyped secret
/// from an unknown one without a database read. Only <see cref="Hash"/> is stored.
/// </summary>
internal static class SecretToken
{
    public const string CandidatePrefix = "aieh_cand_";
    public const string AttemptPrefix = "aieh_att_";
    public const string KeyPrefix = "aieh_live_";
    public const string LinkPrefix = "aieh_link_";
    public const string InvitationPrefix = "aieh_inv_";

    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int ChecksumBytes = 3;
    private const int ChecksumLength = 4;

    private static readonly string[] Prefixes = [CandidatePrefix, AttemptPrefix, KeyPrefix, LinkPrefix, InvitationPrefix];

    public static string Create(string prefix)
    {
        var body = prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return body + Checksum(body);
    }

    public static bool IsWellFormed(string token)
    {
        var prefix = Array.Find(Prefixes, candidate => token.StartsWith(candidate, StringComparison.Ordinal));
        if (prefix is null || token.Length != prefix.Length + SecretLength + ChecksumLength || !Ascii.IsValid(token)) return false;

        var given = Encoding.ASCII.GetBytes(token[^ChecksumLength..]);
        var computed = Encoding.ASCII.GetBytes(Checksum(token[..^ChecksumLength]));
        return CryptographicOperations.FixedTimeEquals(given, computed);
    }

    /// <summary>SHA-256 of the whole token: enough for a secret of 256 random bits, which no dictionary holds.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    /// <summary>What a list may show: the prefix and the last four characters.</summary>
    public static string Hint(string token)
    {
        var prefix = Array.Find(Prefixes, each => token.StartsWith(each, StringComparison.Ordinal));
        return prefix + "…" + token[^4..];
    }

    /// <summary>24 bits of CRC-32C: it guards against slips, not against forgers.</summary>
    private static string Checksum(string body)
    {
        var crc = uint.MaxValue;
        foreach (var character in body) crc = BitOperations.Crc32C(crc, (byte)character);

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~crc);
        return Base64Url.EncodeToString(bytes[..ChecksumBytes]);
    }
}
