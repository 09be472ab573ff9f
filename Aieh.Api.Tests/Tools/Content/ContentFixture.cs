using Aieh.Api.Catalog.Documents;
using Aieh.Api.Tools.Content.Checks;

namespace Aieh.Api.Tests.Tools.Content;

/// <summary>Items to plant, and tests that need an interpreter.</summary>
internal static class ContentFixture
{
    /// <summary>A keyed item with the options a to d.</summary>
    public static Item Item(ItemCheck check, string key = "a", ItemCode? code = null) => new()
    {
        Id = "planted-001",
        Topic = "topic",
        CognitiveLevel = CognitiveLevel.Apply,
        Status = ItemStatus.Operational,
        Stem = "Which one?",
        Code = code,
        Options = [.. "abcd".Select(id => new ItemOption { Id = id.ToString(), Text = $"`{id}`" })],
        Key = key,
        Rationale = "Planted.",
        EstimatedSeconds = 10,
        Check = check,
    };

    public static Dictionary<string, string> PerOption(params string[] texts) =>
        texts.Select((text, i) => (Id: ((char)('a' + i)).ToString(), text)).ToDictionary(o => o.Id, o => o.text);

    /// <summary>What does not fit; the test is ignored where the interpreter is missing.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(params Item[] items)
    {
        var report = await RunAsync(items);
        return [.. report.Problems.Select(problem => problem.What)];
    }

    public static async Task<CheckReport> RunAsync(IReadOnlyList<Item> items)
    {
        try
        {
            return await CheckRunner.RunAsync(items, CancellationToken.None);
        }
        catch (InterpreterException missing)
        {
            Assert.Ignore($"Programs that prove keys were not run. {missing.Message}");
            throw;
        }
    }
}
