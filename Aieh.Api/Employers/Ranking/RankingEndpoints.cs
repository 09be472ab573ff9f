using Aieh.Api.Employers.HiringLoops;

namespace Aieh.Api.Employers.Ranking;

internal static class RankingEndpoints
{
    public static IServiceCollection AddRanking(this IServiceCollection services) =>
        services.AddSingleton<Standings>()
            .AddSingleton<IHiringLoopObserver>(provider => provider.GetRequiredService<Standings>());
}
