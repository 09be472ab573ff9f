using System.Globalization;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Tools.Demo;

/// <summary>Prints the employer's half of the journey.</summary>
internal static class EmployerPrinter
{
    public static void Bundle(this DemoPrinter print, HiringLoopResponse loop)
    {
        print.Line($"loop version {loop.Version}, weights of {KebabCase.Of(loop.BundleSource)}");
        foreach (var entry in loop.Bundle)
        {
            print.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"  {entry.Assessment,-24} {entry.Relevance:0.00}, published {entry.Published:0.00} ({KebabCase.Of(entry.Reason)})"
                + $"{(entry.Asked ? ", asked for" : "")}"));
        }
    }

    public static void Invitation(this DemoPrinter print, CurrentInvitationResponse invitation)
    {
        var role = invitation.RoleTitle is { } title ? $" for the role {title}" : "";
        print.Line($"{invitation.Employer} asks{role}: {KebabCase.Of(invitation.State)}");
        foreach (var asked in invitation.Assessments) print.Line($"  {asked.Assessment,-24} {KebabCase.Of(asked.State)}");
    }

    public static void Event(this DemoPrinter print, EventPayload came) =>
        print.Line($"webhook received, signature verified: {came.Type}, state {came.Data.State}");

    public static void Ranking(this DemoPrinter print, RankingResponse ranking)
    {
        foreach (var row in ranking.Items)
        {
            var tier = row.Tier is { } number ? string.Create(CultureInfo.InvariantCulture, $"tier {number}") : "no tier";
            var score = string.Create(CultureInfo.InvariantCulture, $"{row.Readiness} ± {row.StandardError:0.#}");
            print.Line($"{row.Reference}: {score}, {KebabCase.Of(row.Status)}, {tier}, coverage {row.Coverage:P0}");
        }
    }
}
