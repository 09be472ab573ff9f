using System.Text;
using Aieh.Api.Employers.Webhooks;

namespace Aieh.Api.Tests.Employers.Webhooks;

internal sealed class WebhookSecretTests
{
    /// <summary>The example that the libraries of Standard Webhooks are tested with.</summary>
    [TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Signature_OfTheKnownAnswer_IsIt(string secret)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1614265330).AddMilliseconds(700);

        var signature = WebhookSecret.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, """{"test": 2432232314}""");

        Assert.That(signature, Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        Assert.That(WebhookSecret.TimestampOf(at), Is.EqualTo("1614265330"));
    }

    [Test]
    public void Secret_NewlyMade_Has32BytesAndIsAnother()
    {
        var (one, other) = (WebhookSecret.Create(), WebhookSecret.Create());

        Assert.That(one, Does.StartWith("whsec_").And.Not.EqualTo(other));
        Assert.That(Convert.FromBase64String(one["whsec_".Length..]), Has.Length.EqualTo(32));
        Assert.That(Encoding.ASCII.GetByteCount(one), Is.EqualTo(50));
    }

    [TestCase(1, 5)]
    [TestCase(2, 300)]
    [TestCase(3, 1_800)]
    [TestCase(4, 7_200)]
    [TestCase(5, 18_000)]
    [TestCase(6, 36_000)]
    [TestCase(7, 50_400)]
    [TestCase(8, 72_000)]
    [TestCase(9, 86_400)]
    public void Retry_AfterEachAttempt_ComesByTheScheduleAndUpToAFifthLater(int attempts, int seconds)
    {
        var now = DateTimeOffset.UnixEpoch;
        var waits = Enumerable.Range(0, 100).Select(_ => (RetrySchedule.Next(attempts, null, now)!.Value - now).TotalSeconds).ToList();

        Assert.That(waits, Is.All.InRange(seconds, seconds * 1.2));
        Assert.That(waits.Distinct().Count(), Is.GreaterThan(1));
    }

    [Test]
    public void Retry_AskedFor_IsNotSoonerAndNotLaterThanADay()
    {
        var now = DateTimeOffset.UnixEpoch;

        Assert.That(RetrySchedule.Next(1, TimeSpan.FromMinutes(10), now), Is.EqualTo(now.AddMinutes(10)));
        Assert.That(RetrySchedule.Next(1, TimeSpan.FromDays(400), now), Is.EqualTo(now.AddDays(1)));
        Assert.That(RetrySchedule.Next(2, TimeSpan.FromSeconds(1), now), Is.GreaterThanOrEqualTo(now.AddMinutes(5)));
        Assert.That(RetrySchedule.Next(1, TimeSpan.FromSeconds(-9), now), Is.GreaterThanOrEqualTo(now.AddSeconds(5)));
        Assert.That(RetrySchedule.Next(RetrySchedule.MaxAttempts, null, now), Is.Null);
    }
}
