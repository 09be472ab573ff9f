using System.Globalization;
using System.Text.Json;

namespace Aieh.Api.Tools.Ats;

/// <summary>Whether a member has to be there.</summary>
internal enum Need
{
    Required,

    /// <summary>May be absent, but not null.</summary>
    Optional,

    /// <summary>May be absent or null.</summary>
    Nullable,
}

/// <summary>
/// JSON of the service as a receiver with a strict schema reads it: what is not as agreed is objected to, with its place, and reading goes
/// on.
/// </summary>
internal sealed class StrictJson(JsonElement value, string place, Inspection inspection)
{
    public const string MediaType = "application/json";

    private const string Body = "the body";

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    public JsonElement Value => value;

    /// <summary>A body; null when it is no JSON.</summary>
    public static StrictJson? Read(string body, string? mediaType, Inspection inspection)
    {
        if (mediaType != MediaType) inspection.Object($"the content type is '{mediaType}', not '{MediaType}'");
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            return new StrictJson(document.RootElement.Clone(), Body, inspection);
        }
        catch (JsonException)
        {
            inspection.Object("the body is no JSON, or has a member twice");
            return null;
        }
    }

    public static StrictJson? ReadObject(string body, string? mediaType, Inspection inspection) =>
        Read(body, mediaType, inspection) is { } read && read.Is(JsonValueKind.Object) ? read : null;

    public bool Is(JsonValueKind kind) => IsOneOf(kind, value.ValueKind == kind);

    public string? Text(string name, Need need = Need.Required)
    {
        if (Member(name, need) is not { } member || !member.Is(JsonValueKind.String)) return null;
        var text = member.Value.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) inspection.Object($"{PlaceOf(name)} is empty");
        return text;
    }

    public string? OneOf(string name, string[] known, Need need = Need.Required)
    {
        var text = Text(name, need);
        if (text is not null && !known.Contains(text)) inspection.Object($"{PlaceOf(name)} '{text}' is not known");
        return text;
    }

    public decimal? Number(string name, Need need = Need.Required)
    {
        if (Member(name, need) is not { } member || !member.Is(JsonValueKind.Number)) return null;
        if (member.Value.TryGetDecimal(out var number)) return number;
        inspection.Object($"{PlaceOf(name)} {member.Value.GetRawText()} is out of range");
        return null;
    }

    public bool? Flag(string name, Need need = Need.Required) =>
        Member(name, need) is { } member && member.IsFlag() ? member.Value.GetBoolean() : null;

    public long? Milliseconds(string name)
    {
        if (Number(name) is not { } number) return null;

        // Between 2001 and 2286: seconds and microseconds since the epoch are outside.
        if (number == decimal.Truncate(number) && number is >= 1e12m and < 1e13m) return (long)number;
        inspection.Object($"{PlaceOf(name)} {value.GetProperty(name).GetRawText()} is no whole number of milliseconds since 1970");
        return null;
    }

    public Guid? Uuid(string name, Need need = Need.Required)
    {
        if (Text(name, need) is not { } text) return null;
        if (Guid.TryParseExact(text, "D", out var id)) return id;
        inspection.Object($"{PlaceOf(name)} '{text}' is no UUID");
        return null;
    }

    public Uri? Url(string name, Need need = Need.Required)
    {
        if (Text(name, need) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        inspection.Object($"{PlaceOf(name)} '{text}' is no absolute URL");
        return null;
    }

    /// <summary>As JavaScript's toISOString writes it.</summary>
    public DateTimeOffset? Moment(string name, Need need = Need.Required)
    {
        if (Text(name, need) is not { } text) return null;
        const string format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return at;
        inspection.Object($"{PlaceOf(name)} '{text}' is no time as YYYY-MM-DDTHH:mm:ss.sssZ");
        return null;
    }

    public StrictJson? Object(string name, Need need = Need.Required) =>
        Member(name, need) is { } member && member.Is(JsonValueKind.Object) ? member : null;

    public IReadOnlyList<StrictJson> Items(string name, Need need = Need.Required) => Member(name, need)?.Items() ?? [];

    /// <summary>The items of an array; those that are no objects are objected to and left out.</summary>
    public IReadOnlyList<StrictJson> Items()
    {
        if (!Is(JsonValueKind.Array)) return [];
        var items = value.EnumerateArray().Select((item, i) => new StrictJson(item, $"{Prefix}[{i}]", inspection));
        return [.. items.Where(item => item.Is(JsonValueKind.Object))];
    }

    /// <summary>Objects to members that the ATS does not know: most often they are misspelt.</summary>
    public void KnowsOnly(params string[] names)
    {
        foreach (var member in value.EnumerateObject().Where(member => !names.Contains(member.Name)))
        {
            inspection.Object($"{PlaceOf(member.Name)} is not known");
        }
    }

    public bool Has(string name) => value.TryGetProperty(name, out _);

    public string PlaceOf(string name) => Prefix.Length == 0 ? name : $"{Prefix}.{name}";

    private string Prefix => place == Body ? "" : place;

    private StrictJson? Member(string name, Need need)
    {
        if (!value.TryGetProperty(name, out var member))
        {
            if (need == Need.Required) inspection.Object($"{PlaceOf(name)} is missing");
            return null;
        }

        if (member.ValueKind != JsonValueKind.Null) return new StrictJson(member, PlaceOf(name), inspection);
        if (need != Need.Nullable) inspection.Object($"{PlaceOf(name)} is null");
        return null;
    }

    private bool IsFlag() => IsOneOf(JsonValueKind.True, value.ValueKind is JsonValueKind.True or JsonValueKind.False);

    private bool IsOneOf(JsonValueKind kind, bool isSo)
    {
        if (!isSo) inspection.Object($"{place} is {Told(value.ValueKind)}, not {Told(kind)}");
        return isSo;
    }

    private static string Told(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
