using Aieh.Api.Candidates.Readiness;

namespace Aieh.Api.Employers.HiringLoops;

internal static class HiringLoopEndpoints
{
    public static IServiceCollection AddHiringLoops(this IServiceCollection services) =>
        services.AddSingleton<IHiringLoopBundles, HiringLoopBundles>();
}
