using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tests.Employers.Ats.Journeys;

/// <summary>A passport with fresh evidence for all that is asked completes an order at once: nobody takes anything twice.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class FreshPassportTests<TDatabase> : SimulatorFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const int Score = 650;

    private static readonly AtsCandidate Candidate = new("Robin", "Example", "robin@example.org");

    [Test]
    public async Task FreshPassport_CompletesAnOrderOfGreenhouse_AtTheFirstPollAfterTheAcceptance()
    {
        var test = (await Greenhouse.ListAsync(None)).Single(each => each.Id == $"{Loop}");
        var order = await Greenhouse.PlaceAsync(test.Id, Candidate, None, GreenhouseHearing.ByAsking);
        await Greenhouse.PollAsync(order, None);
        var before = order.State;

        await AcceptAsync(Guid.Parse(order.VendorId!), await FreshAsync());
        await Greenhouse.PollAsync(order, None);

        Assert.That((before, order.State), Is.EqualTo((AtsOrderState.Sent, AtsOrderState.Completed)));
        AssertIsTold(Greenhouse, order, calls: 0);
    }

    [Test]
    public async Task FreshPassport_CompletesAnOrderOfGreenhouse_ByThePatchRightAfterTheAcceptance()
    {
        var order = await Greenhouse.PlaceAsync($"{Loop}", Candidate, None);

        await AcceptAsync(Guid.Parse(order.VendorId!), await FreshAsync());
        await QuietAsync();

        AssertIsTold(Greenhouse, order, calls: 1);
    }

    [Test]
    public async Task FreshPassport_CompletesAnOrderOfAshby_ByTheUpdateRightAfterTheAcceptance()
    {
        var test = (await Ashby.ListAsync(None)).Single(each => each.Id == $"{Loop}");
        var order = await Ashby.PlaceAsync(test.Id, Candidate, None);

        await AcceptAsync(Guid.Parse(order.VendorId!), await FreshAsync());
        await QuietAsync();

        AssertIsTold(Ashby, order, calls: 2);
    }

    [Test]
    public async Task FreshPassport_CompletesAnOrderOfKombo_ByTheResultRightAfterTheAcceptance()
    {
        var order = await Kombo.PlaceInlineAsync($"{Loop}", Candidate, None);
        var invited = await Employer.Client.GetAsync<InvitationListResponse>($"/v1/hiring-loops/{Loop}/invitations?limit=200");
        await AcceptAsync(
            invited.Items.Single(each => each.Reference == $"kombo:{order.Reference}").Id, await FreshAsync(), order.AssessmentUrl);
        await QuietAsync();

        AssertIsTold(Kombo, order, calls: 1, KomboScore.PercentOf(Score));
    }

    private Task<string> FreshAsync() => FreshPassportAsync(Score, Employer.Python, Employer.Sql);

    private void AssertIsTold(AtsSimulator system, AtsOrder order, int calls, decimal? score = Score)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(system.Faults, Is.Empty);
            Assert.That(App.Clock.GetUtcNow(), Is.EqualTo(AiehApplication.Start), "nobody had to wait");
            Assert.That(order.State, Is.EqualTo(AtsOrderState.Completed));
            Assert.That(order.Told, Has.Count.EqualTo(1));
            Assert.That(order.Result!.Score, Is.EqualTo(score));
            Assert.That(order.Calls, Is.EqualTo(calls));
        }
    }
}
