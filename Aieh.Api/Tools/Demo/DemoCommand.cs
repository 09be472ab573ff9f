using System.CommandLine;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Tools.Psychometrics;

namespace Aieh.Api.Tools.Demo;

/// <summary>The verb 'demo'.</summary>
internal static class DemoCommand
{
    /// <param name="build">Makes the service with these settings.</param>
    /// <param name="prepare">Brings its database up to date before it starts.</param>
    public static Command Create(Func<string[], WebApplication> build, Func<WebApplication, CancellationToken, Task> prepare)
    {
        var ats = VerbOptions.OneOf<AtsKind>("--ats", "Play one order of a simulated applicant tracking system instead.");
        ats.Required = false;
        var command = new Command("demo", "Play the whole journey over HTTP on a temporary database.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.Add(ats);
        command.SetAction((result, ct) => result.GetResult(ats) is null
            ? DemoJourney.RunAsync(build, prepare, Console.Out, ct)
            : AtsDemo.RunAsync(build, prepare, result.GetValue(ats), Console.Out, ct));
        return command;
    }
}
