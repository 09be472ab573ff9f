using System.Text.RegularExpressions;

namespace Aieh.Api.Tests.Architecture;

/// <summary>A floor and its rooms, the lowest first. A floor without rooms is one room itself.</summary>
internal sealed record Floor(string Name, params string[] Rooms);

/// <summary>
/// Floors, the lowest first, under one root namespace. A room knows its own floor's rooms below it and the floors below, nothing above: so
/// there is no circle of rooms either, and one that is built is told as such. What stands in the root namespace itself is a door, and knows
/// everything.
/// </summary>
internal sealed record House(string Root, params Floor[] Floors)
{
    public static readonly House Service = new(
        "Aieh.Api",
        new Floor("Platform", "Operations", "Data", "Access", "Browser", "Http", "Limits"),
        new Floor("Contract"),
        new Floor("Drawing"),
        new Floor("Catalog", "Documents", "Methodology", "Assessments", "Concordances", "Roles"),
        new Floor(
            "Candidates", "Contacts", "SelfIdentification", "Evidence", "Attempts", "Integrity", "Passports", "Supervising", "Readiness",
            "SignIn"),
        new Floor(
            "Employers", "Tenants", "Usage", "Audit", "Webhooks", "HiringLoops", "Ranking", "Mail", "Invitations", "Verifications",
            "Returns", "Reports", "Integrity", "Impact", "Ats", "Greenhouse", "Ashby", "Kombo"),
        new Floor("Tools", "Files", "Report", "Psychometrics", "Integrity", "Qti", "Content", "Ats", "Demo"),
        new Floor("Pages", "Text", "Shell", "Take", "Guide", "Passport", "SharedPassport", "Returns", "Invitation", "Reports"));

    public static readonly House Library = new(
        "Aieh.Scoring",
        new Floor("Scale"),
        new Floor("Irt"),
        new Floor("Calibration"),
        new Floor("Checks"),
        new Floor("Impact"),
        new Floor("Linking"),
        new Floor("Adaptive"),
        new Floor("Evidence"),
        new Floor("Readiness"),
        new Floor("Integrity"));

    public IEnumerable<string> Faults(IReadOnlyCollection<Arrow> arrows)
    {
        var inside = arrows.Where(arrow => IsInside(arrow.From.Namespace) && IsInside(arrow.To.Namespace)).ToList();
        var rooms = inside.Select(arrow => (From: RoomOf(arrow.From.Namespace), To: RoomOf(arrow.To.Namespace))).ToHashSet();
        return inside.SelectMany(arrow => Faults(arrow, rooms)).Distinct().Order(StringComparer.Ordinal);
    }

    private IEnumerable<string> Faults(Arrow arrow, HashSet<(string From, string To)> rooms)
    {
        var (from, to) = (RoomOf(arrow.From.Namespace), RoomOf(arrow.To.Namespace));
        if (HeightOf(from) is not { } low) return [$"{arrow.From} stands in '{from}', which is no room of the house"];
        if (HeightOf(to) is not { } high) return [$"{arrow.To} stands in '{to}', which is no room of the house"];
        if (high <= low) return [];

        var circle = rooms.Contains((to, from)) ? $", which knows {from}: a circle" : "";
        return [$"{arrow.From} knows {arrow.To}: above {from} is {Told(to)}{circle}"];
    }

    private static string Told(string room) => room.Length == 0 ? "a door" : room;

    /// <summary>Floor and room, as in "Platform/Http"; empty at the doors. Folders inside a room belong to it.</summary>
    public string RoomOf(string name)
    {
        var path = name.Length > Root.Length ? name[(Root.Length + 1)..].Split('.') : [];
        var floor = Array.Find(Floors, each => path.Length > 0 && each.Name == path[0]);
        return string.Join('/', path.Take(floor is { Rooms.Length: 0 } ? 1 : 2));
    }

    /// <summary>
    /// The rooms that a line of source names by their floor, as in <c>Candidates.Attempts.AttemptRow</c>, which takes no using directive.
    /// </summary>
    public IEnumerable<string> NamedIn(string line)
    {
        var floors = string.Join('|', Floors.Select(floor => floor.Name));
        var qualified = $@"(?<![\w.])(?:{Regex.Escape(Root)}\.)?((?:{floors})\.[A-Z]\w*)";
        return Regex.Matches(line, qualified).Select(match => $"{Root}.{match.Groups[1].Value}");
    }

    private int? HeightOf(string room)
    {
        if (room.Length == 0) return int.MaxValue;
        var order = Floors.SelectMany(RoomsOf).ToList();
        return order.IndexOf(room) is >= 0 and var height ? height : null;
    }

    private static IEnumerable<string> RoomsOf(Floor floor) =>
        floor.Rooms.Length == 0 ? [floor.Name] : floor.Rooms.Select(each => $"{floor.Name}/{each}");

    private bool IsInside(string name) => name == Root || name.StartsWith(Root + ".", StringComparison.Ordinal);
}
