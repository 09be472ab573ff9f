namespace Aieh.Api.Tests.Architecture.Planted.Attic;

/// <summary>Stands on no floor.</summary>
internal static class Forgotten
{
    public static Type Known() => typeof(Platform.Http.Reply);
}
