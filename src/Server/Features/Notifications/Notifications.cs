using Hidori.Server.Outside;

namespace Hidori.Server.Features.Notifications;

public static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddScoped<INotices, Notices>();
        services.AddScoped<IConnectionNotices, ConnectionNotices>();
        services.AddScoped<MailRenderer>();
        services.AddScoped<MemberInvitations>();
        services.AddScoped<AddressConfirmations>();
        return services;
    }
}
