using Aieh.Api.Employers.Webhooks;
using Microsoft.Extensions.Options;

namespace Aieh.Api.Employers.Mail;

internal static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton<MailTransport>();
        services.AddSingleton<MailQuota>();
        services.AddSingleton<Mailing>();
        return services.AddSingleton<IDeliverySender, MailSender>();
    }
}
