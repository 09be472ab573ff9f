using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Employers.Ats;

/// <summary>What an applicant tracking system has ordered: an invitation, with what is needed to know it again and to answer.</summary>
internal sealed record AtsOrderRow
{
    public Guid InvitationId { get; init; }
    public Guid TenantId { get; init; }

    /// <summary>The system, by the kind of its connection.</summary>
    public string Ats { get; init; } = "";

    /// <summary>What tells a repeated order; null when another order has taken its place.</summary>
    public string? OrderKey { get; init; }

    /// <summary>Where the result goes: an address at Greenhouse, an integration of Kombo's; null where the connection tells it.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Milliseconds since 1970, of the last update that Ashby was sent.</summary>
    public long LastTimestamp { get; init; }

    /// <summary>When the system itself has cancelled it.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal static class AtsOrderStore
{
    internal static class Sql
    {
        private const string Columns = "InvitationId, TenantId, Ats, OrderKey, ReplyTo, LastTimestamp, CancelledAt, CreatedAt";

        public const string Insert = """
            INSERT INTO AtsOrder (InvitationId, TenantId, Ats, OrderKey, ReplyTo, LastTimestamp, CreatedAt)
            VALUES (@InvitationId, @TenantId, @Ats, @OrderKey, @ReplyTo, @LastTimestamp, @CreatedAt)
            """;

        public const string Find = $"SELECT {Columns} FROM AtsOrder WHERE InvitationId = @InvitationId";

        public const string FindByKey =
            $"SELECT {Columns} FROM AtsOrder WHERE TenantId = @TenantId AND Ats = @Ats AND OrderKey = @OrderKey";

        public const string ReleaseKey = "UPDATE AtsOrder SET OrderKey = NULL WHERE InvitationId = @InvitationId AND OrderKey IS NOT NULL";

        public const string ForgetAddress =
            "UPDATE AtsOrder SET OrderKey = NULL WHERE InvitationId = @InvitationId AND OrderKey LIKE 'who %'";

        public const string NoteTimestamp = """
            UPDATE AtsOrder SET LastTimestamp = @LastTimestamp
            WHERE InvitationId = @InvitationId AND LastTimestamp < @LastTimestamp
            """;

        public const string NoteCancellation =
            "UPDATE AtsOrder SET CancelledAt = @CancelledAt WHERE InvitationId = @InvitationId AND CancelledAt IS NULL";
    }

    public static Task<int> InsertAsync(DbSession session, AtsOrderRow order) => session.ExecuteAsync(Sql.Insert, order);

    public static Task<AtsOrderRow?> FindAsync(DbSession session, Guid invitation) =>
        session.FirstOrDefaultAsync<AtsOrderRow>(Sql.Find, new { InvitationId = invitation });

    /// <summary>An order with the invitation that it has made; null where one of the two is not there.</summary>
    public static async Task<(AtsOrderRow Order, InvitationRow Invitation)?> FindWithInvitationAsync(DbSession session, Guid invitation) =>
        await FindAsync(session, invitation) is { } order && await InvitationStore.FindAsync(session, invitation) is { } invited
            ? (order, invited)
            : null;

    public static Task<AtsOrderRow?> FindByKeyAsync(DbSession session, Guid tenant, string ats, string key) =>
        session.FirstOrDefaultAsync<AtsOrderRow>(Sql.FindByKey, new { TenantId = tenant, Ats = ats, OrderKey = key });

    /// <summary>Makes room for another order under the same key; false when somebody has done so before.</summary>
    public static async Task<bool> ReleaseKeyAsync(DbSession session, Guid invitation) =>
        await session.ExecuteAsync(Sql.ReleaseKey, new { InvitationId = invitation }) == 1;

    /// <summary>Takes the key out that was made from an address.</summary>
    public static Task<int> ForgetAddressAsync(DbSession session, Guid invitation) =>
        session.ExecuteAsync(Sql.ForgetAddress, new { InvitationId = invitation });

    public static Task<int> NoteTimestampAsync(DbSession session, Guid invitation, long timestamp) =>
        session.ExecuteAsync(Sql.NoteTimestamp, new { InvitationId = invitation, LastTimestamp = timestamp });

    public static Task<int> NoteCancellationAsync(DbSession session, Guid invitation, DateTimeOffset now) =>
        session.ExecuteAsync(Sql.NoteCancellation, new { InvitationId = invitation, CancelledAt = now });
}
