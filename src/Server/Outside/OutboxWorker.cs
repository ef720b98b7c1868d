using System.Diagnostics;
using Hidori.Integrations;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Takes due subjects one by one and makes the outside right for each. Any number of them, on any node.</summary>
public sealed partial class OutboxWorker(
    IServiceScopeFactory scopes, Outbox outbox, Bell bell, TimeProvider time, IClock clock, ILogger<OutboxWorker> logger)
    : BackgroundService
{
    public static readonly ActivitySource Activities = new("Hidori.Outside");

    private const int Hands = 4;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(2);
    private static readonly Duration PauseAfterFault = Duration.FromMinutes(1);

    /// <summary>Looks at one due subject. False when nothing is due.</summary>
    public async Task<bool> RunOneAsync(CancellationToken ct)
    {
        if (await outbox.TakeAsync(ct) is not { } lease)
            return false;

        CallPriority.IsBackground = true;
        // The next hand looks for the next subject while this one waits for an answer from outside.
        bell.Ring();
        using var activity = Activities.StartActivity("outbox.look");
        activity?.SetTag("hidori.subject.kind", lease.Kind.ToString());
        activity?.SetTag("hidori.subject.id", lease.Subject);
        Instant? again;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            OutboxGate.Let(scope.ServiceProvider, lease);
            again = await (lease.Kind switch
            {
                SubjectKind.Appointment => scope.ServiceProvider.GetRequiredService<AppointmentSync>().RunAsync(lease, ct),
                SubjectKind.EntryCheck => scope.ServiceProvider.GetRequiredService<EntryCheck>().RunAsync(lease, ct),
                SubjectKind.Upkeep => scope.ServiceProvider.GetRequiredService<IUpkeep>().RunAsync(lease, ct),
                SubjectKind.Rooms => scope.ServiceProvider.GetRequiredService<RoomProbe>().RunAsync(lease, ct),
                SubjectKind.Mail => scope.ServiceProvider.GetRequiredService<MailDelivery>().RunAsync(lease, ct),
                SubjectKind.PendingBooking => scope.ServiceProvider.GetRequiredService<ForgetPending>().RunAsync(lease, ct),
                SubjectKind.Connection => scope.ServiceProvider.GetRequiredService<ConnectionCare>().RunAsync(lease, ct),
                SubjectKind.Mailbox => scope.ServiceProvider.GetRequiredService<MailboxSync>().RunAsync(lease, ct),
            });
        }
        catch (LeaseLostException)
        {
            LeaseLost(lease.Subject);
            return true;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // This node stops; another need not wait for the lease to run out.
            await outbox.FinishAsync(lease, clock.GetCurrentInstant(), CancellationToken.None);
            throw;
        }
        catch (Exception fault)
        {
            // A fault of ours must not stop the other subjects; this one comes again.
            Faulted(fault, lease.Kind, lease.Subject);
            again = clock.GetCurrentInstant() + PauseAfterFault;
        }

        await outbox.FinishAsync(lease, again, ct);
        return true;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Hands).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                while (await RunOneAsync(ct))
                {
                }
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                QueueUnreadable(fault);
            }

            try
            {
                await bell.WaitAsync(LongestSleep, time, ct);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Subject {SubjectId} passed to another worker")]
    private partial void LeaseLost(Guid subjectId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking at {Kind} {SubjectId} failed")]
    private partial void Faulted(Exception fault, SubjectKind kind, Guid subjectId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot be read")]
    private partial void QueueUnreadable(Exception fault);
}
