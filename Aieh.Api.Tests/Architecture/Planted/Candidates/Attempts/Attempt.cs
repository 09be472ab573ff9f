namespace Aieh.Api.Tests.Architecture.Planted.Candidates.Attempts;

internal sealed class Attempt
{
    /// <summary>Knows the floor below it, which is allowed.</summary>
    public Catalog.Roles.Role? Role { get; init; }

    public static Attempt Start() => new();
}
