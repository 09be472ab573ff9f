using Aieh.Scoring;

namespace Aieh.Api.Tests.Architecture;

/// <summary>Who may know whom; docs/architecture.md draws it.</summary>
public sealed class FloorTests
{
    [Test]
    public void Rooms_OfTheService_KnowNothingAboveThem() =>
        Assert.That(House.Service.Faults(CompiledArrows.Of(typeof(Server).Assembly.Location)), Is.Empty);

    [Test]
    public void Rooms_OfTheLibrary_KnowNothingAboveThem() =>
        Assert.That(House.Library.Faults(CompiledArrows.Of(typeof(ScoringVersion).Assembly.Location)), Is.Empty);
}
