namespace Aieh.Api.Employers.Usage;

internal static class UsageExamples
{
    public static readonly UsageResponse Usage = new()
    {
        Months =
        [
            new MonthOfUsage { Month = "2026-05", Invitations = 0, Attempts = 0, Completed = 0 },
            new MonthOfUsage { Month = "2026-06", Invitations = 40, Attempts = 35, Completed = 28 },
        ],
    };
}
