namespace Aieh.Api.Tests.Architecture.Planted;

/// <summary>A door knows everything.</summary>
internal static class Door
{
    public static Type[] Known() => [typeof(Candidates.Attempts.Attempt), typeof(Platform.Data.Rows)];
}
