using Hidori.Integrations.Smtp;
using Hidori.Server.Outside.Mailboxes;

namespace Hidori.Server.Outside;

public static class OutsideServices
{
    /// <summary>Set to false where the worker is driven by hand (tests).</summary>
    public const string WorkerSwitch = "Outside:RunsByItself";

    public static IServiceCollection AddOutside(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<MailOptions>(MailOptions.Section);
        services.AddSmtpMailer();
        services.AddSingleton<Bell>();
        services.AddSingleton<Outbox>();
        services.AddScoped<CalendarProviders>();
        services.AddScoped<ConnectionHealth>();
        services.AddScoped<ConnectionProbe>();
        services.AddScoped<ConnectionCare>();
        services.AddScoped<ConnectionEnding>();
        services.AddScoped<BreakTelling>();
        services.AddScoped<WaitingEntries>();
        services.AddScoped<Decisions>();
        services.AddScoped<ReceptionCodes>();
        services.AddSingleton<SharedReads>();
        services.AddScoped<LiveBusy>();
        services.AddScoped<LiveRooms>();
        services.AddScoped<RoomAnswers>();
        services.AddScoped<RoomNotices>();
        services.AddScoped<RoomProbe>();
        services.AddScoped<AgendaRows>();
        services.AddScoped<BusyForPages>();
        services.AddScoped<RoomCopies>();
        services.AddScoped<AroundPages>();
        services.AddScoped<PageDesks>();
        services.AddSingleton<PageMemory>();
        services.AddScoped<PageBooks>();
        services.AddScoped<LeasedWork>();
        services.AddScoped<LedgerBook>();
        services.AddScoped<MailQueue>();
        services.AddScoped<MailDelivery>();
        services.AddScoped<ForgetPending>();
        services.AddScoped<EntrySteps>();
        services.AddScoped<OutsideChanges>();
        services.AddScoped<EntryRecord>();
        services.AddScoped<EntryCheck>();
        services.AddScoped<IMailboxChanges, EntryCheckWaker>();
        services.AddScoped<AnnounceStep>();
        services.AddScoped<AppointmentSync>();
        services.AddSettings<MailboxOptions>(MailboxOptions.Section);
        services.AddScoped<MailboxSubscriptions>();
        services.AddScoped<MailboxCopy>();
        services.AddScoped<MailboxRound>();
        services.AddScoped<SweepLedger>();
        services.AddScoped<MailboxSync>();
        services.AddSingleton<MailboxNotices>();
        services.AddSingleton<NotedLooks>();
        services.AddScoped<LinkedMailboxes>();
        services.AddSingleton<OutboxWorker>();
        if (configuration.GetValue(WorkerSwitch, defaultValue: true))
            services.AddHostedService(sp => sp.GetRequiredService<OutboxWorker>());
        return services;
    }
}
