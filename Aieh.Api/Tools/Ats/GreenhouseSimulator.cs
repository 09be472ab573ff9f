using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Aieh.Api.Tools.Ats;

/// <summary>How Greenhouse hears that a test is completed.</summary>
internal enum GreenhouseHearing
{
    /// <summary>It is told by a PATCH, and asks then.</summary>
    ByPatch,

    /// <summary>It gives no address to be told at, and asks every hour: integrations from before October 2019.</summary>
    ByAsking,

    /// <summary>Its address answers each PATCH with 503, so that it has to ask as well.</summary>
    InVain,
}

/// <summary>
/// A customer's Greenhouse, after its Assessment Partner API: it lists the partner's tests and sends one to a candidate; told by a PATCH
/// that the test is completed, it asks for its status. Older installations ask every hour as well. Both sides show one key, the
/// organization's at the partner. Nothing in this contract cancels a test.
/// </summary>
internal sealed class GreenhouseSimulator : AtsSimulator
{
    private const string TakeHomeTests = "/integrations/testing_partners/take_home_tests/";

    /// <summary>For how long after a test was sent its status is asked for.</summary>
    private static readonly TimeSpan PollingEnds = TimeSpan.FromDays(8 * 7);

    private readonly ConcurrentDictionary<string, GreenhouseHearing> _hearing = new(StringComparer.Ordinal);
    private Uri? _partner;
    private string _key = "";
    private int _lastTest = 12_344;
    private int _errorReports;

    private GreenhouseSimulator(AtsConduct conduct)
        : base(conduct)
    {
    }

    /// <summary>How often it has told the service that an answer was malformed.</summary>
    public int ErrorReports => _errorReports;

    /// <summary>The partner says where errors are told; Greenhouse's own example has another name for it than its text.</summary>
    public string ErrorPath { get; set; } = "response_error";

    public static async Task<GreenhouseSimulator> OpenAsync(AtsConduct conduct, CancellationToken cancellationToken)
    {
        var simulator = new GreenhouseSimulator(conduct);
        await simulator.ListenAsync(cancellationToken);
        return simulator;
    }

    /// <summary>As a customer does it: the partner's addresses, and the key that the partner issued.</summary>
    /// <param name="partner">Ends with a slash; the calls are below it.</param>
    public void Connect(Uri partner, string key)
    {
        (_partner, _key) = (partner, key);
        if (key.Length >= 171) Inspect("connect").Object("a key has to be shorter than 171 characters");
    }

    /// <summary>list_tests: what a recruiter picks from.</summary>
    public async Task<IReadOnlyList<AtsTest>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<AtsTest> tests = [];
        await AskAsync(null, Request(HttpMethod.Get, "list_tests"), Read, cancellationToken);
        return tests;

