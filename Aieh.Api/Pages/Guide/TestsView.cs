namespace Aieh.Api.Pages.Guide;

/// <summary>All tests, by what they measure.</summary>
public sealed record TestsView(IReadOnlyList<PillarView> Pillars);

/// <summary>A pillar of the passport with its tests; of some there is none yet.</summary>
public sealed record PillarView(
    string Slug, string Name, string Description, string Weight, string HalfLife, IReadOnlyList<TestCard> Tests);
