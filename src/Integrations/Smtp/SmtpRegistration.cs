using Microsoft.Extensions.DependencyInjection;

namespace Hidori.Integrations.Smtp;

public static class SmtpRegistration
{
    /// <summary>Registers the mail server as <see cref="IMailer"/>. The caller registers <c>IClock</c> and <see cref="MailOptions"/>.</summary>
    public static IServiceCollection AddSmtpMailer(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>();
        return services.AddTransient<IMailer, SmtpMailer>();
    }
}
