namespace Aieh.Api.Tests.Architecture.Planted.Platform.Data;

internal static class Rows
{
    public static int Count { get; set; }
}

/// <summary>Inside a method body only: a call from the lowest floor to the highest.</summary>
internal static class CallsUp
{
    public static object Run(object[] rows) => Array.ConvertAll(rows, _ => Candidates.Attempts.Attempt.Start());
}

/// <summary>As an argument of an attribute only.</summary>
[System.ComponentModel.TypeConverter(typeof(Catalog.Roles.Role))]
internal sealed class NamesUp;

/// <summary>As the argument of a generic base only.</summary>
internal sealed class InheritsUp : List<Catalog.Roles.Role>;

/// <summary>A room below on the same floor knows the one above, which knows it: a circle.</summary>
internal static class ClosesTheCircle
{
    public static Http.Reply? Reply { get; set; }
}

/// <summary>A room knows a door.</summary>
internal static class OpensTheDoor
{
    public static Type Door() => typeof(Door);
}
