using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Roles;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Invitations;

/// <summary>
/// A hiring loop with fifty candidates from its first event to its last figure: what the employer sees, is told and is counted, and what
/// the owners of the passports see.
/// </summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class LoopJourneyTests<TDatabase> : WebhookFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    /// <summary>Longer than an endpoint that has failed once is left alone.</summary>
    private static readonly TimeSpan SecondAttempt = TimeSpan.FromSeconds(6);

    private readonly ConcurrentQueue<Received> _taken = new();
    private readonly ConcurrentDictionary<Guid, byte> _refused = new();

    private Receiver _receiver = null!;
    private Employer _employer = null!;
    private Subscriber _subscriber = null!;
    private (HttpClient Client, string Token) _reader;
    private LoopJourney _journey = null!;
    private LoopSight _seen = null!;
    private DateTimeOffset _invitedAt;

    private IEnumerable<LoopCandidate> Shown => _journey.Candidates.Where(candidate => candidate.IsShown);

    private int EventCount => _journey.Candidates.Sum(candidate => candidate.Events.Length);

    [OneTimeSetUp]
    public async Task PlayJourney()
    {
        _receiver = await Receiver.StartAsync();
        _receiver.Answer = AnswerAsync;
        _employer = await Employer.CreateAsync(App);
        var (_, client, token) = await App.CreateKeyAsync(
            string.Join(' ', Scopes.All.Except([Scopes.AccommodationsWrite, Scopes.Admin])), _employer.Tenant);
        _reader = (client, token);
        _journey = new LoopJourney(App, _employer);
        await _journey.PrepareAsync();

        _subscriber = await SubscribeAsync(_employer.Tenant, _employer.Client, _receiver.Address);
        await _journey.InviteAsync();
        _invitedAt = App.Clock.GetUtcNow();
        await _journey.AnswerAsync();
        await DeliverAsync(EventCount - _journey.Candidates.Count(candidate => candidate.State == InvitationState.Expired));
        App.Clock.Advance(TimeSpan.FromDays(15));
        await DeliverAsync(EventCount);

        _seen = new LoopSight(client, _journey.Loop);
        await _seen.LookAsync(App, _journey.Candidates);
    }

    [OneTimeTearDown]
    public async Task EndJourney()
    {
        _employer?.Dispose();
        _reader.Client?.Dispose();
        if (_receiver is not null) await _receiver.DisposeAsync();
    }

    [Test]
    public void Invitations_InTheListAndOneByOne_AreInTheStateTheyHaveComeTo()
    {
        Assert.That(_seen.Listed.Select(listed => listed.Id), Is.Unique.And.EquivalentTo(_seen.Invitations.Keys));
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in _journey.Candidates)
            {
                var one = _seen.Invitations[candidate.Invitation.Id];
                var listed = _seen.Listed.Single(each => each.Id == one.Id);
                Assert.That(JsonOf(listed), Is.EqualTo(JsonOf(one)), $"{candidate.Course}");
                Assert.That(one.Reference, Is.EqualTo(candidate.Reference));
                Assert.That(one.State, Is.EqualTo(candidate.State), $"{candidate.Course}");
                Assert.That(one.Remaining, Is.EqualTo(candidate.Remaining), $"{candidate.Course}");
                Assert.That(one.AcceptedAt is not null, Is.EqualTo(candidate.Accepts), $"{candidate.Course}");
                var hasPassport = candidate.Accepts && candidate.Course is not (Course.Revokes or Course.IsCancelled);
                Assert.That(one.Passport, Is.EqualTo(hasPassport ? candidate.Passport : (Guid?)null), $"{candidate.Course}");
                Assert.That(one.RetainedUntil, Is.EqualTo(one.EndedAt!.Value.AddMonths(24)), $"{candidate.Course}");
                if (candidate.State == InvitationState.Expired) Assert.That(one.EndedAt, Is.EqualTo(_invitedAt.AddDays(14)));
            }
        }
    }

    [Test]
    public void Events_AboutEachInvitation_HaveArrivedInTheirOrderAndSigned()
    {
        // At least once: one that was under way when the clock was moved may have been given up, and sent again.
        var received = _taken.DistinctBy(each => each.Id).Select(each => (each.Id, Event: JsonNode.Parse(each.Body)!)).ToList();
        var bySubject = received.ToLookup(each => (Guid)each.Event["data"]!["invitation"]!, each => each.Event);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(received, Has.Count.EqualTo(EventCount));
            Assert.That(_refused, Is.Not.Empty, "some were sent again");
            foreach (var candidate in _journey.Candidates)
            {
                var told = bySubject[candidate.Invitation.Id].ToList();
                Assert.That(
                    told.Select(each => ((string)each["type"]!, (string)each["data"]!["state"]!)),
                    Is.EqualTo(candidate.Events),
                    $"{candidate.Course}");
                Assert.That(told.Select(each => (Guid)each["data"]!["hiringLoop"]!), Is.All.EqualTo(_journey.Loop));
            }

            foreach (var each in _receiver.All) Assert.That(each.Signatures, Is.EqualTo(new[] { SignatureOf(each) }));
        }
    }

    [Test]
    public async Task Loop_WeighsAsPublishedButForTheWeightOfItsOwn()
    {
        using var anonymous = App.Client();
        var role = await anonymous.GetAsync<RoleResponse>("/v1/roles/backend-engineer");

        var expected = role.Bundle!.Assessments.Select(entry => (
            entry.Assessment,
            entry.Assessment == LoopJourney.Communication ? LoopJourney.CommunicationWeight : entry.Relevance));
        Assert.That(_seen.Loop.Bundle.Select(entry => (entry.Assessment, entry.Relevance)), Is.EqualTo(expected));
        Assert.That(_seen.Loop.MinimumCoverage, Is.EqualTo(LoopJourney.MinimumCoverage));
    }

    [Test]
    public void Results_AreWhatThePassportsAmountToByTheLoopsWeights()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in Shown)
            {
                Assert.That(_seen.Results[candidate.Invitation.Id].Status, Is.EqualTo(200), $"{candidate.Course}");
                var result = _seen.ResultOf(candidate);
                var passport = _seen.Owners[candidate.Passport].Passport;
                Assert.That((result.Reference, result.State), Is.EqualTo((candidate.Reference, candidate.State)));
                Assert.That(result.Assessments!.Select(JsonOf), Is.EqualTo(passport.Assessments.Select(JsonOf)), $"{candidate.Course}");
                AssertIsReadinessOf(LoopFigures.Of(passport, _seen.Loop), result.Readiness!, $"{candidate.Course}");
            }
        }
    }

    [Test]
    public void Results_OfThoseWhoDeclinedWithdrewOrWereTakenBack_AreNotThere()
    {
        var refused = _journey.Candidates.Where(candidate => !candidate.IsShown).Select(candidate =>
        {
            var (status, text) = _seen.Results[candidate.Invitation.Id];
            return (candidate.Course, status, (string)JsonNode.Parse(text)!["type"]!);
        });

        Assert.That(refused, Is.EquivalentTo(new[]
        {
            (Course.Revokes, 410, "urn:aieh:problem:result-withdrawn"),
            (Course.Declines, 409, "urn:aieh:problem:result-not-available"),
            (Course.IsSilent, 409, "urn:aieh:problem:result-not-available"),
            (Course.IsCancelled, 409, "urn:aieh:problem:result-not-available"),
        }));
    }

    [Test]
    public void Ranking_IsTheResultsInTheirOrderWithTheirTiers()
    {
        var ranked = _seen.Ranking.Items;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                ranked.Select(row => row.Invitation), Is.EquivalentTo(Shown.Select(candidate => candidate.Invitation.Id)));
            Assert.That(
                _seen.RankedByPage.Select(row => row.Invitation), Is.EquivalentTo(ranked.Select(row => row.Invitation)), "none twice");
            Assert.That(ranked.Select(row => row.Status).Distinct().Count(), Is.EqualTo(3), "all kinds are there");
            Assert.That(ranked.Select(row => (int)row.Status), Is.Ordered);
            foreach (var row in ranked)
            {
                var result = _seen.ResultOf(_journey.Candidates.Single(candidate => candidate.Invitation.Id == row.Invitation));
                var readiness = result.Readiness!;
                Assert.That((row.Reference, $"{row.State}"), Is.EqualTo((result.Reference, $"{result.State}")));
                Assert.That(
                    (row.Readiness, row.StandardError, row.Coverage, row.Status),
                    Is.EqualTo((readiness.Readiness, readiness.StandardError, readiness.Coverage, readiness.Status)));
                Assert.That(row.Contributions.Select(JsonOf), Is.EqualTo(readiness.Contributions.Select(JsonOf)));
            }

            foreach (var (one, next) in ranked.Zip(ranked.Skip(1)).Where(pair => pair.First.Status == pair.Second.Status))
            {
                var ahead = LoopFigures.PointsOf(one) - LoopFigures.PointsOf(next);
                Assert.That(ahead, Is.GreaterThanOrEqualTo(-LoopFigures.DoubtOf(one) - LoopFigures.DoubtOf(next)));
                if (one.Contributions.SequenceEqual(next.Contributions)) Assert.That(one.Invitation, Is.LessThan(next.Invitation));
            }

            Assert.That(
                ranked.Select(row => row.Tier), Is.EqualTo(LoopFigures.TiersOf(ranked)).And.Some.GreaterThan(2), "there are several");
        }
    }

    [Test]
    public void Usage_IsWhatWasUsed()
    {
        var candidates = _journey.Candidates;
        var expected = (
            Month: $"{_invitedAt:yyyy-MM}",
            Invitations: candidates.Count,
            Attempts: candidates.Sum(candidate => candidate.AttemptsAsked),
            Completed: candidates.Count(candidate => candidate.State == InvitationState.Completed));

        var used = _seen.Usage.Months.Where(month => month.Invitations + month.Attempts + month.Completed > 0);
        Assert.That(
            used.Select(month => (month.Month, month.Invitations, month.Attempts, month.Completed)), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public async Task AuditLog_HasEachChangeAndEachReadWithWhoDidIt()
    {
        var (key, reader) = ($"key:{await App.IdOfKeyAsync(_employer.Token)}", $"key:{await App.IdOfKeyAsync(_reader.Token)}");
        List<(string, string, string)> expected =
        [
            ("webhook-endpoint.created", $"webhook-endpoint:{_subscriber.Endpoint.Id}", key),
            ("hiring-loop.created", $"hiring-loop:{_journey.Loop}", key),
        ];
        foreach (var candidate in _journey.Candidates)
        {
            var subject = $"invitation:{candidate.Invitation.Id}";
            foreach (var (type, state) in candidate.Events.Where(each => each.Type != "result.updated"))
            {
                expected.Add((type, subject, state switch
                {
                    "invited" or "cancelled" => key,
                    "declined" => subject,
                    "expired" => "service",
                    _ => $"passport:{candidate.Passport}",
                }));
            }

            if (candidate.IsShown) expected.AddRange([("result.read", subject, reader), ("ranking.read", subject, reader)]);
        }

        Assert.That(_seen.Audit.Select(entry => (entry.Action, entry.Subject, entry.Actor)), Is.EquivalentTo(expected));
        var more = await _employer.Client.GetAsync<JsonObject>("/v1/audit-log?action=accommodation.changed");
        Assert.That(
            more["items"]!.AsArray().Select(entry => (string)entry!["subject"]!),
            Is.EquivalentTo(_journey.Candidates.Where(each => each.HasMoreTime).Select(each => $"invitation:{each.Invitation.Id}")));
    }

    [Test]
    public void AccessLog_TellsEachOwnerWhoHasLooked()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var candidate in _journey.Candidates.Where(candidate => candidate.Accepts))
            {
                var accesses = _seen.Owners[candidate.Passport].Accesses.Items;
                string[] expected = candidate.IsShown ? ["result.read", "ranking.read"] : [];
                Assert.That(accesses.Select(access => access.Action), Is.EquivalentTo(expected), $"{candidate.Course}");
                Assert.That(accesses.Select(access => access.Tenant.Id), Is.All.EqualTo(_employer.Tenant));
            }
        }
    }

    [Test]
    public void MoreTime_IsGivenAndStandsNowhereTheEmployerLooks()
    {
        var plain = _journey.Candidates.First(candidate => candidate.Course == Course.TakesBoth);
        var limit = plain.Started!.ExpiresAt - plain.Started.StartedAt;
        var longer = (limit * LoopJourney.TimeMultiplier) + TimeSpan.FromMinutes(LoopJourney.ExtraMinutes);
        var first = _journey.Candidates.Single(candidate => candidate.Course == Course.TakesBothWithMoreTime).Started!;
        string[] telling = ["accommodation", "timeMultiplier", "extraMinutes", "2.718"];
        var texts = _seen.Texts.Concat(_receiver.All.Select(each => each.Body)).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.ExpiresAt - first.StartedAt, Is.EqualTo(longer).Within(TimeSpan.FromSeconds(1)));
            Assert.That(
                _journey.Lengthened.ExpiresAt - _journey.Lengthened.StartedAt, Is.EqualTo(longer).Within(TimeSpan.FromSeconds(1)));
            foreach (var word in telling) Assert.That(texts, Has.None.Contains(word).IgnoreCase);
            foreach (var candidate in _journey.Candidates.Where(candidate => candidate.HasMoreTime))
            {
                Assert.That(ShapeOf(candidate), Is.EqualTo(ShapeOf(plain)), $"{candidate.Course}");
            }
        }
    }

    private static void AssertIsReadinessOf(LoopFigures own, ReadinessResponse readiness, string message)
    {
        Assert.That(readiness.Status, Is.EqualTo(own.Status), message);
        Assert.That(readiness.Coverage, Is.EqualTo(own.Coverage).Within(LoopFigures.SixthDecimal), message);
        if (own.Status == ReadinessStatus.NoEvidence)
        {
            Assert.That(readiness.Readiness, Is.Null, message);
            return;
        }

        var (parts, total) = (readiness.Contributions, readiness.Contributions.Sum(part => part.Relevance * part.Currency));
        // Both are rounded: the scores that it is worked out from, and itself.
        Assert.That(own.Score, Is.EqualTo(readiness.Readiness).Within((2 * LoopFigures.HalfPoint) + 0.01), message);
        Assert.That(own.StandardError, Is.EqualTo(readiness.StandardError).Within((2 * LoopFigures.HalfTenth) + 0.01), message);
        Assert.That(
            parts.Sum(part => part.Points),
            Is.EqualTo(readiness.Readiness).Within(LoopFigures.HalfPoint + (LoopFigures.HalfTenth * parts.Count)), message);
        foreach (var part in parts)
        {
            var share = part.Relevance * part.Currency / total;
            Assert.That(part.EffectiveWeight, Is.EqualTo(share).Within(LoopFigures.SixthDecimal), message);
        }
    }

    private static string JsonOf<T>(T value) => JsonSerializer.Serialize(value, WireContracts.Options);

    /// <summary>What an invitation and its result have, whatever its values are.</summary>
    private string ShapeOf(LoopCandidate candidate)
    {
        var id = candidate.Invitation.Id;
        var result = JsonNode.Parse(_seen.Results[id].Text)!.AsObject();
        // A worker looks into how attempts were taken when it comes to it, and not when it would tell of anybody's time.
        result.Remove("integrity");
        return NamesIn(JsonNode.Parse(JsonOf(_seen.Invitations[id]))!) + NamesIn(result);

        static string NamesIn(JsonNode? node) => node switch
        {
            JsonObject members => $"{{{string.Join(' ', members.Select(member => $"{member.Key} {NamesIn(member.Value)}"))}}}",
            JsonArray items => $"[{string.Join(' ', items.Select(item => NamesIn(item)))}]",
            _ => "",
        };
    }

    /// <summary>By Standard Webhooks 1.0.0, without the service's code.</summary>
    private string SignatureOf(Received received)
    {
        var secret = Convert.FromBase64String(_subscriber.Endpoint.Secret!["whsec_".Length..]);
        var content = Encoding.UTF8.GetBytes($"{received.Id}.{received.Timestamp}.{received.Body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, content));
    }

    /// <summary>Every tenth event is refused once.</summary>
    private Task AnswerAsync(HttpContext context, Received received)
    {
        if (_receiver.All.Count % 10 == 0 && _refused.TryAdd(received.Id, 0)) return Receiver.Status(context, 503);

        _taken.Enqueue(received);
        return Receiver.Status(context, 204);
    }

    /// <summary>Waits until so many events have happened and all are delivered; time passes only when nothing else can be done.</summary>
    private Task DeliverAsync(int events) => UntilAsync(async () =>
    {
        App.Services.GetRequiredService<WebhookDispatcher>().Wake();
        var list = await _subscriber.Client.GetAsync<WebhookDeliveryListResponse>($"{_subscriber.Path}/deliveries?limit=200");
        var pending = list.Items.Where(item => item.State == WebhookDeliveryState.Pending).ToList();
        if (pending.Count == 0) return list.Items.Count == events;

        // The later events of an invitation wait for the one that is to be sent again.
        var now = App.Clock.GetUtcNow();
        if (pending.GroupBy(InvitationOf).All(each => each.Any(IsToBeSentAgain))) App.Clock.Advance(SecondAttempt);
        return false;

        bool IsToBeSentAgain(WebhookDeliveryResponse item) => item.Attempts > 0 && item.NextAttemptAt > now;
    });

    private static Guid InvitationOf(WebhookDeliveryResponse item) => (Guid)JsonNode.Parse(item.Body)!["data"]!["invitation"]!;
}
