using System.Text.Json;
using System.Text.Json.Serialization;
using Aieh.Api.Http;

namespace Aieh.Api.Attempts;

/// <summary>Reading, checking, merging and writing the answers of an attempt.</summary>
internal static class ItemResponses
{
    public static string[] ReadOrder(string json) => JsonSerializer.Deserialize(json, StoredJson.Default.StringArray) ?? [];

    public static string WriteOrder(string[] order) => JsonSerializer.Serialize(order, StoredJson.Default.StringArray);

    public static Dictionary<string, string> Read(string json) => JsonSerializer.Deserialize(json, StoredJson.Default.DictionaryStringString) ?? [];

    public static string Write(Dictionary<string, string> responses) => JsonSerializer.Serialize(responses, StoredJson.Default.DictionaryStringString);

    /// <summary>Everything that is wrong with <paramref name="incoming"/>; empty when it fits the form.</summary>
    public static IReadOnlyList<ProblemError> Check(IReadOnlyList<ItemResponse> incoming, AssembledForm form)
    {
        List<ProblemError>? errors = null;
        var seen = new HashSet<string>(incoming.Count, StringComparer.Ordinal);
        for (var i = 0; i < incoming.Count; i++)
        {
            var (item, option) = (incoming[i].Item, incoming[i].Option);
            if (form.Find(item) is not { } known) Add(i, "item", $"The attempt has no item '{Shown(item)}'.");
            else if (!seen.Add(item)) Add(i, "item", $"Item '{item}' is answered twice in this request.");
            else if (!known.Options.Any(candidate => candidate.Id == option)) Add(i, "option", $"Item '{item}' has no option '{Shown(option)}'.");
        }

        return errors ?? [];

        void Add(int index, string member, string detail) =>
            (errors ??= []).Add(new ProblemError { Pointer = FormattableString.Invariant($"#/responses/{index}/{member}"), Detail = detail });
    }

    /// <summary>The later answer wins; an item that is not named keeps the answer it has.</summary>
    public static Dictionary<string, string> Merge(Dictionary<string, string> saved, IReadOnlyList<ItemResponse> incoming)
    {
        foreach (var response in incoming) saved[response.Item] = response.Option;
        return saved;
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class StoredJson : JsonSerializerContext;
