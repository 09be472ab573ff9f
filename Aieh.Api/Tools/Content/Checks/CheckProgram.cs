using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tools.Content.Checks;

/// <summary>One program to run: an item's own, or that of one of its options.</summary>
internal sealed record CheckProgram(string Item, string? Option, CheckLanguage Language, string? Setup, string Code)
{
    public static IEnumerable<CheckProgram> Of(Item item)
    {
        if (item.Check is not { } check) return [];

        var language = check.Language ?? CheckLanguage.Python;
        return check.Options is { } options
            ? options
                .OrderBy(option => option.Key, StringComparer.Ordinal)
                .Select(option => new CheckProgram(item.Id, option.Key, language, check.Setup, option.Value))
            : [new CheckProgram(item.Id, null, language, check.Setup, check.Code ?? item.Code!.Text)];
    }
}

/// <summary>
/// What a program did. <see cref="Failure"/> says why there is nothing to compare: it took too much, or its interpreter ended in another
/// way.
/// </summary>
internal sealed record CheckOutcome(string Stdout, string? Raised, string? Detail = null, string? Failure = null)
{
    /// <summary>As predictions write it.</summary>
    public string Text => Raised is null ? Stdout : $"raises: {Raised}";
}
