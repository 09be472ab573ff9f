using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace Aieh.Api.Tests.Platform.Http;

public sealed class ETagsTests
{
    private const string Tag = "\"v1\"";

    [Test]
    public void Of_SameBytes_IsTheSameStrongTag()
    {
        var tag = ETags.Of("{}"u8);

        Assert.That(tag, Does.Match("^\"[0-9a-f]{32}\"$"));
        Assert.That(ETags.Of([(byte)'{', (byte)'}']), Is.EqualTo(tag));
        Assert.That(ETags.Of("{ }"u8), Is.Not.EqualTo(tag));
    }

    [TestCase("If-Match", Tag, false)]
    [TestCase("If-Match", "\"v0\", \"v1\"", false)]
    [TestCase("If-Match", "*", false)]
    [TestCase("If-Match", "W/\"v1\"", true, Description = "If-Match compares strongly")]
    [TestCase("If-Match", "\"v2\"", true)]
    [TestCase("If-Match", "v1", true, Description = "not readable")]
    [TestCase("If-None-Match", "\"v2\"", false)]
    [TestCase("If-None-Match", Tag, true)]
    [TestCase("If-None-Match", "W/\"v1\"", true, Description = "If-None-Match compares weakly")]
    [TestCase("If-None-Match", "*", true)]
    [TestCase("If-None-Match", "v2", true, Description = "not readable")]
    public void Preconditions_OnAStateWithATag_FailAsTheyCompare(string header, string value, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[header] = value;

        Assert.That(new Preconditions(context).Fail(Tag), Is.EqualTo(expected));
    }

    [Test]
    public void Preconditions_None_DoNotFail() => Assert.That(new Preconditions(new DefaultHttpContext()).Fail(null), Is.False);
}
