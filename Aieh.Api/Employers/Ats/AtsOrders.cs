using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Ats;

/// <summary>What an order is decided on.</summary>
/// <param name="Connection">The tenant's connection to the system; null when there is none.</param>
/// <param name="Existing">The order under the same key.</param>
/// <param name="Invited">The invitation of that order.</param>
/// <param name="Test">What is ordered; null when there is no such test.</param>
/// <param name="Loop">What the invitation is made on.</param>
internal sealed record OrderBasis(
    WebhookRow? Connection, AtsOrderRow? Existing, InvitationRow? Invited, OrderableTest? Test, InvitationBasis? Loop);

/// <summary>Takes orders: each makes an invitation, and a repeated one finds it again.</summary>
internal sealed class AtsOrders(
    TestsOnOffer tests, InvitationCreation creation, InvitationViews views, InvitationMails mails, ServiceAddress address,
    Sealing sealing, TimeProvider time)
{
    /// <summary>
    /// So long after an inline order a lost answer is repeated; later its body, which anybody may have kept, is worth no link.
    /// </summary>
    private static readonly TimeSpan LinkRepeats = TimeSpan.FromMinutes(10);

    public async Task<OrderBasis> LoadAsync(DbSession session, AtsOrder order)
    {
        var (kind, now) = (KebabCase.Of(order.Ats), time.Now());
        var test = order.Test is { } id ? await tests.FindAsync(session, order.Tenant, id, now) : null;
        // The invitations before the orders: of one that another request makes at this moment, the order is seen with it.
        var loop = test is null ? null : await BasisOfAsync(session, order, test, now);
        var connection = await AtsConnectionStore.FindAsync(session, order.Tenant, kind);
        var existing = order.Key is { } key ? await AtsOrderStore.FindByKeyAsync(session, order.Tenant, kind, key) : null;
        var invited = existing is null ? null : await InvitationStore.FindAsync(session, existing.InvitationId);
        return new OrderBasis(connection, existing, invited, test, loop);
    }

    /// <param name="order">The order.</param>
    /// <param name="basis">What it is decided on.</param>
    /// <param name="answer">The answer in the system's words.</param>
    public Plan PlanOf(AtsOrder order, OrderBasis basis, Func<PlacedOrder, Outcome> answer)
    {
        var now = time.Now();
        if (basis.Invited is { } invited && !IsSpent(order, invited, now))
        {
            // A key of one order goes with what was ordered by it: who guesses keys is told nothing.
            return order.Test == invited.LoopId
                ? Repeat(order, basis, invited, answer, now)
                : Plan.RefuseWithoutKeeping(
                    order.Ats == AtsKind.Greenhouse
                        ? Problems.TestNotFound()
                        : Problems.OrderRefused("Another test was ordered under this id."));
        }

        if (Refuses(order, basis, now) is { } problem) return Plan.RefuseWithoutKeeping(problem);

        var connection = ConnectionOf(order, basis.Connection, now);
        var request = new CreateInvitationRequest
        {
            Reference = order.Reference,
            Candidate = order.CandidateName is null && order.CandidateEmail is null
                ? null
                : new InvitedCandidate { Name = order.CandidateName, Email = order.CandidateEmail },
        };
        var made = creation.Make(request, basis.Loop!, now);
        made = made with { Row = made.Row with { EndpointId = connection.Id } };
        // Where no mail can be sent, the tenant hears of the invitation, and hands the link over.
        if (!order.IsInline && mails.IsOn) made = creation.WithMail(made, basis.Loop!, now);
        var row = new AtsOrderRow
        {
            InvitationId = made.Row.Id, TenantId = order.Tenant, Ats = connection.Kind, OrderKey = order.Key, ReplyTo = order.ReplyTo,
            CreatedAt = now,
        };
        var placed = new PlacedOrder(made.Row.Id, order.IsInline ? LinkOf(made.Token) : null);
        var tag = new KeyValuePair<string, object?>("ats", connection.Kind);
        return new Plan(answer(placed), WriteAsync, () => Telemetry.AtsOrders.Add(1, tag));

        async Task<bool> WriteAsync(DbSession session)
        {
            if (basis.Existing is { } spent && !await AtsOrderStore.ReleaseKeyAsync(session, spent.InvitationId)) return false;
            if (!await AtsConnectionChange.WriteChangeAsync(session, basis.Connection, connection, order.Actor, now)) return false;
            if (basis.Test!.IsNew) await basis.Test.InsertAsync(session, order.Actor, now);
            if (!await InvitationCreation.WriteAsync(session, [made], basis.Loop!, order.Actor, now)) return false;

            await AtsOrderStore.InsertAsync(session, row);
            return true;
        }
    }

    /// <summary>Whether the system asks anew under a key that it has used before.</summary>
    private static bool IsSpent(AtsOrder order, InvitationRow invited, DateTimeOffset now)
    {
        if (order.Identity == OrderIdentity.ForGood || invited.IsOpenAt(now)) return false;

        return order.Identity == OrderIdentity.UntilEnded || InvitationViews.StateOf(invited, now) != InvitationState.Completed;
    }

    private ProblemHttpResult? Refuses(AtsOrder order, OrderBasis basis, DateTimeOffset now)
    {
        if (basis.Test is null)
        {
            return order.Ats == AtsKind.Greenhouse ? Problems.TestNotFound() : Problems.OrderRefused(Problems.NotOffered);
        }

        if (order.Ats != AtsKind.Greenhouse && !CanBeTold(basis.Connection))
        {
            const string incomplete =
                "The connection is not complete: an administrator has to give the key that results are sent with.";
            // Kombo keeps an order for later unless it is refused.
            return order.Ats == AtsKind.Ashby
                ? Problems.OrderRefused(incomplete)
                : Problems.Of(Problems.UnavailableKind, incomplete);
        }

        if (!order.IsInline && mails.IsOn && mails.RefusalOf(order.CandidateEmail) is { } unsendable)
        {
            return Problems.OrderRefused($"The candidate cannot be written to: {unsendable}");
        }

        if (basis.Loop!.Existing.Count > 0)
        {
            return Problems.OrderRefused($"There is an invitation with the reference '{order.Reference}' that no order has made.");
        }

        var refusal = creation.RefusalsOf(new CreateInvitationRequest(), basis.Loop, "#", now).FirstOrDefault();
        return refusal is null ? null : Problems.OrderRefused(refusal.Detail);
    }

    private bool CanBeTold(WebhookRow? connection) =>
        connection is not null && AtsCredentials.Open(sealing, connection) is { ApiKey: not null };

    /// <summary>
    /// The same order once more. One that has ended meanwhile is told once more; of an inline order, whose answer was lost with the link in
    /// it, the link is another.
    /// </summary>
    private Plan Repeat(AtsOrder order, OrderBasis basis, InvitationRow invited, Func<PlacedOrder, Outcome> answer, DateTimeOffset now)
    {
        var mayHaveBeenLost = InvitationViews.StateOf(invited, now) == InvitationState.Invited && now < invited.CreatedAt + LinkRepeats;
        if (order.IsInline && mayHaveBeenLost)
        {
            var token = SecretToken.Create(SecretToken.InvitationPrefix);
            return new Plan(answer(new PlacedOrder(invited.Id, LinkOf(token))), RenewAsync);

            async Task<bool> RenewAsync(DbSession session)
            {
                if (await InvitationStore.FindAsync(session, invited.Id) is not { } read) return false;
                if (await InvitationStore.HoldAsync(session, read) is not { AcceptedAt: null, EndedAt: null } held) return false;

                await InvitationLink.RenewAsync(session, held, token, order.Actor, now);
                return true;
            }
        }

        var outcome = answer(new PlacedOrder(invited.Id, null));
        return invited.IsOpenAt(now) || basis.Connection is null ? new Plan(outcome) : new Plan(outcome, ReviveAsync);

        async Task<bool> ReviveAsync(DbSession session)
        {
            await AtsConnectionStore.ReviveOrderAsync(session, basis.Connection.Id, invited.Id, now);
            return true;
        }
    }

    /// <summary>
    /// The connection as it is after the order. One to Greenhouse needs no set-up: what it is called with is the key that its orders come
    /// with.
    /// </summary>
    private WebhookRow ConnectionOf(AtsOrder order, WebhookRow? connection, DateTimeOffset now)
    {
        if (connection is not null)
        {
            var isKnown = order.ApiKey is null || AtsCredentials.Open(sealing, connection)?.ApiKey == order.ApiKey;
            return isKnown ? connection : connection with { Secret = Sealed(connection.Id) };
        }

        var id = Guid.CreateVersion7(now);
        return AtsConnections.NewRow(order.Tenant, id, order.Ats, Sealed(id), now);

        string Sealed(Guid of) => (AtsCredentials.None with { ApiKey = order.ApiKey }).Seal(sealing, of);
    }

    private string LinkOf(string token) => address.LinkTo(views.UrlOf(token));

    private static async Task<InvitationBasis?> BasisOfAsync(DbSession session, AtsOrder order, OrderableTest test, DateTimeOffset now)
    {
        if (!test.IsNew) return await InvitationCreation.LoadAsync(session, test.Id, order.Tenant, [order.Reference], now);

        var employer = await TenantStore.FindAsync(session, order.Tenant);
        return new InvitationBasis(test.Loop, test.Definition, employer!.Name, TenantSettings.Of(employer), [], []);
    }
}
