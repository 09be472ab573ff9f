namespace Aieh.Api.Tests.Architecture.Planted.Catalog.Roles;

/// <summary>Knows the floor below it, which is allowed.</summary>
internal sealed class Role
{
    public Platform.Http.Reply? Reply { get; init; }
}
