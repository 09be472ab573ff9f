namespace Aieh.Api.Tests.Architecture.Planted.Platform.Http;

/// <summary>May be known by everything above; knows one room below it on its own floor, which is allowed.</summary>
internal sealed class Reply
{
    public static int Count() => Data.Rows.Count;
}
