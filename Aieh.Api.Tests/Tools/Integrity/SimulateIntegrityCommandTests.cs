using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Tools.Integrity;

public sealed class SimulateIntegrityCommandTests
{
    private const string Verb = "simulate-integrity";

    [Test]
    public async Task SimulateIntegrity_Twice_PrintsTheSameTablesOnAnyNumberOfThreads()
    {
        string[] args = [Verb, "--assessment", "python-fundamentals", "--people", "100", "--seed", "1", "--curve-people", "10"];

        var first = await VerbProcess.RunAsync([.. args, "--threads", "1"]);
        var second = await VerbProcess.RunAsync([.. args, "--threads", "2"]);

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)), first.Error + second.Error);
        Assert.That(second.Output, Is.EqualTo(first.Output));
        Assert.That(
            first.Output,
            Does.Contain("50 items; verification by 12 of 39 other items; 100 honest, 10 rapid-guessing")
                .And.Contain("| false alarms, % | at 5 % | at 1 % | at 0.1 % |")
                .And.Contain("| status with the verification |")
                .And.Contain("| verification of, % | consistent | inconclusive | inconsistent |")
                .And.Contain("| 20 items |"));
    }

    [Test]
    public async Task SimulateIntegrity_NoItemsForAVerification_SaysSoAndLeavesItOut()
    {
        var run = await VerbProcess.RunAsync(Verb, "--assessment", "communication", "--people", "100", "--seed", "1");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("There is no verification to simulate"));
        Assert.That(run.Output, Does.Contain("| answer-similarity |").And.Not.Contain("verif"));
    }

    [TestCase("--assessment", "nothing", "The catalog has no item bank 'nothing'")]
    [TestCase("--verification-items", "31", "--verification-items must be between 1 and 30.")]
    [TestCase("--threads", "0", "--threads must be 1 or more.")]
    public async Task SimulateIntegrity_WhatIsNoSimulation_IsRefused(string option, string value, string told)
    {
        string[] assessment = option == "--assessment" ? [] : ["--assessment", "python-fundamentals"];

        var run = await VerbProcess.RunAsync([Verb, "--people", "100", "--seed", "1", .. assessment, option, value]);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain(told));
    }
}
