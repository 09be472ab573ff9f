using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aieh.Api.Tests.Contract;

/// <summary>A request, before it is sent.</summary>
internal sealed record FuzzRequest
{
    public required string Operation { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public List<string> Query { get; init; } = [];
    public List<(string Name, string Value)> Headers { get; init; } = [];
    public byte[]? Body { get; init; }
    public string? ContentType { get; init; } = "application/json";

    /// <summary>Whether the request still leads to the operation it was made for.</summary>
    public bool IsAtItsOperation { get; init; } = true;

    public string Target => Query.Count == 0 ? Path : $"{Path}?{string.Join('&', Query)}";

    public override string ToString() =>
        $"{Method} {Target} [{string.Join("; ", Headers.Select(header => $"{header.Name}: {header.Value}"))}] {ContentType} "
        + (Body is null ? "no body" : Encoding.UTF8.GetString(Body[..Math.Min(Body.Length, 600)]));
}

/// <summary>Damages requests in ways that clients do, by accident and on purpose. Everything follows from the seed.</summary>
internal sealed class Fuzz(Random random)
{
    private static readonly string[] _texts =
    [
        "", " ", "0", "-1", "1e999", "null", "true", "*", "'", "\"", "\\", "' OR 1=1 --", "<script>", "../../etc/passwd", "%", "%s%n",
        "\u0000",
        "\u202e", "\ufeff", "é", "日本語", "😀", "a\nb", "2026-02-30T00:00:00Z", "2026-01-01", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.9999999Z", "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}",
        "aieh_link_x", "python-fundamentals", "sample", "full", "adaptive", "link", "tenant", "evidence",
    ];

    private static readonly string[] _numbers =
    [
        "0", "-0", "-1", "1", "1.5", "1e3", "1E400", "-1E400", "1e-400", "9007199254740993", "2147483648", "9223372036854775808",
        "123456789012345678901234567890", "0.1000000000000000055511151231257827", "NaN", "Infinity", "01", ".5", "1.", "0x10",
    ];

