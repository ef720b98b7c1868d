using Hidori.Domain;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Rooms;

/// <summary>Reads one room: its facts, and the doctor's findings with what was seen (会議室の診断).</summary>
public sealed class ShowRoom(Db db)
{
    private const int MostShown = 30;

    public async Task<RoomView?> RunAsync(ShellView shell, string zone, RoomId id, FormState form, CancellationToken ct)
    {
        if (await db.Rooms.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct) is not { } room)
            return null;
        var seen = await db.RoomObservations.AsNoTracking().Where(o => o.Room == id).OrderByDescending(o => o.At).ToListAsync(ct);
        var fields = new Dictionary<string, string>
        {
            ["name"] = room.Name,
            ["building"] = room.Building,
            ["floor"] = room.Floor,
            ["capacity"] = room.Capacity?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
            ["equipment"] = string.Join('、', room.Equipment),
        };
        return new RoomView(
            shell,
            id.ToString(),
            room.Name,
            room.Address,
            room.Source,
            [.. RoomDiagnosis.Of([.. seen.Select(o => o.ForDiagnosis())]).Select(d => FindingOf(d, room.Address))],
            [.. seen.Take(MostShown).Select(o => new RoomSeen(o.At, o.Sign, o.Start, o.End, o.AfterSeconds))],
            form.HasErrors ? form : FormState.Of(fields),
            zone);
    }

    private static FindingRow FindingOf(RoomDiagnosed found, string address) => new(
        found.Finding,
        found.Finding switch
        {
            RoomFinding.NotFound => Text.Of("FindingNotFound"),
            RoomFinding.Unreadable => Text.Of("FindingUnreadable"),
            RoomFinding.NotListed => Text.Of("FindingNotListed"),
            RoomFinding.Silent => Text.Of("FindingSilent"),
            RoomFinding.AsksDelegates => Text.Of("FindingAsksDelegates"),
            RoomFinding.Slow => Text.Of("FindingSlow", found.Minutes),
            RoomFinding.DeclinesFarAhead => Text.Of("FindingDeclinesFarAhead", found.Days),
            RoomFinding.DeclinesLong => Text.Of("FindingDeclinesLong", found.Minutes),
            RoomFinding.DeclinesFree => Text.Of("FindingDeclinesFree"),
        },
        // Exchange Online PowerShell; https://learn.microsoft.com/powershell/module/exchange/set-calendarprocessing
        found.Finding switch
        {
            RoomFinding.NotFound => $"Get-Mailbox -Identity {address}",
            RoomFinding.Unreadable => $"Set-MailboxFolderPermission -Identity {address}:\\Calendar -User Default -AccessRights AvailabilityOnly",
            RoomFinding.NotListed => $"Get-Mailbox -Identity {address} | Format-List RecipientTypeDetails, HiddenFromAddressListsEnabled",
            RoomFinding.Silent or RoomFinding.Slow => $"Set-CalendarProcessing -Identity {address} -AutomateProcessing AutoAccept",
            RoomFinding.AsksDelegates => $"Set-CalendarProcessing -Identity {address} -AllBookInPolicy $true -AllRequestInPolicy $false",
            RoomFinding.DeclinesFarAhead => $"Set-CalendarProcessing -Identity {address} -BookingWindowInDays 365",
            RoomFinding.DeclinesLong => $"Set-CalendarProcessing -Identity {address} -MaximumDurationInMinutes 1440",
            RoomFinding.DeclinesFree => $"Get-CalendarProcessing -Identity {address} | Format-List BookInPolicy, AllBookInPolicy, ScheduleOnlyDuringWorkHours, AllowConflicts",
        });
}

/// <param name="Form">Fields: name, building, floor, capacity, equipment.</param>
public sealed record RoomView(
    ShellView Shell,
    string Id,
    string Name,
    string Address,
    RoomSource Source,
    IReadOnlyList<FindingRow> Findings,
    IReadOnlyList<RoomSeen> Seen,
    FormState Form,
    string Zone);

/// <param name="Command">Exchange Online PowerShell that mends it, or shows more.</param>
public sealed record FindingRow(RoomFinding Finding, string Words, string Command);

public sealed record RoomSeen(Instant At, RoomSign Sign, Instant? Start, Instant? End, long? AfterSeconds);
