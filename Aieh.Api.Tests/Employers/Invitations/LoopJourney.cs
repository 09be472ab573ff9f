using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Invitations;

/// <summary>Fifty candidates of a hiring loop do what they do, over HTTP alone.</summary>
internal sealed class LoopJourney(AiehApplication app, Employer employer)
{
    public const string Communication = "communication";
    public const double CommunicationWeight = 0.35;
    public const double MinimumCoverage = 0.5;
    public const double TimeMultiplier = 2.718;
    public const int ExtraMinutes = 137;

    public IReadOnlyList<LoopCandidate> Candidates { get; } = LoopCandidate.Fifty();

    public Guid Loop { get; private set; }

    /// <summary>The attempt of who is given more time while it runs, afterwards.</summary>
    public AttemptResponse Lengthened { get; private set; } = null!;

    /// <summary>Those who bring a passport get it, more than a year ago and later.</summary>
    public async Task PrepareAsync()
    {
        await EachAsync(Course.BringsOldPython, Employer.Python);
        app.Clock.Advance(TimeSpan.FromDays(400));
        await EachAsync(Course.BringsBothOlder, Employer.Python, Employer.Sql);
        app.Clock.Advance(TimeSpan.FromDays(60));
        await EachAsync(Course.BringsBoth, Employer.Python, Employer.Sql);
        await EachAsync(Course.BringsPython, Employer.Python);
        await EachAsync(Course.BringsOldPython, Employer.Sql);
        app.Clock.Advance(TimeSpan.FromDays(20));

        async Task EachAsync(Course course, params string[] assessments)
        {
            foreach (var candidate in Candidates.Where(candidate => candidate.Course == course))
            {
                if (candidate.Token.Length == 0) (candidate.Passport, _, candidate.Token) = await app.CreatePassportAsync();
                foreach (var assessment in assessments) await TakeAsync(candidate, assessment);
            }
        }
    }

    /// <summary>A loop with a weight of the employer's own, and one batch for all.</summary>
    public async Task InviteAsync()
    {
        Loop = await employer.CreateLoopAsync(new
        {
            weights = new Dictionary<string, double> { [Communication] = CommunicationWeight },
            minimumCoverage = MinimumCoverage,
        });
        var items = await SendBatchAsync();
        for (var i = 0; i < Candidates.Count; i++) Candidates[i].Invitation = items[i].Invitation!;
        Assert.That(items.Select(item => item.Outcome), Is.All.EqualTo(BatchOutcome.Created));

        var again = await SendBatchAsync();
        Assert.That(again.Select(item => item.Outcome), Is.All.EqualTo(BatchOutcome.Existing));
        Assert.That(
            again.Select(item => item.Invitation!.Id), Is.EqualTo(Candidates.Select(candidate => candidate.Invitation.Id)));
    }

    /// <summary>All who do anything do it.</summary>
    public async Task AnswerAsync()
    {
        foreach (var candidate in Candidates.Where(each => each.Course != Course.TakesBothWithMoreTimeLater)) await AnswerAsync(candidate);
        foreach (var candidate in Candidates.Where(each => each.Course == Course.TakesBothWithMoreTimeLater))
        {
            await AnswerAsync(candidate);
        }
    }

    private async Task<IReadOnlyList<BatchedInvitation>> SendBatchAsync()
    {
        var request = new { invitations = Candidates.Select(RequestOf) };
        return (await employer.Client.PostAsync<InvitationBatchResponse>($"/v1/hiring-loops/{Loop}/invitations/batch", request)).Items;

        static object RequestOf(LoopCandidate candidate) => candidate.Course == Course.TakesBothWithMoreTime
            ? new { reference = candidate.Reference, accommodation = new { timeMultiplier = TimeMultiplier, extraMinutes = ExtraMinutes } }
            : new { reference = candidate.Reference };
    }

    private async Task AnswerAsync(LoopCandidate candidate)
    {
        if (candidate.Course == Course.IsSilent) return;

        if (candidate.Course == Course.Declines)
        {
            using var client = app.Client(candidate.Invitation.Token);
            await client.PostAsync<CurrentInvitationResponse>("/v1/invitations/current/declination", new { });
            return;
        }

        var accepted = await employer.AcceptAsync(candidate.Invitation, candidate.Token.Length > 0 ? candidate.Token : null);
        (candidate.Passport, candidate.Token) = (accepted.Passport, accepted.Token ?? candidate.Token);
        foreach (var asked in accepted.Invitation.Assessments.Where(asked => asked.State == AskedAssessmentState.Remaining))
        {
            var isTaken = candidate.Course switch
            {
                Course.IsIdle => false,
                Course.TakesPython or Course.IsCancelled => asked.Assessment == Employer.Python,
                _ => true,
            };
            if (isTaken) await TakeAsync(candidate, asked.Assessment);
        }

        await EndAsync(candidate);
    }

    /// <summary>What some do besides.</summary>
    private async Task EndAsync(LoopCandidate candidate)
    {
        using var owner = app.Client(candidate.Token);
        switch (candidate.Course)
        {
            case Course.GoesOn:
                await TakeAsync(candidate, Communication);
                break;
            case Course.Revokes:
                var grants = await owner.GetAsync<JsonObject>($"/v1/passports/{candidate.Passport}/grants");
                var grant = (Guid)grants["items"]![0]!["id"]!;
                using (var revoked = await owner.SendAsync(HttpMethod.Delete, $"/v1/passports/{candidate.Passport}/grants/{grant}"))
                {
                    Assert.That((int)revoked.StatusCode, Is.EqualTo(204));
                }

                break;
            case Course.IsCancelled:
                await employer.Client.PostAsync<InvitationResponse>($"/v1/invitations/{candidate.Invitation.Id}/cancellation", new { });
                break;
        }
    }

    private async Task TakeAsync(LoopCandidate candidate, string assessment)
    {
        using var owner = app.Client(candidate.Token);
        var attempt = await owner.PostAsync<AttemptResponse>(
            "/v1/attempts", new CreateAttemptRequest { Assessment = assessment, Form = FormKind.Full });
        candidate.Started ??= attempt;
        if (candidate.Course == Course.TakesBothWithMoreTimeLater && assessment == Employer.Python)
        {
            // At the last moment, and then beyond what the time would have been.
            app.Clock.Advance(attempt.ExpiresAt - attempt.StartedAt - TimeSpan.FromSeconds(1));
            await employer.Client.PutAsync(
                $"/v1/invitations/{candidate.Invitation.Id}/accommodation",
                new { timeMultiplier = TimeMultiplier, extraMinutes = ExtraMinutes });
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            Lengthened = await owner.GetAsync<AttemptResponse>($"/v1/attempts/{attempt.Id}");
        }

        var submission = new SubmitAttemptRequest { Responses = AnswersTo(attempt, candidate.RightOf(assessment)) };
        await owner.PostAsync<ScoreReportResponse>($"/v1/attempts/{attempt.Id}/submission", submission, $"{attempt.Id}");
    }

    /// <summary>Not by the order in which the items came: the same candidate has the same score each time.</summary>
    private ItemResponse[] AnswersTo(AttemptResponse attempt, int right)
    {
        var ordered = attempt.Items.OrderBy(item => item.Item, StringComparer.Ordinal).ToList();
        // Its items have no right answer and a wrong one, but better and worse ones.
        return attempt.Assessment == Communication
            ? [.. ordered.Select(item => new ItemResponse { Item = item.Item, Option = item.Options.Min(option => option.Option)! })]
            : app.Answers(attempt with { Items = ordered }, right);
    }
}
