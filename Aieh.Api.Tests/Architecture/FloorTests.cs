using Aieh.Api.Tests.Support;
using Aieh.Scoring;

namespace Aieh.Api.Tests.Architecture;

/// <summary>Who may know whom; docs/architecture.md draws it.</summary>
public sealed class FloorTests
{
    private const string Planted = "Aieh.Api.Tests.Architecture.Planted";

    private static readonly House PlantedHouse = House.Service with { Root = Planted };

    [Test]
    public void Rooms_OfTheService_KnowNothingAboveThem() =>
        Assert.That(House.Service.Faults(CompiledArrows.Of(typeof(Server).Assembly.Location)), Is.Empty);

    [Test]
    public void Rooms_OfTheLibrary_KnowNothingAboveThem() =>
        Assert.That(House.Library.Faults(CompiledArrows.Of(typeof(ScoringVersion).Assembly.Location)), Is.Empty);

    /// <summary>Types of this assembly that break each rule once, and some that break none.</summary>
    [Test]
    public void Rooms_OfThePlantedHouse_AreFaultyInJustTheWaysThatWerePlanted()
    {
        var faults = PlantedHouse.Faults(CompiledArrows.Of(typeof(FloorTests).Assembly.Location));

        Assert.That(faults.Select(fault => fault.Replace(Planted + ".", "", StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            "Platform.Data.CallsUp knows Candidates.Attempts.Attempt: above Platform/Data is Candidates/Attempts",
            "Platform.Data.NamesUp knows Catalog.Roles.Role: above Platform/Data is Catalog/Roles",
            "Platform.Data.InheritsUp knows Catalog.Roles.Role: above Platform/Data is Catalog/Roles",
            "Platform.Data.ClosesTheCircle knows Platform.Http.Reply: "
            + "above Platform/Data is Platform/Http, which knows Platform/Data: a circle",
            "Platform.Data.OpensTheDoor knows Door: above Platform/Data is a door, which knows Platform/Data: a circle",
            "Attic.Forgotten stands in 'Attic', which is no room of the house",
        }));
    }

    /// <summary>
    /// What the compiler leaves no trace of (a constant's value, nameof, cref) still needs its using directive, and the build refuses one
    /// that nothing needs.
    /// </summary>
    [TestCase("Aieh.Api")]
    [TestCase("Aieh.Scoring")]
    public void UsingDirectives_NameNothingAboveTheFile(string project)
    {
        var house = project == "Aieh.Api" ? House.Service : House.Library;
        var arrows = from file in SourceFile.Of(project)
                     from used in file.Usings
                     select new Arrow(new TypeName(file.Namespace, file.Name), new TypeName(used, "*"));

        Assert.That(house.Faults([.. arrows]), Is.Empty);
    }

    /// <summary>Names of the enclosing root namespace need no directive.</summary>
    [Test]
    public void QualifiedNames_NameNothingAboveTheFile()
    {
        var arrows = from file in SourceFile.Of("Aieh.Api")
                     from line in file.Lines.Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
                     from named in House.Service.NamedIn(line)
                     select new Arrow(new TypeName(file.Namespace, file.Name), new TypeName(named, "*"));

        Assert.That(House.Service.Faults([.. arrows]), Is.Empty);
    }

    [TestCase("var form = Candidates.Attempts.FormSlugs.Full;", "Aieh.Api.Candidates.Attempts")]
    [TestCase("nameof(Aieh.Api.Tools.Demo.DemoJourney)", "Aieh.Api.Tools.Demo")]
    [TestCase("history.Catalog.Documents.Count")]
    [TestCase("MyCatalog.Documents")]
    public void QualifiedName_OfARoom_IsSeen(string line, params string[] expected) =>
        Assert.That(House.Service.NamedIn(line), Is.EqualTo(expected));

    [Test]
    public void UsingDirective_OfAFloorAbove_IsAFault()
    {
        var arrow = new Arrow(new TypeName("Aieh.Api.Platform.Data", "Db.cs"), new TypeName("Aieh.Api.Candidates.Passports", "*"));

        Assert.That(House.Service.Faults([arrow]), Is.EqualTo(new[]
        {
            "Aieh.Api.Platform.Data.Db.cs knows Aieh.Api.Candidates.Passports.*: above Platform/Data is Candidates/Passports",
        }));
    }

    /// <summary>A room that nobody built, or that is drawn nowhere, would make the drawing a lie.</summary>
    [Test]
    public void Rooms_OfTheHouse_AreBuiltAndDrawn()
    {
        var drawing = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "architecture.md"));
        foreach (var floor in House.Service.Floors)
        {
            Assert.That(drawing, Does.Match($@"(?m)^    {floor.Name}/ +{string.Join(" ─ ", floor.Rooms.Reverse())}  "));
            foreach (var room in floor.Rooms.DefaultIfEmpty(""))
            {
                Assert.That(Directory.Exists(Path.Combine(Checkout.Root, "Aieh.Api", floor.Name, room)), Is.True, $"{floor.Name}/{room}");
            }
        }

        var library = House.Library.Floors.Select(floor => floor.Name).Reverse();
        Assert.That(drawing, Does.Contain($"    {House.Library.Root}/ {string.Join(" ─ ", library)}\n"));
    }

    [Test]
    public void Rooms_Each_HaveAtMostTwentyFiveFilesOrSo()
    {
        const int most = 27;
        var larger = SourceFile.Of("Aieh.Api").CountBy(file => House.Service.RoomOf(file.Namespace)).Where(room => room.Value > most);

        Assert.That(larger, Is.Empty);
    }
}
