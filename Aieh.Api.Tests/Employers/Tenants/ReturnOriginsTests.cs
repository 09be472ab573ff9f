using Aieh.Api.Employers.Tenants;

namespace Aieh.Api.Tests.Employers.Tenants;

/// <summary>What an origin is, and what lies under one.</summary>
public sealed class ReturnOriginsTests
{
    [TestCase("https://careers.example.com")]
    [TestCase("https://careers.example.com:8443")]
    [TestCase("https://xn--bcher-kva.example")]
    [TestCase("https://localhost")]
    public void Origin_AsBrowsersWriteIt_IsOne(string text) => Assert.That(ReturnOrigins.IsOrigin(text));

    [TestCase("http://careers.example.com")]
    [TestCase("http://localhost")]
    [TestCase("HTTPS://careers.example.com")]
    [TestCase("https://Careers.example.com")]
    [TestCase("https://careers.example.com/")]
    [TestCase("https://careers.example.com:443")]
    [TestCase("https://careers.example.com/jobs")]
    [TestCase("https://careers.example.com?")]
    [TestCase("https://careers.example.com#")]
    [TestCase("https://user@careers.example.com")]
    [TestCase("https://*.example.com")]
    [TestCase("https://bücher.example")]
    [TestCase("https://192.0.2.1")]
    [TestCase("https://[2001:db8::1]")]
    [TestCase("https://careers.example.com ")]
    [TestCase("https:careers.example.com")]
    [TestCase("//careers.example.com")]
    [TestCase("javascript:alert(1)")]
    [TestCase("")]
    [TestCase(null)]
    public void Origin_WrittenOtherwise_IsNone(string? text) => Assert.That(ReturnOrigins.IsOrigin(text), Is.False);

    [TestCase("https://careers.example.com")]
    [TestCase("https://careers.example.com/")]
    [TestCase("https://careers.example.com/done?id=1#top")]
    [TestCase("https://careers.example.com?id=1")]
    [TestCase("https://careers.example.com#top")]
    [TestCase("https://other.example:8443/x")]
    public void Address_UnderAnOrigin_IsAdmitted(string url) => Assert.That(ReturnOrigins.Admit(Origins, url));

    [TestCase("https://careers.example.com.evil.example/")]
    [TestCase("https://careers.example.com@evil.example/")]
    [TestCase("https://careers.example.com:8443/")]
    [TestCase("https://careers.example.com\\@evil.example/")]
    [TestCase("https://careers.example.com/\\evil.example")]
    [TestCase("https://other.example/x", Description = "another port")]
    [TestCase("https://other.example:84430/x")]
    [TestCase("http://careers.example.com/")]
    [TestCase(" https://careers.example.com/")]
    [TestCase("https://careers.example.com/a b")]
    [TestCase("https://careers.example.com/\n")]
    [TestCase("/done")]
    [TestCase("//careers.example.com/")]
    [TestCase("")]
    public void Address_Elsewhere_IsNotAdmitted(string url) => Assert.That(ReturnOrigins.Admit(Origins, url), Is.False);

    [Test]
    public void Address_WhereNoOriginIsSettled_IsNotAdmitted() =>
        Assert.That(ReturnOrigins.Admit([], "https://careers.example.com/"), Is.False);

    private static readonly string[] Origins = ["https://careers.example.com", "https://other.example:8443"];
}
