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

    [TestCase(Tag, true)]
    [TestCase("\"v0\", \"v1\"", true)]
    [TestCase("*", true)]
    [TestCase("W/\"v1\"", false, Description = "If-Match compares strongly")]
    [TestCase("\"v2\"", false)]
    [TestCase("v1", false)]
    public void AllowsChange_IfMatchGiven_ComparesStrongly(string header, bool expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.IfMatch = header;

        Assert.That(ETags.AllowsChange(request, Tag), Is.EqualTo(expected));
    }

    [Test]
    public void AllowsChange_NoIfMatch_IsUnknown() => Assert.That(ETags.AllowsChange(new DefaultHttpContext().Request, Tag), Is.Null);
}
