using System.Globalization;
using System.Text.RegularExpressions;

namespace Aieh.Api.Tests.Documents;

/// <summary>What differs from run to run, and what README.md shows for it.</summary>
internal sealed partial class ExampleValues
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    private const string TraceId = "d1f43760b4e1f94be98297dbb10f477f";

    /// <summary>
    /// Evidence ages between two calls, and another processor rounds otherwise: a thousandth is far above both.
    /// A score is a whole number below 1000, and so may not differ at all.
    /// </summary>
    private const double RelativeTolerance = 1e-3;

    /// <summary>A slow run shows later times. The sample ends after five minutes: so slow a run shows something else anyway.</summary>
    private static readonly TimeSpan TimeTolerance = TimeSpan.FromMinutes(4);

    /// <summary>When the first time in the README is.</summary>
    private static readonly DateTimeOffset ExampleStart = new(2026, 11, 24, 6, 45, 5, 879, TimeSpan.Zero);

    private static readonly string[] _exampleIds =
    [
        "01a20c4d-0cd7-7850-bfa7-34265c65d507",
        "01a20c4d-0dad-7cc0-bf04-85015ef48b69",
        "01a20c4d-0ddf-7546-b3ce-a2ea41c3f0c5",
    ];

    private readonly List<string> _ids = [];
    private DateTimeOffset? _start;

    /// <summary>An output with the README's ids, times and secrets: one id for one id, over all outputs of a run, taken in order.</summary>
    public string In(string output) => Varying().Replace(output, Example);

    /// <summary>The output, with each line that says the same as one of the README taken from there.</summary>
    public static string[] Settle(string[] readme, string[] output) => [.. output.Select((line, i) => Settled(readme, line, i))];

    private static string Settled(string[] readme, string line, int index)
    {
        if (index < readme.Length && SaysTheSame(readme[index], line)) return readme[index];
        return readme.FirstOrDefault(shown => SaysTheSame(shown, line)) ?? line;
    }

    private static bool SaysTheSame(string left, string right) =>
        Quantity().Replace(left, "#") == Quantity().Replace(right, "#")
        && Quantity().Matches(left).Zip(Quantity().Matches(right)).All(pair => IsClose(pair.First.Value, pair.Second.Value));

    private static bool IsClose(string left, string right)
    {
        if (TryTime(left, out var leftTime) && TryTime(right, out var rightTime)) return (leftTime - rightTime).Duration() <= TimeTolerance;
        if (!double.TryParse(left, CultureInfo.InvariantCulture, out var leftNumber)) return false;
        if (!double.TryParse(right, CultureInfo.InvariantCulture, out var rightNumber)) return false;
        // A share has six decimals: where the README shows more, it shows what is no longer sent.
        if (IsShare(left) != IsShare(right)) return false;
        return Math.Abs(leftNumber - rightNumber) <= RelativeTolerance * Math.Max(leftNumber, rightNumber);

        static bool IsShare(string number) => number.Length - number.IndexOf('.', StringComparison.Ordinal) <= "123456".Length + 1;
    }

    private string Example(Match match)
    {
        if (match.Groups["id"].Success) return ExampleId(match.Value);
        if (match.Groups["trace"].Success) return TraceId;
        if (match.Groups["prefix"] is { Success: true, Value: var prefix }) return prefix + "…";

        TryTime(match.Value, out var time);
        _start ??= time;
        return (ExampleStart + (time - _start.Value)).ToString(TimeFormat, CultureInfo.InvariantCulture);
    }

    private string ExampleId(string id)
    {
        if (!_ids.Contains(id)) _ids.Add(id);
        var index = _ids.IndexOf(id);
        if (index < _exampleIds.Length) return _exampleIds[index];
        throw new InvalidOperationException($"The outputs show a new id, number {index + 1}: add an example to {nameof(ExampleValues)}.");
    }

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    [GeneratedRegex(
        """
        (?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})
        | (?<="traceId":")(?<trace>[0-9a-f]{32})
        | (?<prefix>aieh_[a-z]+_)[\w-]+
        | \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Varying();

    /// <summary>A time or a number; not the digits of an id.</summary>
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|(?<![\w.-])\d+(\.\d+)?(E[+-]\d+)?(?![\w-])", RegexOptions.ExplicitCapture)]
    private static partial Regex Quantity();
}
