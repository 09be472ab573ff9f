using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Aieh.Api.Tools.Ats;

/// <summary>
/// A customer's Ashby, after its Assessments Partner API: it lists the partner's assessments, starts one for an application and may cancel
/// it; the partner tells how it goes by assessment.update. All calls are POST, with a dot in the path. Each side shows the other's key as a
/// user name without a password: Ashby the partner's, the partner one that the customer made in Ashby.
/// </summary>
internal sealed class AshbySimulator : AtsSimulator
{
    private readonly ConcurrentDictionary<Guid, long> _lastTimestamps = new();
    private readonly ConcurrentDictionary<Guid, string> _completedOutside = new();
    private Uri? _partner;
    private string _partnerKey = "";
    private int _candidates;

    private AshbySimulator(AtsConduct conduct)
        : base(conduct)
    {
        (ApiKey, PartnerId) = (Chance.NewKey(), Chance.NewId());
    }

    /// <summary>What the partner has to show here.</summary>
    public string ApiKey { get; }

    /// <summary>Who the partner is to this Ashby.</summary>
    public Guid PartnerId { get; }

    /// <summary>Assessments that were added to a candidate without an order, by their ids.</summary>
    public IReadOnlyDictionary<Guid, string> CompletedOutside => _completedOutside;

    public static async Task<AshbySimulator> OpenAsync(AtsConduct conduct, CancellationToken cancellationToken)
    {
        var simulator = new AshbySimulator(conduct);
        await simulator.ListenAsync(cancellationToken);
        return simulator;
    }

    /// <summary>As a customer does it: the partner's base address and the key that the partner issued.</summary>
    /// <param name="partner">Ends with a slash; the calls are below it.</param>
    public void Connect(Uri partner, string key) => (_partner, _partnerKey) = (partner, key);

    /// <summary>assessment.list: what a recruiter picks from.</summary>
    public async Task<IReadOnlyList<AtsTest>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<AtsTest> tests = [];
        await SendAsync(Request("assessment.list"), Read, cancellationToken);
        return tests;

