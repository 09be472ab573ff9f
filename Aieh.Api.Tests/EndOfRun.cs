using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests;

/// <summary>What the whole run shares is given back at its end.</summary>
[SetUpFixture]
public sealed class EndOfRun
{
    [OneTimeTearDown]
    public Task StopBrowser() => Chromium.StopAsync();
}
