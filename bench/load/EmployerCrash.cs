using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;

namespace Aieh.Load;

/// <summary>
/// Candidates accept invitations and submit what is asked for, and repeat with their key whatever goes unanswered, while events are sent to
/// a receiver and the service is killed with SIGKILL again and again. Afterwards each acknowledged acceptance and submission must be
/// there, each event must have come at least once and in order, and none may have come that the service does not know.
/// </summary>
internal sealed class EmployerCrash(string file, int port, string key, EventReceiver receiver, params string[] settings)
{
    private const int Candidates = 48;
    private const int Workers = 8;
    private const int AcknowledgementsEach = 2;
    private const string Assessment = "python-fundamentals";
    private static readonly string[] Told =
        [EventTypes.InvitationCreated, EventTypes.InvitationAccepted, EventTypes.InvitationCompleted];

    private readonly ConcurrentBag<Guid> _completed = [];
    private int _acknowledged;

    public static async Task<int> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-employer-crash-");
        var file = Path.Combine(folder.FullName, "aieh.db");
        var sealing = Path.Combine(folder.FullName, "sealing.key");
        await File.WriteAllTextAsync(sealing, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken);
        var port = ServerProcess.FreePort();
        using var receiver = new EventReceiver();
        string[] settings = [$"--Webhooks:AllowedHosts:0=127.0.0.1:{receiver.Port}", $"--Sealing:KeyFile={sealing}"];
        string key;
        using (await ServerProcess.StartServiceAsync(file, port, cancellationToken, settings))
        {
            key = await ServerProcess.CreateKeyAsync(file, Scopes.All, cancellationToken);
        }

