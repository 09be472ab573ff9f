using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Webhooks;

/// <summary>What reaches a receiver, and when, whatever it answers.</summary>
[TestFixture(typeof(SqliteDatabase))]
[TestFixture(typeof(SqlServerDatabase), Category = "SqlServer")]
public sealed class WebhookDeliveryTests<TDatabase> : WebhookFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>A fifth more than the second attempt waits for.</summary>
    private static readonly TimeSpan SecondAttempt = TimeSpan.FromSeconds(6);

    [Test]
    public async Task Event_OfTheTenant_ArrivesSignedWithinATickAndToTheLetter()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        var happened = await HappenAsync(subscriber.Tenant);

        App.Clock.Advance(Tick);
        var delivery = await UntilAsync(subscriber, happened, each => each.State == WebhookDeliveryState.Delivered);

        var got = receiver.All.Single();
        var at = DateTimeOffset.FromUnixTimeSeconds(got.Timestamp);
        Assert.That(got.Id, Is.EqualTo(happened));
        Assert.That(at, Is.EqualTo(App.Clock.GetUtcNow()).Within(TimeSpan.FromSeconds(2)));
        Assert.That(got.Signatures, Is.EqualTo(new[] { WebhookSecret.Sign(subscriber.Endpoint.Secret!, $"{happened}", at, got.Body) }));
        Assert.That(got.Body, Is.EqualTo(delivery.Body).And.StartsWith("""{"type":"result.updated","timestamp":" """.TrimEnd()));
        Assert.That(got.Headers, Has.None.EqualTo("traceparent").And.None.EqualTo("Cookie"));
        Assert.That((delivery.Attempts, delivery.Status, delivery.Error), Is.EqualTo((1, (int?)204, (string?)null)));
        Assert.That(delivery.NextAttemptAt, Is.Null);
    }

    [Test]
    public async Task Events_OfTypesNotAskedForOrOfOthers_DoNotArrive()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address, EventTypes.GrantRevoked);
        var other = await SubscribeAsync(receiver.Address);
        await HappenAsync(subscriber.Tenant);
        await HappenAsync(other.Tenant, type: EventTypes.GrantRevoked);
        var wanted = await HappenAsync(subscriber.Tenant, type: EventTypes.GrantRevoked);

        App.Clock.Advance(Tick);
        await UntilAsync(subscriber, wanted, each => each.State == WebhookDeliveryState.Delivered);

        var list = await subscriber.Client.GetAsync<WebhookDeliveryListResponse>(subscriber.Path + "/deliveries");
        Assert.That(list.Items.Select(item => item.Event), Is.EqualTo(new[] { wanted }));
    }

    [TestCase(500)]
    [TestCase(400)]
    [TestCase(301)]
    public async Task Failure_IsTriedAgainBySchedule_UnderTheSameIdAndALaterTime(int status)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, _) =>
        {
            context.Response.Headers.Location = receiver.Address + "elsewhere";
            return Receiver.Status(context, receiver.All.Count == 1 ? status : 200);
        };
        var subscriber = await SubscribeAsync(receiver.Address);
        var ping = await subscriber.PingAsync();
        var failed = await UntilAsync(subscriber, ping, each => each.Attempts == 1);
        var failing = await subscriber.ReadAsync();

        App.Clock.Advance(SecondAttempt);
        var delivered = await UntilAsync(subscriber, ping, each => each.State == WebhookDeliveryState.Delivered);

        Assert.That((failed.State, failed.Status), Is.EqualTo((WebhookDeliveryState.Pending, (int?)status)));
        Assert.That(failed.Error, Is.Not.Empty);
        Assert.That(failed.NextAttemptAt - failed.LastAttemptAt, Is.InRange(TimeSpan.FromSeconds(5), SecondAttempt));
        Assert.That(failing.FailingSince, Is.EqualTo(failed.LastAttemptAt));
        Assert.That((delivered.Attempts, delivered.Error), Is.EqualTo((2, (string?)null)));
        Assert.That((await subscriber.ReadAsync()).FailingSince, Is.Null);
        Assert.That(receiver.All.Select(each => each.Id), Is.EqualTo(new[] { ping, ping }), "a redirect is not followed");
        Assert.That(receiver.All[1].Timestamp - receiver.All[0].Timestamp, Is.InRange(5, 6));
        Assert.That(receiver.All[1].Body, Is.EqualTo(receiver.All[0].Body));
    }

    [Test]
    public async Task TooManyRequests_WithRetryAfter_IsLeftAloneForThatLong()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, _) =>
        {
            context.Response.Headers.RetryAfter = "120";
            return Receiver.Status(context, receiver.All.Count == 1 ? 429 : 200);
        };
        var subscriber = await SubscribeAsync(receiver.Address);
        var ping = await subscriber.PingAsync();

        var told = await UntilAsync(subscriber, ping, each => each.Attempts == 1);
        App.Clock.Advance(TimeSpan.FromSeconds(120));
        await UntilAsync(subscriber, ping, each => each.State == WebhookDeliveryState.Delivered);

        Assert.That(told.NextAttemptAt - told.LastAttemptAt, Is.EqualTo(TimeSpan.FromSeconds(120)));
    }

    [Test]
    public async Task Gone_DisablesTheEndpointAndTellsTheOthers()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var observer = await Receiver.StartAsync();
        receiver.Answer = (context, _) => Receiver.Status(context, 410);
        var subscriber = await SubscribeAsync(receiver.Address);
        await SubscribeAsync(subscriber.Tenant, subscriber.Client, observer.Address, EventTypes.EndpointDisabled);
        var ping = await subscriber.PingAsync();

        var failed = await UntilAsync(subscriber, ping, each => each.State == WebhookDeliveryState.Failed);
        await UntilAsync(() =>
        {
            App.Services.GetRequiredService<WebhookDispatcher>().Wake();
            return observer.All.Count == 1;
        });

        var endpoint = await subscriber.ReadAsync();
        using var refused = await subscriber.Client.SendAsync(HttpMethod.Post, subscriber.Path + "/ping");
        Assert.That((failed.Status, failed.Attempts), Is.EqualTo(((int?)410, 1)));
        Assert.That((endpoint.State, endpoint.DisabledReason), Is.EqualTo((WebhookEndpointState.Disabled, WebhookDisabledReason.Gone)));
        Assert.That(observer.All[0].Body, Does.Contain("endpoint.disabled").And.Contain($"{endpoint.Id}").And.Contain("gone"));
        await refused.ProblemAsync(422, "webhook-endpoint-refused");
        Assert.That(
            await App.CountAsync(
                "AuditEntry", "TenantId = @Id AND Action = 'webhook-endpoint.disabled' AND Actor = 'service'", subscriber.Tenant),
            Is.EqualTo(1));
    }

    [Test]
    public async Task Gone_OfAFormerAddress_DoesNotDisableTheEndpoint()
    {
        await using var receiver = await Receiver.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async (context, _) =>
        {
            await release.Task;
            await Receiver.Status(context, 410);
        };
        var subscriber = await SubscribeAsync(receiver.Address);
        var ping = await subscriber.PingAsync();
        await UntilAsync(() => receiver.All.Count == 1);

        using var moved = await subscriber.Client.SendAsync(
            HttpMethod.Patch, subscriber.Path, """{"url":"https://ats.example.com/"}""", headers: ("If-Match", "*"));
        release.SetResult();
        await UntilAsync(subscriber, ping, each => each.State == WebhookDeliveryState.Failed);

        Assert.That((int)moved.StatusCode, Is.EqualTo(200));
        Assert.That((await subscriber.ReadAsync()).State, Is.EqualTo(WebhookEndpointState.Enabled));
    }

    [Test]
    public async Task Failure_ThatBeganBeforeTheEndpointWasEnabledAnew_DoesNotDisableIt()
    {
        await using var receiver = await Receiver.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async (context, _) =>
        {
            if (receiver.All.Count > 1) await release.Task;
            await Receiver.Status(context, 503);
        };
        var subscriber = await SubscribeAsync(receiver.Address);
        var ping = await subscriber.PingAsync();
        await UntilAsync(subscriber, ping, each => each.Attempts == 1);
        App.Clock.Advance(WebhookOutcomes.Patience + Tick);
        await UntilAsync(() => receiver.All.Count == 2);

        await SetStateAsync(subscriber, "disabled");
        await SetStateAsync(subscriber, "enabled");
        release.SetResult();
        var failed = await UntilAsync(subscriber, ping, each => each.Attempts == 2);

        var endpoint = await subscriber.ReadAsync();
        Assert.That((endpoint.State, endpoint.FailingSince), Is.EqualTo((WebhookEndpointState.Enabled, failed.LastAttemptAt)));
    }

    [Test]
    public async Task Event_ThatCannotBeSentForAFaultOfOurs_IsAFailedAttemptAndLogged()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        var id = subscriber.Endpoint.Id;
        var broken = App.Services.GetRequiredService<Sealing>().Seal("whsec_*", WebhookSecret.Purpose, id.ToString());
        await App.Db.WriteAsync(session => session.ExecuteAsync(
            "UPDATE WebhookEndpoint SET Secret = @Secret WHERE Id = @Id", new { Id = id, Secret = broken }), None);

        var ping = await subscriber.PingAsync();
        var failed = await UntilAsync(subscriber, ping, each => each.Attempts == 1);

        Assert.That((failed.State, failed.Status), Is.EqualTo((WebhookDeliveryState.Pending, (int?)null)));
        Assert.That(failed.Error, Is.EqualTo(WebhookOutcomes.IsUnsendable.Error));
        Assert.That(failed.NextAttemptAt - failed.LastAttemptAt, Is.InRange(TimeSpan.FromSeconds(5), SecondAttempt));
        Assert.That(App.Logs.Entries, Has.Some.Contains($"could not be sent to the webhook endpoint {id}"));
    }

    [Test]
    public async Task Replays_OfOneTimeAtOnce_AllSucceedAndSendWhatWasMissedOnce()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        var from = App.Clock.GetUtcNow();
        await SetStateAsync(subscriber, "disabled");
        for (var i = 0; i < 20; i++) await HappenAsync(subscriber.Tenant);
        await SetStateAsync(subscriber, "enabled");

        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => subscriber.Client.SendAsync(
            HttpMethod.Post, subscriber.Path + "/replay", new { from, to = from.AddHours(1) })));

        Assert.That(responses.Select(response => (int)response.StatusCode), Is.All.EqualTo(202));
        Assert.That(await App.CountAsync("WebhookDelivery", "EndpointId = @Id", subscriber.Endpoint.Id), Is.EqualTo(20));
        foreach (var response in responses) response.Dispose();
    }

    [Test]
    public async Task Endpoint_ThatIsDeleted_IsSentNothingMore()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, _) => Receiver.Status(context, 500);
        var subscriber = await SubscribeAsync(receiver.Address);
        var ping = await subscriber.PingAsync();
        await UntilAsync(subscriber, ping, each => each.Attempts == 1);

        using var deleted = await subscriber.Client.SendAsync(HttpMethod.Delete, subscriber.Path);
        App.Clock.Advance(SecondAttempt);
        await UntilAsync(async () => await App.CountAsync("WebhookDelivery", "EventId = @Id AND State = 'failed'", ping) == 1);

        Assert.That(receiver.All, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Endpoint_ThatFailsForFiveDays_IsDisabledAndOneThatRecoversIsNot()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, _) => Receiver.Status(context, 503);
        var subscriber = await SubscribeAsync(receiver.Address);
        var ping = await subscriber.PingAsync();
        await UntilAsync(subscriber, ping, each => each.Attempts == 1);

        App.Clock.Advance(TimeSpan.FromDays(5) - TimeSpan.FromSeconds(10));
        await UntilAsync(subscriber, ping, each => each.Attempts == 2);
        var before = await subscriber.ReadAsync();
        App.Clock.Advance(TimeSpan.FromMinutes(7));
        await UntilAsync(subscriber, ping, each => each.Attempts == 3);
        var after = await subscriber.ReadAsync();
        App.Clock.Advance(TimeSpan.FromMinutes(40));
        var given = await UntilAsync(subscriber, ping, each => each.State == WebhookDeliveryState.Failed);

        Assert.That(before.State, Is.EqualTo(WebhookEndpointState.Enabled));
        Assert.That((after.State, after.DisabledReason), Is.EqualTo((WebhookEndpointState.Disabled, WebhookDisabledReason.Failing)));
        Assert.That((given.Attempts, given.Error), Is.EqualTo((3, "The endpoint is disabled.")), "it was not sent again");
        Assert.That(receiver.All, Has.Count.EqualTo(3));
        using var enabled = await subscriber.Client.SendAsync(
            HttpMethod.Patch, subscriber.Path, """{"state":"enabled"}""", headers: ("If-Match", "*"));
        Assert.That((await subscriber.ReadAsync()).FailingSince, Is.Null, "it has five days again");
    }

    [Test]
    public async Task Receiver_ThatHangs_IsGivenUpAfterFifteenSecondsAndHoldsUpNobody()
    {
        await using var hanging = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hanging.Answer = (_, _) => release.Task;
        var slow = await SubscribeAsync(hanging.Address);
        var other = await SubscribeAsync(quick.Address);
        for (var i = 0; i < 12; i++) await HappenAsync(slow.Tenant);
        App.Clock.Advance(Tick);
        await UntilAsync(() => hanging.All.Count == WebhookDispatcher.MostOfAnEndpoint);

        var ping = await other.PingAsync();
        await UntilAsync(other, ping, each => each.State == WebhookDeliveryState.Delivered);
        var at = hanging.All.Count;
        App.Clock.Advance(TimeSpan.FromSeconds(15));
        var failed = await UntilAsync(slow, hanging.All[0].Id, each => each.Attempts == 1);
        release.SetResult();

        Assert.That(at, Is.EqualTo(WebhookDispatcher.MostOfAnEndpoint), "no more at once");
        Assert.That(failed.Status, Is.Null);
        Assert.That(failed.Error, Is.EqualTo("No answer within 15 seconds."));
        Assert.That(failed.LatencyMilliseconds, Is.EqualTo(15_000));
    }

    [Test]
    public async Task Tenant_WhoseEndpointsAllHang_HoldsUpNobody()
    {
        await using var hanging = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hanging.Answer = (_, _) => release.Task;
        var slow = await SubscribeAsync(hanging.Address);
        // Each of them alone would have room for four.
        for (var i = 0; i < 9; i++) await SubscribeAsync(slow.Tenant, slow.Client, hanging.Address);
        var other = await SubscribeAsync(quick.Address);
        for (var i = 0; i < 5; i++) await HappenAsync(slow.Tenant);
        App.Clock.Advance(Tick);
        await UntilAsync(() => hanging.All.Count == WebhookDispatcher.MostOfATenant);

        var ping = await other.PingAsync();
        await UntilAsync(other, ping, each => each.State == WebhookDeliveryState.Delivered);
        var at = hanging.All.Count;
        release.SetResult();

        Assert.That(at, Is.EqualTo(WebhookDispatcher.MostOfATenant), "no more at once");
    }

    [Test]
    public async Task Receiver_ThatHangs_WithManyEventsOfOneSubjectBehind_HoldsUpNobody()
    {
        await using var hanging = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hanging.Answer = (_, _) => release.Task;
        var slow = await SubscribeAsync(hanging.Address);
        var other = await SubscribeAsync(quick.Address);
        var subject = NewId();
        for (var i = 0; i < 40; i++) await HappenAsync(slow.Tenant, subject);
        App.Clock.Advance(Tick);
        await UntilAsync(() => hanging.All.Count == 1);

        var ping = await other.PingAsync();
        await UntilAsync(other, ping, each => each.State == WebhookDeliveryState.Delivered);

        Assert.That(hanging.All, Has.Count.EqualTo(1));
        release.SetResult();
    }

    // Ten million bytes can lie in the buffers between the two, whoever reads them: then the receiver has ended without noticing.
    [TestCase(10_000_000L, false)]
    [TestCase(long.MaxValue, true)]
    public async Task Body_OfTheAnswer_IsNotRead(long length, bool isNoticed)
    {
        await using var receiver = await Receiver.StartAsync();
        long sent = 0;
        var hungUp = new TaskCompletionSource();
        receiver.Answer = async (context, _) =>
        {
            var block = new byte[64 * 1024];
            try
            {
                for (; sent < length; sent += block.Length)
                {
                    await context.Response.Body.WriteAsync(block, context.RequestAborted);
                    context.RequestAborted.ThrowIfCancellationRequested();
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                hungUp.TrySetResult();
            }
        };
        var subscriber = await SubscribeAsync(receiver.Address);

        var ping = await subscriber.PingAsync();
        var delivery = await UntilAsync(subscriber, ping, each => each.Attempts == 1);
        if (isNoticed) await hungUp.Task.WaitAsync(HangGuard.Limit);

        Assert.That((delivery.State, delivery.Status), Is.EqualTo((WebhookDeliveryState.Delivered, (int?)200)));
    }

    [Test]
    public async Task Events_OfOneSubject_ArriveInTheirOrderWhateverFails()
    {
        await using var receiver = await Receiver.StartAsync();
        var (one, two) = (NewId(), NewId());
        receiver.Answer = (context, _) => Receiver.Status(context, receiver.All.Count <= 2 ? 500 : 204);
        var subscriber = await SubscribeAsync(receiver.Address);
        var first = await HappenAsync(subscriber.Tenant, one);
        App.Clock.Advance(Tick);
        await UntilAsync(subscriber, first, each => each.Attempts == 1);
        var second = await HappenAsync(subscriber.Tenant, one);
        var third = await HappenAsync(subscriber.Tenant, one);
        App.Clock.Advance(SecondAttempt);
        await UntilAsync(subscriber, first, each => each.Attempts == 2);
        var beside = await HappenAsync(subscriber.Tenant, two);
        App.Clock.Advance(Tick);
        await UntilAsync(subscriber, beside, each => each.State == WebhookDeliveryState.Delivered);

        App.Clock.Advance(TimeSpan.FromMinutes(6));
        await UntilAsync(subscriber, third, each => each.State == WebhookDeliveryState.Delivered);

        Assert.That(receiver.All.Select(each => each.Id), Is.EqualTo(new[] { first, first, beside, first, second, third }));
    }

    [Test]
    public async Task Event_ThatIsGivenUp_LetsTheNextOfItsSubjectGo()
    {
        await using var receiver = await Receiver.StartAsync();
        var subject = NewId();
        var bad = Guid.Empty;
        receiver.Answer = (context, got) => Receiver.Status(context, got.Id == bad ? 500 : 204);
        var subscriber = await SubscribeAsync(receiver.Address);
        bad = await HappenAsync(subscriber.Tenant, subject);
        var next = await HappenAsync(subscriber.Tenant, subject);
        App.Clock.Advance(Tick);
        for (var attempt = 1; attempt < RetrySchedule.MaxAttempts; attempt++)
        {
            var failed = await UntilAsync(subscriber, bad, each => each.Attempts == attempt);
            App.Clock.Advance(failed.NextAttemptAt!.Value - App.Clock.GetUtcNow());
        }

        var given = await UntilAsync(subscriber, bad, each => each.State == WebhookDeliveryState.Failed);
        await UntilAsync(subscriber, next, each => each.State == WebhookDeliveryState.Delivered);

        Assert.That(given.NextAttemptAt, Is.Null);
        Assert.That(receiver.All.Select(each => each.Id), Is.EqualTo(Enumerable.Repeat(bad, RetrySchedule.MaxAttempts).Append(next)));
    }

    [Test]
    public async Task Dispatcher_ThatDiesBetweenSendingAndWriting_IsFollowedByAnotherWhenTheLeaseEnds()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        // As if the first had died with its lease: what it writes down afterwards finds the lease another's.
        receiver.Answer = async (context, got) =>
        {
            if (receiver.All.Count == 1) await App.Db.WriteAsync(session => DieAsync(session, got.Id), None);
            await Receiver.Status(context, 204);
        };
        var happened = await HappenAsync(subscriber.Tenant);
        App.Clock.Advance(Tick);
        await UntilAsync(() => receiver.All.Count == 1);
        var later = await HappenAsync(subscriber.Tenant);
        App.Clock.Advance(WebhookDispatcher.Lease - Tick);
        await UntilAsync(subscriber, later, each => each.State == WebhookDeliveryState.Delivered);
        var before = receiver.All.Count(each => each.Id == happened);

        App.Clock.Advance(Tick + Tick);
        var delivery = await UntilAsync(subscriber, happened, each => each.State == WebhookDeliveryState.Delivered);

        Assert.That(before, Is.EqualTo(1), "it was leased");
        Assert.That(delivery.Attempts, Is.EqualTo(1));
        Assert.That(receiver.All.Count(each => each.Id == happened), Is.EqualTo(2));

        Task<int> DieAsync(DbSession session, Guid id) => session.ExecuteAsync(
            "UPDATE WebhookDelivery SET LeasedUntil = @Until, NextAt = @Until WHERE EventId = @Id",
            new { Id = id, Until = App.Clock.Now() + WebhookDispatcher.Lease + TimeSpan.FromMilliseconds(1) });
    }

    [Test]
    public async Task Dispatchers_OfTwoReplicas_SendEachEventOnce()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        using var second = ActivatorUtilities.CreateInstance<WebhookDispatcher>(App.Services);
        await second.StartAsync(None);
        var happened = new List<Guid>();
        for (var i = 0; i < 40; i++) happened.Add(await HappenAsync(subscriber.Tenant));

        App.Clock.Advance(Tick);
        await UntilAsync(async () =>
            await App.CountAsync("WebhookDelivery", "EndpointId = @Id AND State = 'delivered'", subscriber.Endpoint.Id) == happened.Count);
        await second.StopAsync(None);

        Assert.That(receiver.All.Select(each => each.Id), Is.EquivalentTo(happened));
    }

    [Test]
    public async Task Dispatcher_ThatStops_GivesBackWhatItHasBegun()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = (context, _) => receiver.All.Count == 1 ? stopping.Task : Receiver.Status(context, 204);
        var happened = await HappenAsync(subscriber.Tenant);
        var dispatcher = App.Services.GetRequiredService<WebhookDispatcher>();
        App.Clock.Advance(Tick);
        await UntilAsync(() => receiver.All.Count == 1);

        await dispatcher.StopAsync(None);
        stopping.SetResult();
        await dispatcher.StartAsync(None);

        await UntilAsync(subscriber, happened, each => each.State == WebhookDeliveryState.Delivered);
        Assert.That(receiver.All.Select(each => each.Id), Is.EqualTo(new[] { happened, happened }));
    }

    [Test]
    public async Task Rotation_SignsWithBothSecretsForTheOverlapAndThenWithTheNewOne()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        var rotated = await subscriber.Client.PostAsync<WebhookEndpointResponse>(subscriber.Path + "/rotation", new { overlapHours = 2 });

        var both = await subscriber.PingAsync();
        await UntilAsync(subscriber, both, each => each.State == WebhookDeliveryState.Delivered);
        App.Clock.Advance(TimeSpan.FromHours(2));
        var one = await subscriber.PingAsync();
        await UntilAsync(subscriber, one, each => each.State == WebhookDeliveryState.Delivered);

        Assert.That(rotated.Secret, Is.Not.EqualTo(subscriber.Endpoint.Secret));
        Assert.That(rotated.PreviousSecretUntil - App.Clock.GetUtcNow(), Is.LessThanOrEqualTo(TimeSpan.Zero));
        Assert.That(receiver.All[0].Signatures, Is.EqualTo(SignaturesOf(receiver.All[0], rotated.Secret!, subscriber.Endpoint.Secret!)));
        Assert.That(receiver.All[1].Signatures, Is.EqualTo(SignaturesOf(receiver.All[1], rotated.Secret!)));
        Assert.That((await subscriber.ReadAsync()).PreviousSecretUntil, Is.Null);

        static IEnumerable<string> SignaturesOf(Received got, params string[] secrets) => secrets.Select(
            secret => WebhookSecret.Sign(secret, got.Id.ToString(), DateTimeOffset.FromUnixTimeSeconds(got.Timestamp), got.Body));
    }

    [Test]
    public async Task Replay_OfOneAndOfATime_SendsThemOnceMoreWithWhatWasMissed()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address, EventTypes.ResultUpdated);
        var from = App.Clock.GetUtcNow();
        var one = await HappenAsync(subscriber.Tenant);
        App.Clock.Advance(Tick);
        await UntilAsync(subscriber, one, each => each.State == WebhookDeliveryState.Delivered);
        await SetStateAsync(subscriber, "disabled");
        var missed = await HappenAsync(subscriber.Tenant);
        await HappenAsync(subscriber.Tenant, type: EventTypes.GrantRevoked);
        await SetStateAsync(subscriber, "enabled");
        App.Clock.Advance(Tick);
        var to = App.Clock.GetUtcNow();

        var single = await subscriber.Client.PostAsync<WebhookReplayResponse>($"{subscriber.Path}/deliveries/{one}/replay", new { });
        await UntilAsync(() => receiver.All.Count == 2);
        await UntilAsync(subscriber, one, each => each.State == WebhookDeliveryState.Delivered);
        var range = await subscriber.Client.PostAsync<WebhookReplayResponse>(subscriber.Path + "/replay", new { from, to });
        await UntilAsync(() => receiver.All.Count == 4);

        Assert.That((single.Events, range.Events), Is.EqualTo((1, 2)));
        Assert.That(receiver.All.Select(each => each.Id), Is.EquivalentTo(new[] { one, one, one, missed }));
        using var backwards = await subscriber.Client.SendAsync(HttpMethod.Post, subscriber.Path + "/replay", new { from = to, to = from });
        Assert.That((await backwards.ProblemAsync(400, "invalid-request")).Places(), Is.EqualTo(new[] { "#/to" }));
        using var unknown = await subscriber.Client.SendAsync(HttpMethod.Post, $"{subscriber.Path}/deliveries/{NewId()}/replay");
        await unknown.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Replay_OfMoreThanAThousand_IsRefusedWhole()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        await SetStateAsync(subscriber, "disabled");
        var (from, now) = (App.Clock.GetUtcNow(), App.Clock.Now());
        await App.Db.WriteAsync(FillAsync, None);
        await SetStateAsync(subscriber, "enabled");

        using var response = await subscriber.Client.SendAsync(
            HttpMethod.Post, subscriber.Path + "/replay", new { from, to = from.AddHours(1) });

        await response.ProblemAsync(409, "limit-reached");
        Assert.That(await App.CountAsync("WebhookDelivery", "EndpointId = @Id", subscriber.Endpoint.Id), Is.Zero);

        async Task<int> FillAsync(DbSession session)
        {
            for (var i = 0; i <= DeliveryEndpoints.MostReplayed; i++)
            {
                await Outbox.AppendAsync(
                    session, OutboxEventRow.Of(EventTypes.ResultUpdated, subscriber.Tenant, subscriber.Tenant, new EventData(), now));
            }

            return 1;
        }
    }

    [Test]
    public async Task Ping_GoesToItsEndpointAloneAndWaitsForNoOther()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var other = await Receiver.StartAsync();
        receiver.Answer = (context, _) => Receiver.Status(context, receiver.All.Count == 1 ? 500 : 204);
        var subscriber = await SubscribeAsync(receiver.Address, EventTypes.GrantRevoked);
        await SubscribeAsync(subscriber.Tenant, subscriber.Client, other.Address);
        var first = await subscriber.PingAsync();
        await UntilAsync(subscriber, first, each => each.Attempts == 1);

        var second = await subscriber.PingAsync();
        await UntilAsync(subscriber, second, each => each.State == WebhookDeliveryState.Delivered);

        Assert.That(receiver.All[1].Body, Does.Contain("\"endpoint.ping\"").And.Contain($"{subscriber.Endpoint.Id}"));
        Assert.That(await App.CountAsync("WebhookDelivery", "EventId = @Id", second), Is.EqualTo(1));
        Assert.That(other.All, Is.Empty);
    }

    [Test]
    public async Task Deliveries_AreListedInPagesNewestFirst()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        var happened = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            happened.Add(await HappenAsync(subscriber.Tenant));
            App.Clock.Advance(Tick);
        }

        var page = await subscriber.Client.GetAsync<WebhookDeliveryListResponse>(subscriber.Path + "/deliveries?limit=3");
        var rest = await subscriber.Client.GetAsync<WebhookDeliveryListResponse>($"{subscriber.Path}/deliveries?cursor={page.Next}");

        Assert.That(page.Items.Concat(rest.Items).Select(item => item.Event), Is.EqualTo(happened.AsEnumerable().Reverse()));
        Assert.That((page.Items.Count, rest.Next), Is.EqualTo((3, (string?)null)));
    }

    [Test]
    public async Task Sweep_DeletesWhatIsOldAndOverAndKeepsWhatIsOnItsWay()
    {
        await using var receiver = await Receiver.StartAsync();
        var subscriber = await SubscribeAsync(receiver.Address);
        var silent = NewId();
        receiver.Answer = (context, got) =>
            Receiver.Status(context, got.Body.Contains(EventTypes.EndpointPing, StringComparison.Ordinal) ? 500 : 204);
        var old = await HappenAsync(subscriber.Tenant);
        App.Clock.Advance(Tick);
        await UntilAsync(subscriber, old, each => each.State == WebhookDeliveryState.Delivered);
        var waiting = await subscriber.PingAsync();
        await UntilAsync(subscriber, waiting, each => each.Attempts == 1);
        var (lonely, _, _) = await App.CreateKeyAsync("webhooks:write");
        var unheard = await HappenAsync(lonely, silent);
        await App.Db.WriteAsync(session => session.ExecuteAsync(
            "UPDATE WebhookDelivery SET NextAt = @At WHERE EventId = @Id", new { Id = waiting, At = App.Clock.Now().AddDays(60) }), None);

        App.Clock.Advance(TimeSpan.FromDays(31));
        var recent = await HappenAsync(subscriber.Tenant);
        await App.Services.GetRequiredService<DeliverySweep>().RunAsync(None);

        Assert.That(await App.CountAsync("OutboxEvent", "Id = @Id", old), Is.Zero);
        Assert.That(await App.CountAsync("WebhookDelivery", "EventId = @Id", old), Is.Zero);
        Assert.That(await App.CountAsync("OutboxEvent", "Id = @Id", unheard), Is.Zero);
        Assert.That(await App.CountAsync("OutboxEvent", "Id = @Id", waiting), Is.EqualTo(1));
        Assert.That(await App.CountAsync("OutboxEvent", "Id = @Id", recent), Is.EqualTo(1));
    }

    private static async Task SetStateAsync(Subscriber subscriber, string state)
    {
        using var response = await subscriber.Client.SendAsync(
            HttpMethod.Patch, subscriber.Path, $$"""{"state":"{{state}}"}""", headers: ("If-Match", "*"));
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }
}
