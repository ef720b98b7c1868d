using Hidori.Domain.Availability;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// Whatever people do in Outlook and whatever becomes of the notifications: whenever things settle, the copy is what the
/// calendar shows (SPEC M22).
/// </summary>
public sealed class CopiesConverge
{
    /// <summary>Few: any change of a series has everything read anew, and would mend what went wrong before it.</summary>
    private const int StepsBetweenLooks = 2;

    private static readonly LocalDate FirstDay = new(2027, 4, 6);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<DatabaseKind, int> Histories()
    {
        var drawn = Environment.GetEnvironmentVariable("HIDORI_SEED") is { } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Environment.TickCount;
        var kinds = TestDatabase.Postgres is null ? [DatabaseKind.Sqlite] : new[] { DatabaseKind.Sqlite, DatabaseKind.Postgres };
        return [.. from kind in kinds from seed in new[] { 1, 2, 3, 35452698, drawn }.Distinct() select (kind, seed)];
    }

    [Theory, MemberData(nameof(Histories))]
    public async Task After_a_history_the_copy_is_the_calendar(DatabaseKind kind, int seed)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: seed % 2 == 0);
        var chance = new Random(seed);
        app.Outlook.Behaviour.DeltaRepeatsItems = chance.Next(2) == 0;
        app.Outlook.Behaviour.DeltaNamesOccurrencesOfDeletedSeries = chance.Next(2) == 0;

        for (var step = 0; step < 40; step++)
        {
            Act(app, chance);
            if (chance.Next(3) == 0)
                app.Outlook.Notifications.GoWrong((DeliveryTrouble)chance.Next(4));
            await app.Outlook.Notifications.DeliverAsync(Ct);
            if (chance.Next(4) == 0)
                app.TimePasses(Duration.FromMinutes(chance.Next(1, 90)));
            await app.WorkerLooksAsync();
            if (step % StepsBetweenLooks == StepsBetweenLooks - 1)
            {
                await CopiesOfMailboxes.AsksAsync(app);
                Assert.Equal(await InOutlookAsync(app), await InTheCopyAsync(app));
            }
        }

        app.SeesNoDifference();
    }

    private static void Act(App app, Random chance)
    {
        var who = App.Mail("tanaka");
        var start = FirstDay.PlusDays(chance.Next(150)).At(new LocalTime(chance.Next(24), 0)).InZoneStrictly(DateTimeZoneProviders.Tzdb[App.Zone]).ToInstant();
        var length = Duration.FromHours(chance.Next(1, 30));
        var seen = app.Outlook.CalendarOf(who, new Interval(App.At("2027-04-01 00:00"), App.At("2027-09-15 00:00")));
        var one = seen.Count > 0 ? seen[chance.Next(seen.Count)] : null;
        switch (chance.Next(10))
        {
            case 0 or 1 or 2:
                app.Outlook.Put(who, new NewItem("別件", start, start + length) { ShowAs = (ShowAs)chance.Next(6) });
                break;
            case 3:
                app.Outlook.Put(who, new NewItem("週次", start, start + Duration.FromHours(1))
                {
                    Recurrence = new RecurrenceRule
                    {
                        StartDate = start.InZone(DateTimeZoneProviders.Tzdb[App.Zone]).Date,
                        NumberOfOccurrences = chance.Next(2, 8),
                    },
                });
                break;
            case 4 or 5 when one is not null:
                app.Outlook.MoveEvent(who, one.Id, start, start + length);
                break;
            case 6 when one is not null:
                app.Outlook.EditEvent(who, one.Id, showAs: (ShowAs)chance.Next(6));
                break;
            case 7 when one is not null:
                app.Outlook.DeleteEvent(who, one.Id);
                break;
            case 8 when app.Outlook.CalendarOf(who).FirstOrDefault(i => i.Recurrence is not null) is { } series:
                app.Outlook.DeleteEvent(who, series.Id);
                break;
            case 9:
                app.Outlook.Behaviour.DeltaResetStatus = chance.Next(2) == 0 ? 410 : 404;
                app.Outlook.ForgetDeltaTokens(who);
                break;
        }
    }

    private static async Task<List<string>> InTheCopyAsync(App app) =>
        [.. (await CopiesOfMailboxes.HeldAsync(app)).Select(e => Line(e.Time, e.Kind, e.RemoteId)).Order(StringComparer.Ordinal)];

    private static Task<List<string>> InOutlookAsync(App app) => app.InOrganizationAsync(async scope =>
    {
        var db = scope.GetRequiredService<Db>();
        var mailbox = await db.Mailboxes.AsNoTracking().SingleAsync(Ct);
        var via = (await db.Connections.AsNoTracking().SingleAsync(c => c.Id == mailbox.Connection, Ct)).ForAdapters();
        var window = new Interval(mailbox.WindowStartsAt!.Value, mailbox.WindowEndsAt!.Value);
        var live = await scope.GetRequiredService<CalendarProviders>().For(via).ReadBusyAsync(via, window, Ct);
        return live.Entries.Select(e => Line(e.Time, e.Kind, e.RemoteId)).Order(StringComparer.Ordinal).ToList();
    });

    private static string Line(Interval time, BusyKind kind, string id) => $"{time.Start} {time.End} {kind} {id}";
}
