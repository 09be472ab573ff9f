using System.Collections.Concurrent;
using System.Diagnostics;
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
/// there, each event must have arrived at least once and in order, and none may have arrived that the database does not know.
/// </summary>
internal static class EmployerCrash
{
    private const int Candidates = 48;
    private const int Workers = 8;
    private const string Assessment = "python-fundamentals";

    public static async Task<int> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aieh-employer-crash-");
        var file = Path.Combine(folder.FullName, "aieh.db");
        var port = ServerProcess.FreePort();
        var seed = Environment.ProcessId;
        // Seeded, and the seed is printed: a failing run can be repeated.
        var random = new Random(seed);
        Console.WriteLine($"{rounds} rounds of {Candidates} candidates; seed {seed}");
        using var receiver = new EventReceiver();
        string[] settings = [$"--Webhooks:AllowedHosts:0=127.0.0.1:{receiver.Port}", $"--Sealing:KeyFile={NewKeyFile(folder)}"];
        var (acknowledged, failures) = (0, 0);
        string? key = null;
        for (var round = 1; round <= rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            using var server = await ServerProcess.StartServiceAsync(file, port, cancellationToken, settings);
            key ??= await ServerProcess.CreateKeyAsync(file, Scopes.All, cancellationToken);
            var played = await new Round(port, file, settings, key, receiver).PlayAsync(
                server, random.Next(1, 2 * Candidates - 8), isFirst: round == 1, cancellationToken);
            acknowledged += played.Acknowledged;
            failures += played.Wrong.Count;
            var found = played.Wrong.Count == 0 ? "all is there, all was told" : string.Join("; ", played.Wrong.Take(3));
            Console.WriteLine(
                $"round {round,3}: killed after {played.AtKill,3} of {played.Acknowledged} acknowledgements, {played.Received,3} events came "
                + $"({played.Repeated} more than once), {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s; {found}");
        }

        folder.Delete(recursive: true);
        Console.WriteLine($"{acknowledged} acknowledged acceptances and submissions; {failures} faults");
        return failures == 0 ? 0 : 1;
    }

    private static string NewKeyFile(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, "sealing.key");
        File.WriteAllText(path, Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        return path;
    }

    /// <summary>What a round has shown.</summary>
    private sealed record Played(int Acknowledged, int AtKill, int Received, int Repeated, IReadOnlyList<string> Wrong);

    private sealed class Round(int port, string file, string[] settings, string key, EventReceiver receiver)
    {
        private readonly ConcurrentDictionary<Guid, string> _done = new();
        private int _acknowledged;

        public async Task<Played> PlayAsync(ServerProcess server, int killAfter, bool isFirst, CancellationToken cancellationToken)
        {
            using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
            using var http = new HttpClient(handler)
            {
                BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan,
            };
            var client = new ServiceClient(() => http);
            if (isFirst) await ListenAsync(client, cancellationToken);

            var before = receiver.Count;
            var invitations = await InviteAsync(client, cancellationToken);
            var queue = new ConcurrentQueue<InvitationResponse>(invitations);
            var workers = Enumerable.Range(0, Workers)
                .Select(_ => Task.Run(() => WorkAsync(client, queue, cancellationToken), cancellationToken))
                .ToArray();
            while (Volatile.Read(ref _acknowledged) < killAfter) await Task.Delay(1, cancellationToken);
            server.Kill();
            var atKill = Volatile.Read(ref _acknowledged);
            using var second = await ServerProcess.StartServiceAsync(file, port, cancellationToken, settings);
            await Task.WhenAll(workers);
            await receiver.WaitAsync(invitations.Select(each => each.Id), "invitation.completed", cancellationToken);
            var wrong = await CheckAsync(client, invitations, cancellationToken);
            return new Played(_acknowledged, atKill, receiver.Count - before, receiver.Repeated, wrong);
        }

        private async Task ListenAsync(ServiceClient client, CancellationToken cancellationToken)
        {
            var endpoint = new CreateWebhookEndpointRequest { Url = $"http://127.0.0.1:{receiver.Port}/" };
            await client.PostAsync("/v1/webhook-endpoints", key, endpoint, WebhookJson.Wire.CreateWebhookEndpointRequest, cancellationToken);
        }

        private async Task<IReadOnlyList<InvitationResponse>> InviteAsync(ServiceClient client, CancellationToken cancellationToken)
        {
            var loop = JsonSerializer.Deserialize(
                await client.PostAsync(
                    "/v1/hiring-loops", key,
                    new CreateHiringLoopRequest { Name = "Crash", Role = "backend-engineer", Assessments = [Assessment] },
                    HiringLoopJson.Wire.CreateHiringLoopRequest, cancellationToken),
                HiringLoopJson.Wire.HiringLoopResponse)!;
            var batch = new CreateInvitationBatchRequest
            {
                Invitations = [.. Enumerable.Range(0, Candidates).Select(_ => new CreateInvitationRequest())],
            };
            var made = await client.PostAsync(
                $"/v1/hiring-loops/{loop.Id}/invitations/batch", key, batch, InvitationJson.Wire.CreateInvitationBatchRequest,
                cancellationToken);
            return [.. JsonSerializer.Deserialize(made, InvitationJson.Wire.InvitationBatchResponse)!.Items.Select(item => item.Invitation!)];
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
                var attempt = JsonSerializer.Deserialize(
                    await client.PostAsync("/v1/attempts", accepted.Token!, create, AttemptJson.Wire.CreateAttemptRequest, cancellationToken),
                    AttemptJson.Wire.AttemptResponse)!;
                await client.SubmitAsync(new OpenAttempt(accepted.Passport, accepted.Token!, attempt.Id), ServiceClient.NewKey(), cancellationToken);
                Interlocked.Increment(ref _acknowledged);
                _done[invitation.Id] = accepted.Token!;
            }
        }

        private async Task<IReadOnlyList<string>> CheckAsync(
            ServiceClient client, IReadOnlyList<InvitationResponse> invitations, CancellationToken cancellationToken)
        {
            var wrong = new List<string>();
            foreach (var invitation in invitations)
            {
                var path = $"/v1/invitations/{invitation.Id}";
                var stored = await client.GetAsync(path, key, InvitationJson.Wire.InvitationResponse, cancellationToken);
                if (stored.State != InvitationState.Completed || !_done.ContainsKey(invitation.Id))
                {
                    wrong.Add($"invitation {invitation.Id} is {stored.State}");
                }

                var told = receiver.TypesOf(invitation.Id);
                if (!told.SequenceEqual([EventTypes.InvitationCreated, EventTypes.InvitationAccepted, EventTypes.InvitationCompleted]))
                {
                    wrong.Add($"invitation {invitation.Id} was told as {string.Join(", ", told)}");
                }
            }

            var known = await DeliveredAsync(client, cancellationToken);
            wrong.AddRange(receiver.Ids.Except(known).Select(id => $"event {id} came and is not known"));
            return wrong;
        }

        /// <summary>The ids of all events that the service knows, from its log of deliveries.</summary>
        private async Task<HashSet<Guid>> DeliveredAsync(ServiceClient client, CancellationToken cancellationToken)
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
}
