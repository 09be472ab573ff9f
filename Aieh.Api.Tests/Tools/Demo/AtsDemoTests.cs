using System.Text.RegularExpressions;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Tools.Demo;

/// <summary>The verb 'demo --ats', as a process of its own.</summary>
public sealed class AtsDemoTests
{
    [TestCase("greenhouse", "PATCH /integrations/testing_partners/take_home_tests/", "\"partner_status\": \"complete\"")]
    [TestCase("ashby", "POST /assessment.update", "\"value\":\"Started\"")]
    [TestCase("kombo", "PUT /v1/assessment/orders/", "\"status\": \"COMPLETED\"")]
    public async Task Demo_OfASystem_PlaysAnOrderFromTheListToWhatTheRecruiterSees(string ats, string call, string told)
    {
        var demo = await VerbProcess.RunAsync("demo", "--ats", ats);

        Assert.That(demo.ExitCode, Is.Zero, demo.Output + demo.Error);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(demo.Output, Does.Contain("Backend").And.Contain("(single assessment)"), "what can be picked");
            Assert.That(demo.Output, Does.Contain("covered").And.Contain("remaining"), "what the candidate has, and takes");
            Assert.That(demo.Output, Does.Contain(call).And.Contain(told), "the wire");
            Assert.That(demo.Output, Does.Match("Robin Example: completed, score ([0-9]{3}|[0-9]{2} of 100)\\r?\\n"));
            Assert.That(demo.Output, Does.Match("report +http://.*/report/").And.Match("GET +/report/.* 200"), "the report opens");
            Assert.That(demo.Output, Does.Contain("95 % interval").And.Contain("Coverage"), "what is beside the score");
            Assert.That(demo.Output, Does.Contain("this answer gets lost").And.Contain("the same once more"));
            Assert.That(Regex.Count(demo.Output, "Kim.*, invited"), Is.EqualTo(1), "one invitation");
        }
    }

    [Test]
    public async Task Demo_OfASystemThatIsNotKnown_NamesThoseThatAre()
    {
        var demo = await VerbProcess.RunAsync("demo", "--ats", "workday");

        Assert.That(demo.ExitCode, Is.EqualTo(1));
        Assert.That(demo.Error, Does.Contain("'workday'").And.Contain("greenhouse, ashby, kombo"));
        Assert.That(demo.Error, Does.Not.Contain("   at "));
    }
}