    private static readonly (string Name, string[] Values)[] _headers =
    [
        ("Accept", ["", "*/*", "text/html", "application/xml;q=0", "nonsense", "application/json;q=2"]),
        ("Accept-Encoding", ["gzip", "identity;q=0", "*;q=0"]),
        ("Content-Encoding", ["gzip", "identity", "br", "x"]),
        ("Idempotency-Key", ["", "x", "\"quoted\"", "\"half", "one two", "00000000-0000-0000-0000-000000000000"]),
        ("If-Match", ["*", "\"x\"", "W/\"x\"", "x", "\"", "\"a\", *"]),
        ("If-None-Match", ["*", "\"x\"", "W/\"x\"", "x", ""]),
        ("Range", ["bytes=0-1", "bytes=9-", "lines=1"]),
        ("Expect", ["100-continue"]),
        ("Origin", ["null", "https://app.example.com"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
        ("X-Forwarded-For", ["1.2.3.4", "nonsense"]),
        ("traceparent", ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "nonsense"]),
        ("Authorization", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer aieh_cand_x", "Bearer  "]),
        ("Cookie", ["a=b", "=;;"]),
        ("Prefer", ["return=minimal"]),
    ];

    private static readonly string[] _methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get"];
    private static readonly string[] _contentTypes =
    [
        "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=nonsense", "json", "",
        "application/problem+json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "APPLICATION/JSON",
        "application/json;charset=utf-8",
    ];

    /// <summary>The request with one to three faults, or now and then with none.</summary>
    public FuzzRequest Damage(FuzzRequest request)
    {
        for (var faults = random.Next(4); faults > 0; faults--)
        {
            request = random.Next(10) switch
            {
                0 => request with { Method = Pick(_methods), IsAtItsOperation = false },
                1 => request with { Path = DamagedPath(request.Path), IsAtItsOperation = false },
                2 or 3 => request with { Query = DamagedQuery(request.Query) },
                4 or 5 => request with { Headers = DamagedHeaders(request.Headers) },
                6 => request with { ContentType = random.Next(4) == 0 ? null : Pick(_contentTypes) },
                _ => request with { Body = DamagedBody(request.Body) },
            };
        }

        return request;
    }

    private string DamagedPath(string path)
    {
        var parts = path.Split('/');
        var at = random.Next(1, parts.Length);
        parts[at] = random.Next(8) switch
        {
            0 => parts[at].ToUpperInvariant(),
            1 => parts[at] + "/",
            2 => "/" + parts[at],
            3 => Uri.EscapeDataString(Text()),
            4 => new string('a', random.Next(1, 4_000)),
            5 => "%" + parts[at],
            6 => Guid.Empty.ToString(),
            _ => "..",
        };
        return string.Join('/', parts);
    }

    private List<string> DamagedQuery(List<string> query)
    {
        var value = Uri.EscapeDataString(Text());
        return random.Next(6) switch
        {
            0 => [.. query, .. query],
            1 => [.. query, $"{Pick(["unknown", "limit", "cursor", "asOf", "stack", "seniority", "include", "share", ""])}={value}"],
            2 => [.. query.Select(each => each.ToUpperInvariant())],
            3 => [.. query.Select(each => $"{each.Split('=')[0]}={value}")],
            4 => [.. query, value],
            _ => [.. query, $"limit={Uri.EscapeDataString(Pick(_numbers))}"],
        };
    }

    private List<(string, string)> DamagedHeaders(List<(string Name, string Value)> headers)
    {
        var (name, values) = Pick(_headers);
        var value = random.Next(20) == 0 ? new string('x', random.Next(1, 9_000)) : Pick(values);
        return random.Next(4) switch
        {
            0 when headers.Count > 0 => [.. headers.Skip(1)],
            1 => [.. headers, (name, value), (name, Pick(values))],
            _ => [.. headers.Where(header => header.Name != name), (name, value)],
        };
    }

    private byte[]? DamagedBody(byte[]? body)
    {
        if (body is null) return random.Next(2) == 0 ? null : Encoding.UTF8.GetBytes(Text());

        switch (random.Next(12))
        {
            case 0:
                return null;
            case 1:
                return body[..random.Next(body.Length + 1)];
            case 2:
                var flipped = body.ToArray();
                if (flipped.Length > 0) flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
                return flipped;
            case 3:
                return [.. body, .. body];
            case 4:
                return [.. "\ufeff"u8, .. body];
            case 5:
                return Encoding.UTF8.GetBytes(new string('[', random.Next(1, 2_000)));
            case 6:
                return random.Next(20) == 0 ? new byte[70_000] : [.. body, .. new byte[random.Next(100)]];
            default:
                return Mutated(body);
        }
    }

    /// <summary>Valid JSON, or nearly, with one value replaced, left out, doubled or added; what is no JSON stays as it is.</summary>
    private byte[] Mutated(byte[] body)
    {
        try
        {
            return Mutated(JsonNode.Parse(body));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return body;
        }
    }

    private byte[] Mutated(JsonNode? root)
    {
        var places = new List<(JsonNode Parent, string? Name, int Index)>();
        Collect(root, places);
        const string marker = "\"@@\"";
        if (places.Count == 0) return Encoding.UTF8.GetBytes(Value());

        var (parent, name, index) = places[random.Next(places.Count)];
        switch (random.Next(6))
        {
            case 0 when parent is JsonObject json:
                json.Remove(name!);
                break;
            case 1 when parent is JsonObject json:
                json[Text()] = "@@";
                break;
            case 2 when parent is JsonArray array:
                for (var i = random.Next(1, 300); i > 0; i--) array.Add(array[index]?.DeepClone());
                break;
            default:
                if (parent is JsonObject owner) owner[name!] = "@@";
                else parent.AsArray()[index] = "@@";
                break;
        }

        return Encoding.UTF8.GetBytes(root!.ToJsonString().Replace(marker, Value(), StringComparison.Ordinal));
    }

    private static void Collect(JsonNode? node, List<(JsonNode, string?, int)> places)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (name, value) in json)
                {
                    places.Add((json, name, 0));
                    Collect(value, places);
                }

                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    places.Add((array, null, i));
                    Collect(array[i], places);
                }

                break;
        }
    }

    /// <summary>A value as JSON text, which need not be valid.</summary>
    private string Value() => random.Next(9) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 or 3 => Pick(_numbers),
        4 => "[]",
        5 => "{}",
        6 => "\"" + new string('x', random.Next(1, 3_000)) + "\"",
        7 => $"\"\\u{random.Next(0x10000).ToString("x4", CultureInfo.InvariantCulture)}\"",
        _ => JsonValue.Create(Text()).ToJsonString(),
    };

    private string Text() => Pick(_texts);

    private T Pick<T>(T[] all) => all[random.Next(all.Length)];
}