        void Read(AtsAnswer answer, Inspection inspection)
        {
            if (AshbyAnswers.IsTaken(answer, inspection)) tests = AshbyAnswers.Tests(answer, inspection);
        }
    }

    /// <summary>assessment.customField.list, which a partner may leave out.</summary>
    public Task ListCustomFieldsAsync(CancellationToken cancellationToken) => SendAsync(
        Request("assessment.customField.list"),
        (answer, inspection) =>
        {
            if (AshbyAnswers.IsTaken(answer, inspection)) AshbyAnswers.CustomFields(answer, inspection);
        },
        cancellationToken);

    /// <summary>assessment.start, for a new candidate's application; some are cancelled at once, as the conduct has it.</summary>
    public async Task<AtsOrder> PlaceAsync(string test, AtsCandidate candidate, CancellationToken cancellationToken)
    {
        var application = Chance.NewId();
        var order = NewOrder(application.ToString(), test, candidate);
        var body = AshbyMessages.Start(order, Address, Interlocked.Increment(ref _candidates), Chance);
        await SendAsync(Request("assessment.start", body) with { IsOrder = true }, Read, cancellationToken);
        if (order.State == AtsOrderState.Sent && Chance.Happens(Conduct.Cancellations)) await CancelAsync(order, cancellationToken);
        return order;

        void Read(AtsAnswer answer, Inspection inspection)
        {
            if (answer.IsSuccess)
            {
                if (AshbyAnswers.AssessmentId(answer, inspection) is { } id) Take(order, id.ToString(), inspection);
                return;
            }

            Refuse(order, AshbyAnswers.Refusal(answer, inspection), inspection);
        }
    }

    /// <summary>assessment.cancel: a recruiter may cancel at any time.</summary>
    public async Task CancelAsync(AtsOrder order, CancellationToken cancellationToken)
    {
        await CancelAsync(order.VendorId!, cancellationToken);
        order.Cancel();
    }

    /// <summary>
    /// assessment.cancel; of an id that the partner does not know, or has cancelled already, it is to succeed all the same.
    /// </summary>
    public Task CancelAsync(string assessmentId, CancellationToken cancellationToken) => SendAsync(
        Request("assessment.cancel", new JsonObject { ["assessment_id"] = assessmentId }),
        (answer, inspection) =>
        {
            if (AshbyAnswers.IsTaken(answer, inspection)) AshbyAnswers.Cancelled(answer, assessmentId, inspection);
        },
        cancellationToken);

    protected override AtsReply Answer(AtsCall call, Inspection inspection)
    {
        if (Refusal(call, inspection) is { } refused) return refused;
        if (call.Json(inspection) is not { } body) return Failure("invalid_input");
        return call.Path switch
        {
            "/assessment.update" => Update(body, inspection),
            "/assessment.addCompletedToCandidate" => Add(body, inspection),
            _ => NotFound(inspection),
        };
    }

    private AtsReply? Refusal(AtsCall call, Inspection inspection)
    {
        // The edge in front of Ashby turns clients away that do not name themselves, before anybody asks for a key.
        if (call.Headers.UserAgent.Count == 0) return new AtsReply(403);
        if (call.Headers.Authorization != AtsRequest.Basic(ApiKey).ToString())
        {
            inspection.Object("the Authorization is not Basic with Ashby's key as user name and no password");
            return Failure("invalid_api_key", call.Headers.Authorization.Count == 0 ? 401 : 403);
        }

        if (call.Method != "POST") inspection.Object("all calls are POST");
        if (call.Query.Length > 0) inspection.Object("it takes no parameters");
        var isVersioned = MediaTypeHeaderValue.TryParse(call.Headers.Accept.ToString(), out var accepted)
            && accepted.MediaType == "application/json"
            && accepted.Parameters.Any(parameter => parameter.Name == "version" && parameter.Value == "1");
        if (!isVersioned) inspection.Object("Accept is not 'application/json; version=1'");
        return call.Method == "POST" ? null : new AtsReply(405);
    }

    private AtsReply Update(StrictJson body, Inspection inspection)
    {
        var update = AshbyUpdate.Read(body, inspection);
        var order = update.AssessmentId is { } id ? OrderByVendorId(id.ToString()) : null;
        if (order is null)
        {
            if (update.AssessmentId is not null) inspection.Object($"there is no assessment {update.AssessmentId}");
            return Failure("assessment_not_found");
        }

        order.Call();
        if (update.Timestamp is { } at && !Rises(update.AssessmentId!.Value, at))
        {
            inspection.Object($"timestamp {at} is not after the one before of this assessment");
        }

        if (!inspection.IsClean) return Failure("invalid_input");
        if (update.IsStarted) order.Start();
        if (update.Result is { } result) order.Complete(result);
        if (update.IsCancelled) order.Cancel();
        return Success(new JsonObject { ["assessment_id"] = order.VendorId });
    }

    private bool Rises(Guid assessment, long at)
    {
        lock (_lastTimestamps)
        {
            if (_lastTimestamps.TryGetValue(assessment, out var last) && at <= last) return false;
            _lastTimestamps[assessment] = at;
            return true;
        }
    }

    private AtsReply Add(StrictJson body, Inspection inspection)
    {
        var (id, name) = AshbyUpdate.ReadCompleted(body, PartnerId, inspection);
        if (!inspection.IsClean) return Failure("invalid_input");
        _completedOutside[id!.Value] = name!;
        return Success(new JsonObject { ["assessmentId"] = id.ToString(), ["assessmentName"] = name });
    }

    private static AtsReply NotFound(Inspection inspection)
    {
        inspection.Object("there is no such call");
        return new AtsReply(404);
    }

    private static AtsReply Success(JsonObject results) => new(200, new JsonObject { ["success"] = true, ["results"] = results });

    /// <summary>What is wrong with a message is answered with 200 as well: it is the body that says so.</summary>
    private static AtsReply Failure(string error, int status = 200) =>
        new(status, new JsonObject { ["success"] = false, ["errors"] = new JsonArray(JsonValue.Create(error)) });

    private AtsRequest Request(string call, JsonObject? body = null) =>
        new(call, HttpMethod.Post, new Uri(_partner!, call), (body ?? Chance.Pick(null, new JsonObject()))?.ToJsonString())
        {
            UserAgent = "Ashby",
            Authorization = AtsRequest.Basic(_partnerKey),
        };
}