        var faults = await new EmployerCrash(file, port, key, receiver, settings).PlayAsync(rounds, cancellationToken);
        folder.Delete(recursive: true);
        return faults == 0 ? 0 : 1;
    }

    private async Task<int> PlayAsync(int rounds, CancellationToken cancellationToken)
    {
        var seed = Environment.ProcessId;
        // Seeded, and the seed is printed: a failing run can be repeated.
        var random = new Random(seed);
        Console.WriteLine($"{rounds} rounds of {Candidates} candidates; seed {seed}");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan };
        var client = new ServiceClient(() => http);
        var invited = new List<Guid>();
        var server = await ServerProcess.StartServiceAsync(file, port, cancellationToken, settings);
        try
        {
            await ListenAsync(client, cancellationToken);
            for (var round = 1; round <= rounds; round++)
            {
                var (before, invitations) = (_acknowledged, await InviteAsync(client, cancellationToken));
                invited.AddRange(invitations.Select(each => each.Id));
                var queue = new ConcurrentQueue<InvitationResponse>(invitations);
                var workers = Enumerable.Range(0, Workers).Select(_ => StartWorker(queue)).ToArray();
                var killAfter = before + random.Next(1, AcknowledgementsEach * (Candidates - Workers));
                while (Volatile.Read(ref _acknowledged) < killAfter) await Task.Delay(1, cancellationToken);
                server.Kill();
                var atKill = Volatile.Read(ref _acknowledged) - before;
                server.Dispose();
                server = await ServerProcess.StartServiceAsync(file, port, cancellationToken, settings);
                await Task.WhenAll(workers);
                Console.WriteLine($"round {round,3}: killed after {atKill,3} of {_acknowledged - before} acknowledgements");
            }

            await receiver.WaitAsync(invited, EventTypes.InvitationCompleted, cancellationToken);
            var wrong = await CheckAsync(client, invited, cancellationToken);
            foreach (var fault in wrong.Take(10)) Console.WriteLine(fault);
            Console.WriteLine(
                $"{_acknowledged} acknowledged acceptances and submissions, {receiver.Count} events came, {receiver.Repeated} of them more "
                + $"than once: {wrong.Count} lost, untrue or out of order");
            return wrong.Count;
        }
        finally
        {
            server.Dispose();
        }

        Task StartWorker(ConcurrentQueue<InvitationResponse> queue) =>
            Task.Run(() => WorkAsync(client, queue, cancellationToken), cancellationToken);
    }

    private async Task ListenAsync(ServiceClient client, CancellationToken cancellationToken)
    {
        var endpoint = new CreateWebhookEndpointRequest { Url = $"http://127.0.0.1:{receiver.Port}/" };
        await client.PostAsync("/v1/webhook-endpoints", key, endpoint, WebhookJson.Wire.CreateWebhookEndpointRequest, cancellationToken);
    }

    private async Task<IReadOnlyList<InvitationResponse>> InviteAsync(ServiceClient client, CancellationToken cancellationToken)
    {
        var create = new CreateHiringLoopRequest { Name = "Crash", Role = "backend-engineer", Assessments = [Assessment] };
        var made = await client.PostAsync(
            "/v1/hiring-loops", key, create, HiringLoopJson.Wire.CreateHiringLoopRequest, cancellationToken);
        var loop = JsonSerializer.Deserialize(made, HiringLoopJson.Wire.HiringLoopResponse)!;
        var batch = new CreateInvitationBatchRequest
        {
            Invitations = [.. Enumerable.Range(0, Candidates).Select(_ => new CreateInvitationRequest())],
        };
        var invited = await client.PostAsync(
            $"/v1/hiring-loops/{loop.Id}/invitations/batch", key, batch, InvitationJson.Wire.CreateInvitationBatchRequest,
            cancellationToken);
        var items = JsonSerializer.Deserialize(invited, InvitationJson.Wire.InvitationBatchResponse)!.Items;
        return [.. items.Select(item => item.Invitation!)];
    }

    private async Task WorkAsync(ServiceClient client, ConcurrentQueue<InvitationResponse> queue, CancellationToken cancellationToken)
    {
        while (queue.TryDequeue(out var invitation))
        {
            var accept = new AcceptInvitationRequest { Consent = ConsentText.Version };
            var accepted = JsonSerializer.Deserialize(
                await client.PostAsync(
                    "/v1/invitations/current/acceptance", invitation.Token!, accept, InvitationJson.Wire.AcceptInvitationRequest,
                    cancellationToken),
                InvitationJson.Wire.AcceptedInvitationResponse)!;
            Interlocked.Increment(ref _acknowledged);
            var create = new CreateAttemptRequest { Assessment = Assessment, Form = FormKind.Full };
            var started = await client.PostAsync(
                "/v1/attempts", accepted.Token!, create, AttemptJson.Wire.CreateAttemptRequest, cancellationToken);
            var attempt = JsonSerializer.Deserialize(started, AttemptJson.Wire.AttemptResponse)!;
            var open = new OpenAttempt(accepted.Passport, accepted.Token!, attempt.Id);
            await client.SubmitAsync(open, ServiceClient.NewKey(), cancellationToken);
            Interlocked.Increment(ref _acknowledged);
            _completed.Add(invitation.Id);
        }
    }

    private async Task<IReadOnlyList<string>> CheckAsync(
        ServiceClient client, IReadOnlyList<Guid> invited, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        foreach (var id in invited)
        {
            var stored = await client.GetAsync($"/v1/invitations/{id}", key, InvitationJson.Wire.InvitationResponse, cancellationToken);
            var isRight = stored.State == InvitationState.Completed && _completed.Contains(id);
            if (!isRight) wrong.Add($"invitation {id} is {stored.State}");

            var told = receiver.TypesOf(id);
            if (!told.SequenceEqual(Told)) wrong.Add($"invitation {id} was told as {string.Join(", ", told)}");
        }

        var known = await KnownAsync(client, cancellationToken);
        wrong.AddRange(receiver.Ids.Except(known).Select(id => $"event {id} came and is not known"));
        wrong.AddRange(known.Except(receiver.Ids).Select(id => $"event {id} has not come"));
        return wrong;
    }

    /// <summary>The ids of all events that the service knows, by its log of deliveries.</summary>
    private async Task<HashSet<Guid>> KnownAsync(ServiceClient client, CancellationToken cancellationToken)
    {
        var endpoints = await client.GetAsync(
            "/v1/webhook-endpoints", key, WebhookJson.Wire.WebhookEndpointListResponse, cancellationToken);
        var known = new HashSet<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var at = cursor.Length == 0 ? "" : "&cursor=" + cursor;
            var page = await client.GetAsync(
                $"/v1/webhook-endpoints/{endpoints.Items[0].Id}/deliveries?limit=200{at}", key,
                WebhookJson.Wire.WebhookDeliveryListResponse, cancellationToken);
            known.UnionWith(page.Items.Select(delivery => delivery.Event));
            cursor = page.Next;
        }

        return known;
    }
}