        void Read(AtsAnswer answer, Inspection inspection)
        {
            if (answer.IsSuccess) tests = GreenhouseRules.Tests(answer, inspection);
            else inspection.Object($"it is answered with {answer.Status}");
        }
    }

    /// <summary>send_test: a recruiter, or a stage of the interview plan, sends a test to a candidate.</summary>
    public async Task<AtsOrder> PlaceAsync(
        string test, AtsCandidate candidate, CancellationToken cancellationToken, GreenhouseHearing hearing = GreenhouseHearing.ByPatch)
    {
        var number = Interlocked.Increment(ref _lastTest).ToString(CultureInfo.InvariantCulture);
        var order = NewOrder(number, test, candidate);
        _hearing[number] = hearing;
        var url = hearing == GreenhouseHearing.ByAsking ? null : new Uri(Address, TakeHomeTests + number);
        var body = GreenhouseMessages.SendTest(order, Address, url, Chance);
        var request = Request(HttpMethod.Post, "send_test", body) with { IsOrder = true };
        await AskAsync(order, request, Read, cancellationToken);
        return order;

        void Read(AtsAnswer answer, Inspection inspection)
        {
            if (answer.IsSuccess)
            {
                // An id that is well-formed and wrong is no error that Greenhouse tells.
                if (GreenhouseRules.InterviewId(answer, inspection) is { } id) Take(order, id, Inspect(request.Exchange));
                return;
            }

            // No key of ours, no such test: nothing else is documented.
            if (answer.Status is not (401 or 404)) inspection.Object($"it is answered with {answer.Status}, which is not 2xx, 401 or 404");
            Refuse(order, new AtsRefusal(answer.Status, null), inspection);
        }
    }

    /// <summary>
    /// The hourly question, which ends when the test is complete or was sent 8 weeks ago. The caller's clock makes the hours.
    /// </summary>
    /// <returns>Whether it was asked.</returns>
    public async Task<bool> PollAsync(AtsOrder order, CancellationToken cancellationToken)
    {
        if (order.IsEnded || order.VendorId is null || Conduct.Time.GetUtcNow() - order.PlacedAt > PollingEnds) return false;
        await AskStatusAsync(order, cancellationToken);
        return true;
    }

    /// <summary>test_status, whatever it was before.</summary>
    public async Task AskStatusAsync(AtsOrder order, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, "test_status?partner_interview_id=" + Uri.EscapeDataString(order.VendorId!));
        await AskAsync(order, request, Read, cancellationToken);

        void Read(AtsAnswer answer, Inspection inspection)
        {
            if (!answer.IsSuccess) inspection.Object($"it is answered with {answer.Status}");
            else if (GreenhouseRules.Status(answer, inspection) is { } result) order.Complete(result);
        }
    }

    /// <summary>A PATCH without a body to the URL of the order says that the test is completed; the answer is a status alone.</summary>
    protected override AtsReply Answer(AtsCall call, Inspection inspection)
    {
        if (call.Headers.Authorization != AtsRequest.Basic(_key).ToString())
        {
            inspection.Object("the Authorization is not Basic with the organization's key as user name and no password");
            return new AtsReply(401);
        }

        var order = call.Path.StartsWith(TakeHomeTests, StringComparison.Ordinal) ? OrderOf(call.Path[TakeHomeTests.Length..]) : null;
        if (order is null)
        {
            inspection.Object("there is no such take-home test");
            return new AtsReply(404);
        }

        order.Call();
        if (call.Method != "PATCH")
        {
            inspection.Object("a completed test is told by PATCH");
            return new AtsReply(405);
        }

        if (call.Body.Length > 0) inspection.Object("it takes no body");
        if (call.Query.Length > 0) inspection.Object("it takes no parameters");
        var hearing = _hearing[order.Reference];
        if (hearing == GreenhouseHearing.ByAsking) inspection.Object("it was given no address to be told at");
        if (hearing == GreenhouseHearing.InVain) return new AtsReply(503);
        return new AtsReply(Chance.Pick(200, 202, 204), Afterwards: cancellationToken => AfterPatchAsync(order, cancellationToken));
    }

    private async Task AfterPatchAsync(AtsOrder order, CancellationToken cancellationToken)
    {
        if (order.VendorId is not null) await AskStatusAsync(order, cancellationToken);
        if (order.Result is null) Inspect("test_status").Object("it is not complete, although a PATCH has just said so");
    }

    /// <summary>Asks, and tells the service what was wrong with its answer.</summary>
    private async Task AskAsync(
        AtsOrder? order, AtsRequest request, Action<AtsAnswer, Inspection> read, CancellationToken cancellationToken)
    {
        var malformed = new List<string>();
        await SendAsync(request, See, cancellationToken);
        if (malformed.Count == 0) return;

        Interlocked.Increment(ref _errorReports);
        var body = GreenhouseMessages.ResponseError(request.Exchange, malformed, order);
        await SendAsync(Request(HttpMethod.Post, ErrorPath, body), SeeReport, cancellationToken);

        void See(AtsAnswer answer, Inspection inspection)
        {
            read(answer, inspection);
            if (answer.IsSuccess) malformed.AddRange(inspection.Found);
        }

        static void SeeReport(AtsAnswer answer, Inspection inspection)
        {
            if (!answer.IsSuccess) inspection.Object($"it is answered with {answer.Status}");
        }
    }

    private AtsRequest Request(HttpMethod method, string call, JsonObject? body = null) =>
        new(call.Split('?')[0], method, new Uri(_partner!, call), body?.ToJsonString())
        {
            UserAgent = "Greenhouse",
            Authorization = AtsRequest.Basic(_key),
        };
}
