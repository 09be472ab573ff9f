using Aieh.Api.Platform.Operations;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Platform.Access;

internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<CredentialHolders>();
        services.AddSingleton<CredentialUse>();
        services.AddSingleton<AuditedReads>();
        services.AddOptions<SealingOptions>().BindConfiguration(SealingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SealingOptions>, SealingOptionsValidator>();
        services.AddSingleton<SealingKeys>();
        services.AddSingleton<Sealing>();
        services.AddJwt();
        return services.AddMaintenanceTask<CredentialUse>("credential-use", use => use.FlushAsync, atStop: true);
    }
}
