namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>
/// The parts of the contracts that tests name. Those that are tables in the reference begin with the number of its section, and go on
/// with a word of the table's heading.
/// </summary>
internal static class ContractPart
{
    public const string GreenhouseRules = "1.1 rules";
    public const string ListTests = "1.1 list_tests";
    public const string SendTest = "1.1 send_test";
    public const string SendTestAnswer = "Greenhouse: the answer to send_test";
    public const string Repeats = "Greenhouse: repeated orders";
    public const string Addresses = "Greenhouse: addresses that come from outside";
    public const string TestStatus = "1.1 test_status";
    public const string AnyTime = "Greenhouse: when test_status is asked";
    public const string ResponseError = "1.1 response_error";
    public const string Completion = "Greenhouse: completion";
    public const string Polling = "Greenhouse: polling";

    public const string AshbyCalls = "Ashby: calls and keys";
    public const string AshbyList = "Ashby: assessment.list";
    public const string Start = "1.2 assessment.start";
    public const string StartAnswer = "Ashby: the answer to assessment.start";
    public const string Cancel = "Ashby: assessment.cancel";
    public const string Update = "1.2 assessment.update";
    public const string DataValue = "Ashby: labelled values";

    public const string KomboOrders = "Kombo: orders";
    public const string KomboResults = "Kombo: results";
    public const string Mapping = "1.4 mapping";

    /// <summary>As the page tells them, and in its order.</summary>
    public static readonly IReadOnlyList<(string Part, string Told)> All =
    [
        (GreenhouseRules, "Greenhouse: all calls"), (ListTests, "Greenhouse: list_tests"), (SendTest, "Greenhouse: send_test"),
        (SendTestAnswer, SendTestAnswer), (Repeats, Repeats), (Addresses, Addresses), (TestStatus, "Greenhouse: test_status"),
        (AnyTime, AnyTime), (ResponseError, "Greenhouse: response_error"), (Completion, Completion), (Polling, Polling),
        (AshbyCalls, AshbyCalls), (AshbyList, AshbyList), (Start, "Ashby: assessment.start"), (StartAnswer, StartAnswer),
        (Cancel, Cancel), (Update, "Ashby: assessment.update"), (DataValue, DataValue),
        (KomboOrders, KomboOrders), (KomboResults, KomboResults), (Mapping, "Greenhouse, Ashby and Kombo: one order"),
    ];

    /// <summary>Those that are tables of the reference.</summary>
    public static IEnumerable<string> Tables => All.Select(each => each.Part).Where(part => char.IsAsciiDigit(part[0]));
}
