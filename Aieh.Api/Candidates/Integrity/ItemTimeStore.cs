using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Integrity;

/// <summary>How long the answers to an item have taken, of everybody.</summary>
internal sealed record ItemTimeRow
{
    public string Item { get; init; } = "";
    public int Answers { get; init; }

    /// <summary>In all.</summary>
    public double Seconds { get; init; }

    /// <summary>A moment where nobody has taken any time: a mean is above 0.</summary>
    public double MeanSeconds => Math.Max(Seconds / Answers, 0.1);
}

internal static class ItemTimeStore
{
    /// <summary>What takes longer tells of an interruption, and not of the item.</summary>
    private const double MostSeconds = 600;

    internal static class Sql
    {
        public const string List = "SELECT Item, Answers, Seconds FROM ItemTime WHERE Assessment = @Assessment";

        public const string Add = """
            UPDATE ItemTime SET Answers = Answers + 1, Seconds = Seconds + @Seconds WHERE Assessment = @Assessment AND Item = @Item
            """;

        public const string Insert =
            "INSERT INTO ItemTime (Assessment, Item, Answers, Seconds) VALUES (@Assessment, @Item, 1, @Seconds)";
    }

    public static async Task<IReadOnlyDictionary<string, ItemTimeRow>> ListAsync(DbSession session, string assessment) =>
        (await session.ListAsync<ItemTimeRow>(Sql.List, new { Assessment = assessment })).ToDictionary(row => row.Item);

    /// <summary>The times of an attempt's answers. In the order of items, in which all attempts wait for one another.</summary>
    public static async Task AddAsync(DbSession session, AttemptRow attempt)
    {
        if (attempt.Times is null) return;

        var (times, order) = (ItemTimes.Of(attempt), ItemResponses.ReadOrder(attempt.ItemOrder));
        foreach (var (place, item) in order.Index().OrderBy(each => each.Item, StringComparer.Ordinal))
        {
            if (ItemResponses.OptionAt(attempt.Responses, place) is null) continue;

            var answer = new { attempt.Assessment, Item = item, Seconds = Math.Min(times.SecondsOf(place), MostSeconds) };
            if (await session.ExecuteAsync(Sql.Add, answer) == 0) await session.ExecuteAsync(Sql.Insert, answer);
        }
    }
}
