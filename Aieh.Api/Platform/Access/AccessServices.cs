using Aieh.Api.Platform.Operations;

namespace Aieh.Api.Platform.Access;

internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<CredentialHolders>();
        services.AddSingleton<CredentialUse>();
        services.AddSingleton<AuditedReads>();
        return services.AddMaintenanceTask<CredentialUse>("credential-use", use => use.FlushAsync, atStop: true);
    }
}
