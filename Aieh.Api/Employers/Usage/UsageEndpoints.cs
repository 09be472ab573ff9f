using Aieh.Api.Contract;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.Usage;

internal static class UsageEndpoints
{
    private const int DefaultMonths = 12;
    private const int MostMonths = 60;

    public static IServiceCollection AddUsage(this IServiceCollection services) => services.AddWireJson(UsageJson.Wire);

    public static void MapUsage(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/usage").Tag("Usage", "What a tenant has used, by month.")
            .MapGet("/", GetUsage).WithName("getUsage").Access(PrincipalKinds.Key, Scopes.UsageRead)
            .QueryText("from", $"The first month, as in 2026-01; left out, so that the range has {DefaultMonths} months.")
            .QueryText("to", $"The last month; left out, the current one. The range has at most {MostMonths} months.")
            .Example(() => UsageExamples.Usage).Problems(400, 401, 403);

    /// <summary>Get what the key's tenant has used, by month. Without a range, the last twelve months.</summary>
    internal static async Task<Results<Ok<UsageResponse>, ProblemHttpResult>> GetUsage(
        string? from, string? to, Principal principal, Db db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (first, last, invalid) = ReadRange(from, to, UsageMonth.Of(time.Now()));
        if (invalid is not null) return invalid;

        var rows = await db.ReadAsync(
            session => UsageStore.ListAsync(session, principal.TenantId!.Value, first, last), cancellationToken);
        var used = rows.ToDictionary(row => UsageMonth.OfNumber(row.UsageMonth));
        var months = Enumerable.Range(0, last.Index - first.Index + 1).Select(first.Plus);
        return TypedResults.Ok(new UsageResponse { Months = [.. months.Select(month => Of(month, used.GetValueOrDefault(month)))] });
    }

    private static (UsageMonth First, UsageMonth Last, ProblemHttpResult? Refused) ReadRange(string? from, string? to, UsageMonth current)
    {
        if ((to is null ? current : UsageMonth.Parse(to)) is not { } last) return (default, default, Malformed("to"));
        if (last.Index > current.Index) return (default, default, Problems.InvalidParameter("to", "It lies in the future."));
        if ((from is null ? last.Plus(1 - DefaultMonths) : UsageMonth.Parse(from)) is not { } first)
        {
            return (default, default, Malformed("from"));
        }

        return (last.Index - first.Index) switch
        {
            < 0 => (default, default, Problems.InvalidParameter("from", "It is after the last month.")),
            >= MostMonths => (default, default, Problems.InvalidParameter("from", $"The range has more than {MostMonths} months.")),
            _ => (first, last, null),
        };
    }

    private static ProblemHttpResult Malformed(string parameter) => Problems.InvalidParameter(parameter, "A month as in 2026-06.");

    private static MonthOfUsage Of(UsageMonth month, UsageRow? used) => new()
    {
        Month = month.ToString(),
        Invitations = used?.Invitations ?? 0,
        Attempts = used?.Attempts ?? 0,
        Completed = used?.Completed ?? 0,
    };
}
