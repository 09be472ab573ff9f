namespace Aieh.Api.Catalog.Documents;

/// <summary>One thing wrong with the catalog: "roles/x.json#/bundle/entries/0/relevance/value: must be at most 1".</summary>
internal sealed record CatalogProblem(string File, string Pointer, string What)
{
    public override string ToString() => $"{File}#{Pointer}: {What}";
}

internal sealed class CatalogException(IReadOnlyList<CatalogProblem> problems)
    : Exception($"The catalog has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    public IReadOnlyList<CatalogProblem> Problems { get; } = problems;
}
