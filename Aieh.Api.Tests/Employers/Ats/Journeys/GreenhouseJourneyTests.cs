using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tests.Employers.Ats.Journeys;

/// <summary>Three quarters of the orders are told by PATCH; of the others Greenhouse hears only by asking.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class GreenhouseJourneyTests<TDatabase> : OrderJourneyFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const int Hours = 36;

    private static readonly TimeSpan EightWeeks = TimeSpan.FromDays(8 * 7);

    /// <summary>Orders that were completed, and not so at the first question after it.</summary>
    private readonly List<OrderedCandidate> _late = [];

    private int _lastAsked;

    private protected override AtsSimulator Simulator => Greenhouse;

    private protected override string[] Passing => ["partner_profile_url"];

    private IEnumerable<OrderedCandidate> Asking =>
        Candidates.Where(candidate => HearingOf(candidate) != GreenhouseHearing.ByPatch);

    [Test]
    public void Polling_FindsACompletedTestByTheFirstQuestion() => Assert.That(_late, Is.Empty);

    [Test]
    public async Task Polling_EndsAfterEightWeeks()
    {
        foreach (var candidate in Asking) Assert.That(await Greenhouse.PollAsync(candidate.Order, None), Is.False, $"{candidate}");
        Assert.That(_lastAsked, Is.EqualTo(Asking.Count(candidate => !candidate.IsCompleted)), "and not before");
    }

    [Test]
    public void Patch_IsSentForCompletedTestsAlone_WhereThereIsAnAddress()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in Candidates)
            {
                var isTold = candidate.IsCompleted && HearingOf(candidate) != GreenhouseHearing.ByAsking;
                var isRight = isTold ? Is.GreaterThan(0) : (NUnit.Framework.Constraints.IResolveConstraint)Is.Zero;
                Assert.That(candidate.Order.Calls, isRight, $"{candidate}, {HearingOf(candidate)}");
            }
        }
    }

    [Test]
    public async Task Status_SaysWhereEachInvitationStands()
    {
        using var greenhouse = App.Client();
        greenhouse.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(AtsRequest.Basic(Key).ToString());
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in Candidates)
            {
                var status = await greenhouse.GetAsync<JsonObject>(
                    $"/ats/greenhouse/test_status?partner_interview_id={candidate.Order.VendorId}");
                var expected = candidate.IsCompleted ? "complete" : KebabCase.Of(candidate.State);
                Assert.That((string?)status["partner_status"], Is.EqualTo(expected), $"{candidate}");
            }
        }
    }

    private protected override Task<AtsOrder> PlaceAsync(string test, OrderedCandidate candidate) =>
        Greenhouse.PlaceAsync(test, candidate.Person, None, HearingOf(candidate));

    /// <summary>Only an order with an address has a reference of its own.</summary>
    private protected override string? ReferenceOf(AtsOrder order) => null;

    /// <summary>To Greenhouse a test is complete, or not yet.</summary>
    private protected override AtsOrderState TheirsOf(InvitationState state) =>
        state == InvitationState.Completed ? AtsOrderState.Completed : AtsOrderState.Sent;

    private protected override async Task PlayAsync()
    {
        foreach (var candidate in Candidates.Except(Asking)) await ActAsync(candidate);
        await SettleAsync();
        foreach (var candidate in Candidates.Except(Asking)) await NoteScoreAsync(candidate);

        for (var hour = 0; hour < Hours; hour++)
        {
            App.Clock.Advance(TimeSpan.FromHours(1));
            var acting = Asking.Where(candidate => candidate.Number % Hours == hour).ToList();
            foreach (var candidate in acting) await ActAsync(candidate);
            await AskAsync();
            foreach (var candidate in acting) await NoteScoreAsync(candidate);
            _late.AddRange(acting.Where(candidate => candidate.IsCompleted && candidate.Order.State != AtsOrderState.Completed));
        }

        // Nobody acts any more: a question a day is as good as one an hour.
        var placed = Candidates.Max(candidate => candidate.Order.PlacedAt);
        while (App.Clock.GetUtcNow() - placed < EightWeeks - TimeSpan.FromDays(1))
        {
            App.Clock.Advance(TimeSpan.FromDays(1));
            _lastAsked = await AskAsync();
        }

        await ExpireAsync(TimeSpan.FromDays(2));
    }

    /// <summary>Greenhouse asks for all tests that are not complete; how many it has asked for.</summary>
    private async Task<int> AskAsync()
    {
        var asked = 0;
        foreach (var candidate in Asking)
        {
            if (await Greenhouse.PollAsync(candidate.Order, None)) asked++;
        }

        await QuietAsync();
        return asked;
    }

    private static GreenhouseHearing HearingOf(OrderedCandidate candidate) => (candidate.Number % 8) switch
    {
        0 => GreenhouseHearing.ByAsking,
        4 => GreenhouseHearing.InVain,
        _ => GreenhouseHearing.ByPatch,
    };
}
