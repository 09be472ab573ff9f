using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tests.Employers.Ats.Journeys;

[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class KomboJourneyTests<TDatabase> : OrderJourneyFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private protected override AtsSimulator Simulator => Kombo;

    private protected override string[] Passing => ["result_url"];

    [Test]
    public void Results_AreTheEndAndNothingElse_WithTheTimeOfIt()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in Candidates)
            {
                var told = CallsWith(candidate.Order.Reference).Select(exchange => JsonNode.Parse(exchange.Request!)!).ToList();
                Assert.That(told, Is.Not.Empty, $"{candidate}");
                Assert.That(
                    told.Select(each => (string)each["status"]!), Is.All.EqualTo(candidate.IsCompleted ? "COMPLETED" : "CANCELLED"),
                    $"{candidate}");
                Assert.That(told.Select(each => (string)each["completed_at"]!).Distinct().Count(), Is.EqualTo(1), $"{candidate}");
            }
        }
    }

    [Test]
    public void Inline_OrdersHaveALink_AndOthersNone() => Assert.That(
        Candidates.Where(candidate => candidate.Order.AssessmentUrl is not null), Is.EquivalentTo(Candidates.Where(IsInline)));

    private protected override decimal? ToldOf(int? score) => KomboScore.PercentOf(score);

    private protected override Task<AtsOrder> PlaceAsync(string test, OrderedCandidate candidate) => IsInline(candidate)
        ? Kombo.PlaceInlineAsync(test, candidate.Person, None)
        : Kombo.PlaceAsync(test, candidate.Person, None);

    private protected override string ReferenceOf(AtsOrder order) => $"kombo:{order.Reference}";

    private protected override AtsOrderState TheirsOf(InvitationState state) =>
        state == InvitationState.Completed ? AtsOrderState.Completed : AtsOrderState.Cancelled;

    private static bool IsInline(OrderedCandidate candidate) => candidate.Number % 4 == 0;
}

/// <summary>Kombo knows no lowest score: it is told the way from 300 to 850 in per cent.</summary>
internal static class KomboScore
{
    public static decimal? PercentOf(int? score) => score is { } points ? Math.Round((points - 300) / 5.5m) : null;
}
