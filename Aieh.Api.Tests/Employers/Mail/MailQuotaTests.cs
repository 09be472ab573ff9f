using Aieh.Api.Employers.Mail;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Tests.Employers.Mail;

public sealed class MailQuotaTests
{
    [Test]
    public void Address_ThatHasHadItsMails_IsUsedUp_AndNoOther()
    {
        using var quota = new MailQuota(Options.Create(new MailOptions { MostPerAddressAndDay = 2 }));
        quota.Take("robin@example.org");
        var once = quota.IsUsedUp("robin@example.org");

        quota.Take("Robin@example.org");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(once, Is.False);
            Assert.That(quota.IsUsedUp("robin@EXAMPLE.org"), Is.True);
            Assert.That(quota.IsUsedUp("kim@example.org"), Is.False);
        }
    }

    [Test]
    public void Limit_OfZero_IsNone()
    {
        using var quota = new MailQuota(Options.Create(new MailOptions { MostPerAddressAndDay = 0 }));
        for (var i = 0; i < 100; i++) quota.Take("robin@example.org");

        Assert.That(quota.IsUsedUp("robin@example.org"), Is.False);
    }
}
