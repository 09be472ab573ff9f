using System.Text.Json.Nodes;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Employers.Webhooks;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Aieh.Api.Tests.Employers.Mail;

/// <summary>The service with a mail server beside it, and an employer that mails its candidates.</summary>
public abstract class MailFixture<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    protected const string Address = "https://passport.example.com";

    private int _candidates;

    internal MailServer Server { get; } = new();

    internal Employer Employer { get; private set; } = null!;

    protected Guid Loop { get; private set; }

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{Server.Port}"), ("Mail:Security", "None"),
        ("Mail:From", "Skills Passport <no-reply@mail.example.com>"), ("Invitations:PublicUrl", Address),
    ];

    [OneTimeSetUp]
    public async Task CreateEmployer()
    {
        Employer = await Employer.CreateAsync(App);
        Loop = await Employer.CreateLoopAsync();
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        Employer.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>An address that no other test uses.</summary>
    internal string NewAddress() => $"robin{Interlocked.Increment(ref _candidates)}@example.org";

    internal Task<InvitationResponse> InviteAsync(string email, object? more = null)
    {
        var request = JsonNode.Parse($$"""{"candidate":{"name":"Robin Example","email":"{{email}}"},"sendMail":true}""")!.AsObject();
        foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
        {
            request[name] = value?.DeepClone();
        }

        return Employer.InviteAsync(Loop, request.ToJsonString());
    }

    /// <summary>The mails to somebody, once there are so many.</summary>
    internal async Task<IReadOnlyList<MimeMessage>> ArrivedAsync(string email, int count = 1)
    {
        await UntilAsync(() => Task.FromResult(Server.Of(email).Count >= count));
        return Server.Of(email);
    }

    /// <summary>The states, attempts and bodies of the mails about an invitation, once they are as the test expects.</summary>
    internal async Task<IReadOnlyList<QueueRow>> QueueAsync(Guid invitation, Func<IReadOnlyList<QueueRow>, bool> isSo)
    {
        IReadOnlyList<QueueRow> rows = [];
        await UntilAsync(async () => isSo(rows = await App.Db.ReadAsync(
            session => session.ListAsync<QueueRow>(
                """
                SELECT d.State, d.Attempts, e.Body, d.LastStatus, d.LastError, d.NextAt
                FROM WebhookDelivery AS d JOIN OutboxEvent AS e ON e.Id = d.EventId
                WHERE e.Type = @Type AND e.Subject = @Id
                ORDER BY d.Seq
                """,
                new { Id = invitation, Type = EventTypes.MailInvitation }),
            CancellationToken.None)));
        return rows;
    }

    internal Task<IReadOnlyList<QueueRow>> OverAsync(Guid invitation) =>
        QueueAsync(invitation, rows => rows.All(row => row.State != DeliveryRow.Pending));

    internal Task<IReadOnlyList<string>> BodiesAsync(Guid invitation, string type) => App.Db.ReadAsync(
        session => session.ListAsync<string>(
            "SELECT Body FROM OutboxEvent WHERE Subject = @Id AND Type = @Type ORDER BY Seq", new { Id = invitation, Type = type }),
        CancellationToken.None);

    /// <summary>What the dispatcher does by the clock, it is told to do at once.</summary>
    private Task UntilAsync(Func<Task<bool>> isSo) => WebhookFixture<TDatabase>.UntilAsync(() =>
    {
        App.Services.GetRequiredService<WebhookDispatcher>().Wake();
        return isSo();
    });

    /// <summary>A mail in the queue.</summary>
    internal sealed record QueueRow
    {
        public string State { get; init; } = "";
        public int Attempts { get; init; }
        public string Body { get; init; } = "";
        public int? LastStatus { get; init; }
        public string? LastError { get; init; }
        public DateTimeOffset NextAt { get; init; }
    }
}
