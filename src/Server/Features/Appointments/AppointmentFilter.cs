using System.Globalization;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.Appointments;

/// <summary>What a member has narrowed アポイントメント一覧 down to; all of it together (SPEC A1).</summary>
/// <param name="Query">What is searched for, as typed.</param>
/// <param name="PendingOnly">カレンダー未反映だけ.</param>
/// <param name="Whose">"own", or a host's id; empty for everybody's.</param>
public sealed record AppointmentFilter(
    AppointmentStatus? Status = null, string Query = "", bool PendingOnly = false, string Whose = "", AppointmentFormat? Format = null)
{
    public const string Own = "own";

    public static AppointmentFilter Of(IQueryCollection query) => new(
        Forms.WordOf<AppointmentStatus>(query["state"]),
        query["q"].ToString().Trim(),
        query["pending"] == "true",
        query["whose"].ToString() is var whose && (whose == Own || Guid.TryParse(whose, out _)) ? whose : "",
        Forms.WordOf<AppointmentFormat>(query["format"]));

    public bool Narrows => this != new AppointmentFilter();

    /// <summary>Everything but the state, which the tabs count beside each other.</summary>
    public IQueryable<Appointment> ApplyButStatus(Db db, Member reader)
    {
        var rows = ChangeAppointment.Visible(db, reader).AsNoTracking();
        foreach (var word in SearchText.WordsOf(Query))
            rows = rows.Where(a => a.Findable.Contains(word));
        if (PendingOnly)
        {
            var waiting = Waiting(db);
            rows = rows.Where(a => waiting.Contains(a.Id));
        }

        if (Whose == Own)
            rows = ChangeAppointment.Own(db, rows, reader.Id);
        else if (Guid.TryParse(Whose, out var host))
            rows = rows.Where(a => EF.Property<IEnumerable<HostSeat>>(a, "_seats").Any(s => s.Member == new MemberId(host)));
        return Format is { } format ? rows.Where(a => a.Format == format) : rows;
    }

    public IQueryable<Appointment> Apply(Db db, Member reader, Instant now)
    {
        var rows = ApplyButStatus(db, reader);
        if (Status is not { } status)
            return rows;
        return status switch
        {
            // They are no appointments yet.
            AppointmentStatus.Draft => rows.Where(_ => false),
            AppointmentStatus.Completed => Over(rows, now),
            AppointmentStatus.Confirmed => rows.Where(a =>
                a.State == AppointmentState.Confirmed && !a.Candidates.Any(c => c.Id == a.ChosenCandidate && c.End <= now)),
            AppointmentStatus.Open => rows.Where(a => a.State == AppointmentState.Open),
            AppointmentStatus.OtherTimesRequested => rows.Where(a => a.State == AppointmentState.TimesRequested),
            AppointmentStatus.Expired => rows.Where(a => a.State == AppointmentState.Expired),
            AppointmentStatus.Cancelled => rows.Where(a => a.State == AppointmentState.Cancelled),
        };
    }

    public static IQueryable<Appointment> Over(IQueryable<Appointment> rows, Instant now) => rows.Where(a =>
        a.State == AppointmentState.Confirmed && a.Candidates.Any(c => c.Id == a.ChosenCandidate && c.End <= now));

    /// <summary>Appointments of which something could not be written yet, or was changed by somebody.</summary>
    public static IQueryable<AppointmentId> Waiting(Db db) => db.Ledger
        .Where(l => (l.Reason != null && l.Reason != PendingReason.Underway) || (l.Change != null && l.CopyIn == null))
        .Select(l => l.Appointment).Distinct();

    /// <summary>An address of the list, or of what is made from it, that narrows it the same way.</summary>
    public string Link(string path, params (string Name, string Value)[] more)
    {
        var parts = new List<(string Name, string Value)>();
        if (Status is { } status) parts.Add(("state", status.ToString()));
        if (Query.Length > 0) parts.Add(("q", Query));
        if (PendingOnly) parts.Add(("pending", "true"));
        if (Whose.Length > 0) parts.Add(("whose", Whose));
        if (Format is { } format) parts.Add(("format", format.ToString()));
        parts.AddRange(more);
        return parts.Count == 0 ? path : path + "?" + string.Join('&', parts.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
    }
}

/// <summary>A row of the list, newest change first, behind or before which it goes on: no counting from the start (keyset paging).</summary>
public sealed record PageMark(Instant ChangedAt, AppointmentId Id)
{
    /// <summary>As addresses carry it; null for anything else.</summary>
    public static PageMark? Of(string? text) =>
        (text ?? "").Split('_') is [var at, var id] && InstantPattern.ExtendedIso.Parse(at) is { Success: true } instant && Guid.TryParse(id, out var guid)
            ? new PageMark(instant.Value, new AppointmentId(guid))
            : null;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{InstantPattern.ExtendedIso.Format(ChangedAt)}_{Id}");
}
