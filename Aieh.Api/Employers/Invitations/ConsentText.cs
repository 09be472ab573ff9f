using System.Globalization;

namespace Aieh.Api.Employers.Invitations;

/// <summary>
/// What a candidate agrees to. Whoever changes the text changes the version: an acceptance names the version that was read.
/// </summary>
internal static class ConsentText
{
    public const string Version = "2026-11-b";

    private const string NothingElse =
        "It sees nothing else of your passport, none of your answers, and not whether you were given more time.";

    /// <summary>
    /// Without a role it says the same but for the role's name. That is one version with the other: a candidate agrees to the text of the
    /// invitation at hand, and before there were invitations without a role nobody has read another one for them.
    /// </summary>
    public static ConsentResponse Of(string employer, string? role, int retentionMonths) => new()
    {
        Version = Version,
        Text =
        [
            role is null
                ? $"{employer} asks you to take the assessments listed here. Results in your passport that are recent enough count, and "
                + "are not asked for again."
                : $"{employer} asks you to take the assessments listed here for the role {role}. Results in your passport that are recent "
                + "enough count, and are not asked for again.",
            role is null
                ? $"If you accept, {employer} can see your scores in the assessments that count for it, with how sure and how recent they "
                + $"are, and what they come to by its own weights. {NothingElse}"
                : $"If you accept, {employer} can see how ready you are for this role by its own weights, and your scores in the "
                + $"assessments that count for it, with how sure and how recent they are. {NothingElse}",
            "Apart from the scores it is told what stands out in how you took them, such as answers that came faster than a question can "
            + $"be read, or that are more like those of somebody else whom {employer} has asked than chance makes likely. That changes no "
            + $"score and rejects nobody by itself. You are told the same, and {employer} reads what you say about it.",
            $"It can see this until {MonthsOf(retentionMonths)} after the invitation has ended; then the invitation and what it holds are "
            + "deleted. Your passport stays yours.",
            "You can take the permission back at any time in your passport; the result is withdrawn then. You can decline, and need no "
            + "reason.",
        ],
    };

    private static string MonthsOf(int months) =>
        months == 1 ? "a month" : months.ToString(CultureInfo.InvariantCulture) + " months";
}
