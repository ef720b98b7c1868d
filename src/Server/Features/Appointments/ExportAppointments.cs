using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>Writes what the list is narrowed to as CSV (RFC 4180), a batch at a time: its size is nobody's memory.</summary>
public sealed class ExportAppointments(Db db, IOptions<ServerOptions> server, IClock clock)
{
    private const int BatchSize = 200;

    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        // A guest's name must not become a formula in somebody's spreadsheet (OWASP, CSV Injection; wide forms are read alike).
        InjectionOptions = InjectionOptions.Escape,
        InjectionCharacters = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'],
    };

    public async Task RunAsync(Stream to, Member reader, string zone, AppointmentFilter filter, CancellationToken ct)
    {
        // Excel takes a file without the mark for Shift_JIS.
        await using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var csv = new CsvWriter(text, Format);
        await WriteAsync(
            csv,
            Text.Of("Status"), Text.Of("Outcome"), Text.Of("CsvStart"), Text.Of("CsvEnd"), Text.Of("CsvZone"), Text.Of("Title"), Text.Of("CsvCompanies"),
            Text.Of("CsvGuests"), Text.Of("CsvMails"), Text.Of("Format"), Text.Of("Place"), Text.Of("MainHost"), Text.Of("Hosts"), Text.Of("CsvCandidates"),
            Text.Of("CsvDeadline"), Text.Of("Calendar"), Text.Of("CsvCreated"), Text.Of("Updated"), Text.Of("CsvPage"));
        var now = clock.GetCurrentInstant();
        AppointmentId? last = null;
        while (true)
        {
            // By what never changes: a row that changes meanwhile is neither missed nor written twice.
            var rest = filter.Apply(db, reader, now);
            var batch = await (last is { } id ? rest.Where(a => a.Id < id) : rest)
                .OrderByDescending(a => a.Id).Take(BatchSize).AsSplitQuery().ToListAsync(ct);
            var names = await NamesAsync(batch, ct);
            foreach (var (appointment, row) in batch.Zip(await AppointmentRows.OfAsync(db, batch, now, ct)))
                await WriteAsync(csv, Fields(appointment, row, names[appointment.MainHost], zone));
            await csv.FlushAsync();
            await text.FlushAsync(ct);
            if (batch.Count < BatchSize)
                return;
            last = batch[^1].Id;
        }
    }

    private async Task<Dictionary<MemberId, string>> NamesAsync(List<Appointment> batch, CancellationToken ct)
    {
        var hosts = batch.Select(a => a.MainHost).Distinct().ToList();
        return await db.Members.AsNoTracking().Where(m => hosts.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.DisplayName, ct);
    }

    private string[] Fields(Appointment appointment, AppointmentRow row, string mainHost, string zone) =>
    [
        Text.Of(row.Status),
        row.Status == AppointmentStatus.Completed ? Text.Of(row.Outcome) : "",
        At(row.Start, zone), At(row.End, zone), zone, row.Title,
        Ui.Text.List(Named(appointment, guest => guest.Company)), Ui.Text.List(Named(appointment, guest => guest.Name)),
        string.Join("; ", Named(appointment, guest => guest.Mail)),
        Ui.Text.Of(row.Format), row.Place, mainHost, Ui.Text.List(row.Hosts),
        appointment.Candidates.Count.ToString(CultureInfo.InvariantCulture),
        At(row.Deadline, zone), Marks.Of(row.Calendar).Words, At(appointment.CreatedAt, zone), At(row.UpdatedAt, zone),
        server.Value.Link($"appointments/{row.Id}"),
    ];

    private static List<string> Named(Appointment appointment, Func<Guest, string> what) =>
        [.. appointment.Guests.Select(what).Where(text => text.Length > 0).Distinct()];

    /// <summary>As every spreadsheet reads it.</summary>
    private static string At(Instant? instant, string zone) =>
        instant is { } at ? at.In(zone).ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    private static async Task WriteAsync(CsvWriter csv, params string[] fields)
    {
        foreach (var field in fields)
            csv.WriteField(field);
        await csv.NextRecordAsync();
    }
}
