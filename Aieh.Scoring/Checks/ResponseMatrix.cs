using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Checks;

/// <summary>Responses of many people to the same items, one row per person, checked once.</summary>
internal readonly ref struct ResponseMatrix
{
    private readonly ReadOnlySpan<int> _responses;

    public ResponseMatrix(ReadOnlySpan<int> responses, int items)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        if (responses.Length % items != 0)
            throw new ArgumentException($"{responses.Length} responses are not whole rows of {items} items.", nameof(responses));
        for (var i = 0; i < responses.Length; i++)
            if (responses[i] is < Response.NotAdministered or >= ItemParameters.MaximumCategories)
                throw new ArgumentOutOfRangeException(
                    nameof(responses), responses[i],
                    $"Row {i / items}, item {i % items}: a response is {Response.NotAdministered} "
                        + $"or a category 0..{ItemParameters.MaximumCategories - 1}.");

        _responses = responses;
        Items = items;
        People = responses.Length / items;
    }

    public int Items { get; }

    public int People { get; }

    public ReadOnlySpan<int> Row(int person) => _responses.Slice(person * Items, Items);

    public bool IsComplete(int person) => !Row(person).Contains(Response.NotAdministered);

    public static int Total(ReadOnlySpan<int> row)
    {
        var total = 0;
        foreach (var response in row) total += response;
        return total;
    }
}
