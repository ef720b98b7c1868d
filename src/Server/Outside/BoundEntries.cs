using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What of one connection's entries may still have to be changed: for this its tokens are kept (SPEC M7).</summary>
public static class BoundEntries
{
    /// <summary>Holds until they are gone; meetings, and copies of colleagues' meetings, until their time is over.</summary>
    public static IQueryable<LedgerRow> Of(Db db, ConnectionRow connection, Instant now)
    {
        var (id, agenda) = (connection.Id, AgendaId.Of(connection.Member));
        return db.Ledger.Where(l => (l.Connection == id
            && ((l.Purpose == EntryPurpose.Hold && l.State != LedgerState.Gone && !l.IsGivenUp)
                // A meeting without a time taken was cancelled, and is still to be removed.
                || (l.Purpose == EntryPurpose.Meeting && l.State != LedgerState.Gone
                    && !db.TakenTimes.Any(t => t.Appointment == l.Appointment && t.Candidate == l.Candidate && t.Whose == agenda && t.End <= now))))
            || (l.CopyIn == id
                && db.TakenTimes.Any(t => t.Appointment == l.Appointment && t.Candidate == l.Candidate && t.Whose == agenda && t.End > now)));
    }

    /// <summary>The times of these entries, as far as Hidori has taken them.</summary>
    public static IQueryable<TakenTime> TimesOf(Db db, ConnectionRow connection, Instant now)
    {
        var agenda = AgendaId.Of(connection.Member);
        return from time in db.TakenTimes
               where time.Whose == agenda
               join entry in Of(db, connection, now) on new { time.Appointment, time.Candidate } equals new { entry.Appointment, entry.Candidate }
               select time;
    }
}
