using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tests.Tools.Files;

public sealed class RemarksTests
{
    [Test]
    public void Tell_NothingToSay_IsSilentAndZeroEvenIfStrict()
    {
        using var notes = new StringWriter();
        var remarks = new Remarks();
        remarks.Add([], "is about nobody");

        Assert.That((remarks.Tell(notes, isStrict: true), notes.ToString()), Is.EqualTo((0, "")));
    }

    [TestCase(false, 0)]
    [TestCase(true, Remarks.ExitCode)]
    public void Tell_SomethingToSay_SaysItAndOnlyStrictnessMakesItAnError(bool isStrict, int exitCode)
    {
        using var notes = new StringWriter();
        var remarks = new Remarks();
        remarks.Add("the sun shines");
        remarks.Add(["a", "b"], "look alike");

        Assert.That(remarks.Tell(notes, isStrict), Is.EqualTo(exitCode));
        var lines = notes.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Is.EqualTo(new[] { "Worth a look:", "- the sun shines", "- a, b: look alike" }));
    }

    [Test]
    public void Add_ManyNames_TellsTenAndCountsTheRest()
    {
        var remarks = new Remarks();
        remarks.Add([.. Enumerable.Range(1, 12).Select(i => $"q{i}")], "too many");

        Assert.That(remarks.Lines.Single(), Is.EqualTo("q1, q2, q3, q4, q5, q6, q7, q8, q9, q10 and 2 more: too many"));
    }
}
