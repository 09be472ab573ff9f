using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Ats;
using Microsoft.Extensions.DependencyInjection;
using AtsOrder = Aieh.Api.Tools.Ats.AtsOrder;

namespace Aieh.Api.Tests.Employers.Ats.Journeys;

/// <summary>
/// Two hundred orders of one system, from the first to what both sides hold in the end, over a network that loses a fifth of all answers in
/// either direction.
/// </summary>
public abstract class OrderJourneyFixture<TDatabase> : SimulatorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const int Orders = 200;
    private const int Seed = 20_261_129;

    private readonly ConcurrentQueue<AtsExchange> _wire = new();
    private readonly List<InvitationResponse> _listed = [];

    internal IReadOnlyList<OrderedCandidate> Candidates { get; private set; } = [];

    internal IReadOnlyCollection<AtsExchange> Wire => _wire;

    private protected sealed override AtsConduct Conduct => new()
    {
        Seed = Seed, LostAnswers = 0.2, Duplicates = 0.2, Cancellations = 0.05, Listen = _wire.Enqueue,
    };

    private protected abstract AtsSimulator Simulator { get; }

    /// <summary>Whether a recruiter can cancel an order in this system.</summary>
    private protected virtual bool CanCancel => false;

    /// <summary>Members of a told result that are others each time: the report's link is made anew, and times rise.</summary>
    private protected abstract string[] Passing { get; }

    /// <summary>A score as the system is told it, where nobody has chosen otherwise.</summary>
    private protected virtual decimal? ToldOf(int? score) => score;

    private protected abstract Task<AtsOrder> PlaceAsync(string test, OrderedCandidate candidate);

    private protected virtual Task CancelAsync(AtsOrder order) => throw new NotSupportedException();

    /// <summary>The reference of an order's invitation; null when the system has given none.</summary>
    private protected abstract string? ReferenceOf(AtsOrder order);

    /// <summary>What the system makes of an invitation's end.</summary>
    private protected abstract AtsOrderState TheirsOf(InvitationState state);

    [OneTimeSetUp]
    public async Task PlayJourney()
    {
        Candidates = OrderedCandidate.TwoHundred(Seed, CanCancel);
        foreach (var candidate in Candidates)
        {
            candidate.Order = await PlaceAsync(TestOf(candidate.Asked).ToString(), candidate);
            candidate.IsCancelledAtOnce = candidate.Order.State == AtsOrderState.Cancelled;
        }

        await ListAsync();
        foreach (var candidate in Candidates) candidate.Invitation = InvitationOf(candidate.Order);
        await PlayAsync();
        await ListAsync();
    }

    [Test]
    public void Simulator_ObjectsToNothing() => Assert.That(Simulator.Faults, Is.Empty);

    [Test]
    public void Network_HasLostAnswersInBothDirections()
    {
        var lost = Wire.Where(exchange => exchange.IsLost).CountBy(exchange => exchange.IsOrdering).ToDictionary();
        Assert.That(lost[true], Is.GreaterThan(Orders / 10));
        Assert.That(lost[false], Is.GreaterThan(Orders / 20));
    }

    [Test]
    public async Task Invitations_AreOneForEachOrder_HoweverOftenItWasSent()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_listed.Select(each => each.Id), Is.Unique.And.EquivalentTo(Candidates.Select(each => each.Invitation)));
            Assert.That(_listed, Has.Count.EqualTo(Orders));
            Assert.That(await App.CountAsync("Invitation", "TenantId = @Id", Employer.Tenant), Is.EqualTo(Orders));
            Assert.That(await App.CountAsync("AtsOrder", "TenantId = @Id", Employer.Tenant), Is.EqualTo(Orders));
            Assert.That(Simulator.Orders, Has.Count.EqualTo(Orders));
        }
    }

    [Test]
    public async Task States_OfBothSides_Agree()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in Candidates)
            {
                var ours = await Employer.GetAsync(candidate.Invitation);
                Assert.That(ours.State, Is.EqualTo(candidate.State), $"{candidate}: ours");
                Assert.That(candidate.Order.State, Is.EqualTo(TheirsOf(candidate.State)), $"{candidate}: theirs");
            }
        }
    }

    [Test]
    public void Results_AreOneForEachCompletedOrder_AndTheSameHoweverOftenTold()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in Candidates)
            {
                var told = candidate.Order.Told.Select(ContentOf).ToList();
                Assert.That(told.Distinct().Count(), Is.EqualTo(candidate.IsCompleted ? 1 : 0), $"{candidate}: {string.Join('\n', told)}");
            }

            Assert.That(Candidates.Count(candidate => candidate.Order.Told.Count > 1), Is.GreaterThan(3), "after lost answers");
        }
    }

    [Test]
    public void Scores_AreThoseOfTheInvitationsResults()
    {
        var completed = Candidates.Where(candidate => candidate.IsCompleted).ToList();
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in completed)
            {
                Assert.That(candidate.Score, Is.Not.Null, $"{candidate}");
                Assert.That(candidate.Order.Result?.Score, Is.EqualTo(ToldOf(candidate.Score)), $"{candidate}");
            }

            Assert.That(completed.Select(candidate => candidate.Score).Distinct().Count(), Is.GreaterThan(20), "not all the same");
        }
    }

    [Test]
    public void Reports_AreThoseOfTheInvitations()
    {
        var links = App.Services.GetRequiredService<ReportLinks>();
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in Candidates.Where(candidate => candidate.IsCompleted))
            {
                Assert.That(links.Read(candidate.Order.Result!.Profile!.Segments[^1])?.Invitation, Is.EqualTo(candidate.Invitation));
            }
        }
    }

    /// <summary>All do what they do; then the invitations of those who have not answered are over.</summary>
    private protected virtual async Task PlayAsync()
    {
        foreach (var candidate in Candidates) await ActAsync(candidate);
        await SettleAsync();
        foreach (var candidate in Candidates) await NoteScoreAsync(candidate);
        await ExpireAsync(TimeSpan.FromDays(15));
    }

    private protected async Task ExpireAsync(TimeSpan after)
    {
        App.Clock.Advance(after);
        await App.Services.GetRequiredService<InvitationSweep>().ExpireAsync(None);
        await SettleAsync();
    }

    private protected async Task ActAsync(OrderedCandidate candidate)
    {
        if (candidate.IsCancelledAtOnce) return;

        var (invitation, link) = (candidate.Invitation, candidate.Order.AssessmentUrl);
        switch (candidate.Course)
        {
            case OrderCourse.Declines:
                using (var client = App.Client(await TokenAsync(invitation, link)))
                {
                    await client.PostAsync<CurrentInvitationResponse>("/v1/invitations/current/declination", new { });
                }

                return;
            case OrderCourse.IsSilent:
                return;
            case OrderCourse.IsTakenBack:
                await TakeBackAsync(invitation);
                return;
        }

        var brought = candidate.Brought.ToList();
        var passport = brought.Count > 0 ? await FreshPassportAsync(candidate.BroughtScore, brought) : null;
        var accepted = await AcceptAsync(invitation, passport, link);
        if (candidate.Course == OrderCourse.IsTakenBackLater) await TakeBackAsync(invitation);
        if (candidate.Course == OrderCourse.IsCancelled) await CancelAsync(candidate.Order);
        if (!candidate.IsCompleted) return;

        foreach (var assessment in candidate.Asked.Except(brought))
        {
            await Employer.TakeAsync(passport ?? accepted.Token!, assessment, candidate.Right);
        }
    }

    /// <summary>What the employer reads of a completed order at this moment.</summary>
    private protected async Task NoteScoreAsync(OrderedCandidate candidate)
    {
        if (!candidate.IsCompleted) return;

        var result = await Employer.Client.GetAsync<InvitationResultResponse>($"/v1/invitations/{candidate.Invitation}/result");
        Assert.That(result.State, Is.EqualTo(InvitationState.Completed), $"{candidate}: {string.Join(' ', result.Remaining)}");
        candidate.Score = result.Readiness!.Readiness;
    }

    /// <summary>What the service has called the system for, with this in the address or in the body.</summary>
    private protected IEnumerable<AtsExchange> CallsWith(string text) => Wire.Where(exchange =>
        !exchange.IsOrdering
        && (exchange.Path.Contains(text, StringComparison.Ordinal) || exchange.Request!.Contains(text, StringComparison.Ordinal)));

    private Guid TestOf(IReadOnlyList<string> asked) => asked.Count > 1 ? Loop : TestsOnOffer.IdOf(Employer.Tenant, asked[0]);

    private Guid InvitationOf(AtsOrder order) => ReferenceOf(order) is { } reference
        ? _listed.Single(each => each.Reference == reference).Id
        : Guid.Parse(order.VendorId!);

    private Task<InvitationResponse> TakeBackAsync(Guid invitation) =>
        Employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{invitation}/cancellation", new { });

    private async Task ListAsync()
    {
        _listed.Clear();
        foreach (var test in Candidates.Select(candidate => TestOf(candidate.Asked)).Distinct())
        {
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await Employer.Client.GetAsync<InvitationListResponse>($"/v1/hiring-loops/{test}/invitations?limit=50{cursor}");
                _listed.AddRange(page.Items);
                cursor = page.Next is { } next ? $"&cursor={next}" : null;
            }
        }
    }

    private string ContentOf(AtsResult result)
    {
        var content = JsonObject.Create(result.Details.Clone())!;
        foreach (var member in Passing) content.Remove(member);
        return content.ToJsonString();
    }
}
