namespace Aieh.Api.Platform.Http;

/// <summary>The member <c>serverTime</c> of an answer: now, when the answer is given, and so the one thing in it that is not kept.</summary>
internal static class ServerTime
{
    /// <summary>
    /// In a text of JSON, a quote before a colon would be escaped: these bytes are the member's name, wherever they stand.
    /// </summary>
    private static ReadOnlySpan<byte> Member => "\"serverTime\":\""u8;

    /// <summary>Writes <paramref name="now"/> over the time in a stored answer, if there is one: all times are written in one width.</summary>
    public static byte[] RenewIn(byte[] json, DateTimeOffset now)
    {
        var at = json.AsSpan().IndexOf(Member);
        if (at >= 0) TimeConverter.Format(now, json.AsSpan(at + Member.Length, TimeConverter.Width));
        return json;
    }
}
