using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tests.Employers.Ats.Journeys;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class AshbyJourneyTests<TDatabase> : OrderJourneyFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private protected override AtsSimulator Simulator => Ashby;

    private protected override bool CanCancel => true;

    private protected override string[] Passing => ["timestamp", "assessment_profile_url"];

    [Test]
    public void Updates_AreTheStartAndTheEnd_InThisOrder()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in Candidates)
            {
                // A repeat is the same once more: nothing else comes between.
                var kinds = new List<string>();
                foreach (var kind in CallsWith(candidate.Order.VendorId!).Select(KindOf))
                {
                    if (kinds.LastOrDefault() != kind) kinds.Add(kind);
                }

                // What Ashby has cancelled itself it is told nothing of from then on.
                var isOwn = candidate.IsCancelledAtOnce || candidate.Course == OrderCourse.IsCancelled;
                string[] expected = candidate.Course switch
                {
                    _ when isOwn => [],
                    OrderCourse.Declines or OrderCourse.IsSilent or OrderCourse.IsTakenBack => ["cancelled"],
                    OrderCourse.IsIdle or OrderCourse.IsTakenBackLater => ["started", "cancelled"],
                    _ => ["started", "completed"],
                };
                Assert.That(kinds.Except(isOwn ? ["started"] : []), Is.EqualTo(expected), $"{candidate}");
            }
        }
    }

    private protected override Task<AtsOrder> PlaceAsync(string test, OrderedCandidate candidate) =>
        Ashby.PlaceAsync(test, candidate.Person, None);

    private protected override Task CancelAsync(AtsOrder order) => Ashby.CancelAsync(order, None);

    private protected override string ReferenceOf(AtsOrder order) => $"ashby:{order.Reference}";

    private protected override AtsOrderState TheirsOf(InvitationState state) =>
        state == InvitationState.Completed ? AtsOrderState.Completed : AtsOrderState.Cancelled;

    private static string KindOf(AtsExchange exchange)
    {
        var update = JsonNode.Parse(exchange.Request!)!;
        return update["assessment_result"] is not null ? "completed" : update["cancelled_reason"] is not null ? "cancelled" : "started";
    }
}
