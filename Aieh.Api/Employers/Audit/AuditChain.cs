using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Aieh.Api.Platform.Access;

namespace Aieh.Api.Employers.Audit;

/// <summary>
/// How entries of a tenant are chained: the hash of each is SHA-256 over the hash before it and all its fields, its place among them. So no
/// field, and no place, can be changed without changing every hash after it.
/// </summary>
internal static class AuditChain
{
    /// <summary>Of the encoding. Another encoding takes another number, so that old entries can be told and verified.</summary>
    private const byte Version = 1;

    private const int Absent = -1;

    /// <summary>What the first entry of a tenant follows.</summary>
    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    public static byte[] HashOf(ReadOnlySpan<byte> previous, AuditEntryRow entry, long position)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([Version]);
        Append(hash, previous);
        Append(hash, position);
        Append(hash, entry.Id);
        Append(hash, entry.TenantId);
        Append(hash, entry.OccurredAt.ToUnixTimeMilliseconds());
        Append(hash, entry.Actor);
        Append(hash, entry.Action);
        Append(hash, entry.Subject);
        Append(hash, entry.PassportId);
        Append(hash, entry.Scope);
        Append(hash, entry.BeforeState);
        Append(hash, entry.AfterState);
        Append(hash, entry.ReadKey);
        return hash.GetHashAndReset();
    }

    /// <summary>Each field after its length: no two lists of fields have the same encoding.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        AppendLength(hash, field.Length);
        hash.AppendData(field);
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> field = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(field, number);
        Append(hash, field);
    }

    private static void Append(IncrementalHash hash, Guid? id)
    {
        if (id is { } given) Append(hash, given.ToByteArray(bigEndian: true));
        else AppendLength(hash, Absent);
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        if (text is not null) Append(hash, Encoding.UTF8.GetBytes(text));
        else AppendLength(hash, Absent);
    }

    private static void AppendLength(IncrementalHash hash, int length)
    {
        Span<byte> field = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(field, length);
        hash.AppendData(field);
    }
}
