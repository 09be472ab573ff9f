namespace Aieh.Api.Catalog.Documents;

/// <summary>One thing wrong with the catalogue: "roles/x.json#/bundle/entries/0/relevance/value: must be at most 1".</summary>
internal sealed record CatalogueProblem(string File, string Pointer, string What)
{
    public override string ToString() => $"{File}#{Pointer}: {What}";
}

internal sealed class CatalogueException(IReadOnlyList<CatalogueProblem> problems)
    : Exception($"The catalogue has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    public IReadOnlyList<CatalogueProblem> Problems { get; } = problems;
}
