using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Aieh.Scoring.Integrity;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Integrity;

/// <summary>
/// An attempt that is guessed through and pasted into, from its first signal to the candidate's reading what a person has decided.
/// </summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class IntegrityJourneyTests<TDatabase> : WebhookFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private const string Said = "The fire alarm went off, and I answered the last questions in a hurry.";

    [Test]
    public async Task Attempt_GuessedThrough_IsAskedAboutStatedReviewedAndTold()
    {
        await using var receiver = await Receiver.StartAsync();
        using var employer = await Employer.CreateAsync(App);
        await SubscribeAsync(employer.Tenant, employer.Client, receiver.Address, EventTypes.IntegrityReviewed);
        var loop = await employer.CreateLoopAsync(new { assessments = new[] { Employer.Python } });
        var accepted = await employer.AcceptAsync(await employer.InviteAsync(loop));
        using var candidate = App.Client(accepted.Token);
        var path = $"/v1/invitations/{accepted.Invitation.Id}";

        var attempt = await GuessThroughAsync(candidate);
        var result = await employer.Client.GetAsync<InvitationResultResponse>(path + "/result");
        await App.Services.GetRequiredService<IntegritySweep>().RunAsync(None);

        // The candidate reads the same reasons as the employer, and all that was collected besides.
        var own = await candidate.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{attempt}/integrity");
        var asked = await employer.Client.GetAsync<InvitationIntegrityResponse>(path + "/integrity");
        var evidence = asked.Items.Single();
        Assert.That(asked.Summary, Is.EqualTo(new IntegritySummary { Status = IntegrityStatus.High }));
        Assert.That(evidence.Reasons.Select(reason => reason.Text), Is.EqualTo(own.Reasons.Select(reason => reason.Text)));
        Assert.That(
            evidence.Reasons.Select(reason => reason.Signal),
            Does.Contain(IntegritySignal.RapidGuessing).And.Contain(IntegritySignal.CopyOrPaste));
        Assert.That((own.Signals.Count, own.Items.Count), Is.EqualTo((2, 50)));

        await candidate.PostAsync<StatementResponse>($"/v1/attempts/{attempt}/statement", new StateRequest { Text = Said });
        var heard = await employer.Client.GetAsync<InvitationIntegrityResponse>(path + "/integrity");
        Assert.That(heard.Items.Single().Statement!.Text, Is.EqualTo(Said));

        var review = new ReviewRequest { Outcome = ReviewOutcome.Undecided, Note = "Please take it once more." };
        await employer.Client.PutAsync($"{path}/integrity/{evidence.Evidence}/review", review);
        await UntilAsync(() =>
        {
            App.Services.GetRequiredService<WebhookDispatcher>().Wake();
            return receiver.All.Count > 0;
        });
        var told = JsonNode.Parse(receiver.All.Single().Body)!;
        var decided = await candidate.GetAsync<AttemptIntegrityResponse>($"/v1/attempts/{attempt}/integrity");
        var after = await employer.Client.GetAsync<InvitationResultResponse>(path + "/result");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)told["type"], Is.EqualTo("integrity.reviewed"));
            Assert.That((Guid?)told["data"]!["invitation"], Is.EqualTo(accepted.Invitation.Id));
            Assert.That(told.ToJsonString(), Does.Not.Contain("undecided").And.Not.Contain(review.Note).And.Not.Contain("fire"));
            Assert.That(
                decided.Reviews.Select(each => (each.Outcome, each.Note)), Is.EqualTo(new[] { (review.Outcome, (string?)review.Note) }));
            Assert.That(after.State, Is.EqualTo(InvitationState.Completed), "nobody was rejected by it");
            Assert.That(Figures(after), Is.EqualTo(Figures(result)));
        }
    }

    /// <summary>Eight tenths of a second for each question, and two things pasted.</summary>
    private async Task<Guid> GuessThroughAsync(HttpClient candidate)
    {
        var attempt = await candidate.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = Employer.Python, Form = FormKind.Full });
        var signals = new SendSignalsRequest
        {
            Signals =
            [
                .. attempt.Items.Take(2).Index().Select(each => new ClientSignal
                {
                    Kind = SignalKind.Paste, Item = each.Item.Item, At = attempt.StartedAt.AddSeconds(each.Index),
                }),
            ],
        };
        using var sent = await candidate.SendAsync(
            HttpMethod.Post, $"/v1/attempts/{attempt.Id}/signals", JsonSerializer.Serialize(signals, WireContracts.Options));
        Assert.That((int)sent.StatusCode, Is.EqualTo(204));
        foreach (var answer in App.Answers(attempt, right: 12))
        {
            App.Clock.Advance(TimeSpan.FromSeconds(0.8));
            await candidate.PutAsync($"/v1/attempts/{attempt.Id}/responses", new SaveResponsesRequest { Responses = [answer] });
        }

        await candidate.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", "{}", $"{attempt.Id}");
        return attempt.Id;
    }

    private static string Figures(InvitationResultResponse result) =>
        JsonSerializer.Serialize(result.Readiness, WireContracts.Options)
        + JsonSerializer.Serialize(result.Assessments, WireContracts.Options);
}
