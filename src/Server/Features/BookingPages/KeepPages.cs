using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>Why a page is not kept, or not published.</summary>
public enum PageSaveRefusal
{
    /// <summary>There is none that this member may change.</summary>
    NotFound,

    /// <summary>Another page of the organization has the address.</summary>
    SlugTaken,

    /// <summary>Another window, or another person, changed it meanwhile.</summary>
    ChangedElsewhere,

    /// <summary>Nobody who would be the main host has a calendar that can be written to (SPEC A0). It is kept, and paused.</summary>
    HostNotConnected,
}

/// <summary>Pages, and who may change them.</summary>
public sealed class KeepPages(Db db, IClock clock)
{
    /// <returns>Null when there is none that this member may change.</returns>
    public async Task<BookingPage?> FindAsync(Member member, BookingPageId id, CancellationToken ct) =>
        await db.BookingPages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) is { } page && page.MayBeChangedBy(member) ? page : null;

    /// <summary>Keeps what was typed; publishes where that is asked for.</summary>
    /// <param name="seen">The version that was on the screen.</param>
    public async Task<Result<BookingPage, PageSaveRefusal>> SaveAsync(
        Member member, BookingPageId id, int seen, PageAsTyped typed, bool publishes, CancellationToken ct)
    {
        var page = await db.BookingPages.FirstOrDefaultAsync(p => p.Id == id, ct);
        if (page is null || !page.MayBeChangedBy(member))
            return PageSaveRefusal.NotFound;
        if (page.Version != seen)
            return PageSaveRefusal.ChangedElsewhere;
        if (page.Slug != typed.Slug && await db.BookingPages.AnyAsync(p => p.Slug == typed.Slug && p.Id != id, ct))
            return PageSaveRefusal.SlugTaken;

        var now = clock.GetCurrentInstant();
        page.Change(typed.Slug, typed.Name, (await OursAsync(typed.Settings, ct)) with { Mails = page.Settings.Mails }, await OursAsync(typed.Seats, ct), now);
        var isLinked = await HasMainHostAsync(page, ct);
        if (publishes && isLinked)
            page.Publish(now);
        var stops = !isLinked && (publishes || page.State == BookingPageState.Public);
        if (stops)
            page.Pause(now);
        if (await TrySaveAsync(ct) is { } refusal)
            return refusal;
        return stops ? PageSaveRefusal.HostNotConnected : page;
    }

    /// <summary>公開 / 停止.</summary>
    public async Task<Result<BookingPage, PageSaveRefusal>> TurnAsync(Member member, BookingPageId id, bool publishes, CancellationToken ct)
    {
        var page = await db.BookingPages.FirstOrDefaultAsync(p => p.Id == id, ct);
        if (page is null || !page.MayBeChangedBy(member))
            return PageSaveRefusal.NotFound;
        if (publishes && !await HasMainHostAsync(page, ct))
            return PageSaveRefusal.HostNotConnected;
        if (publishes)
            page.Publish(clock.GetCurrentInstant());
        else
            page.Pause(clock.GetCurrentInstant());
        return await TrySaveAsync(ct) is { } refusal ? refusal : page;
    }

    /// <summary>What was booked on it stands.</summary>
    /// <returns>False when there was none that this member may change.</returns>
    public async Task<bool> DeleteAsync(Member member, BookingPageId id, CancellationToken ct)
    {
        if (await FindAsync(member, id, ct) is not { } page)
            return false;
        await db.Members.Where(m => m.Id == page.Owner).ExecuteUpdateAsync(set => set.SetProperty(m => m.HasReadyPage, true), ct);
        await db.BookingPages.Where(p => p.Id == id).ExecuteDeleteAsync(ct);
        return true;
    }

    /// <summary>Whether somebody who would be the main host has a calendar that can be written to.</summary>
    public async Task<bool> HasMainHostAsync(BookingPage page, CancellationToken ct)
    {
        var isDetailed = page.Settings.Rule.Attendance == PageAttendance.Detailed;
        var hosts = page.Seats.Where(s => s.Part is PagePart.Attends or PagePart.OneOfGroup || (!isDetailed && s.Part == PagePart.Optional))
            .Select(s => s.Member).ToList();
        return await WritableConnections.Of(db).AnyAsync(c => hosts.Contains(c.Member), ct);
    }

    private async Task<PageSaveRefusal?> TrySaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return PageSaveRefusal.ChangedElsewhere;
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            return PageSaveRefusal.SlugTaken;
        }
    }

    /// <summary>Ids come from a form: whoever and whatever is not of this organization is left out.</summary>
    private async Task<IReadOnlyList<PageSeat>> OursAsync(IReadOnlyList<PageSeat> seats, CancellationToken ct)
    {
        var ids = seats.Select(s => s.Member).ToList();
        var known = await db.Members.Where(m => ids.Contains(m.Id)).Select(m => m.Id).ToListAsync(ct);
        return [.. seats.Where(s => known.Contains(s.Member))];
    }

    private async Task<BookingPageSettings> OursAsync(BookingPageSettings settings, CancellationToken ct)
    {
        var known = await db.Rooms.Where(r => settings.Rooms.Contains(r.Id)).Select(r => r.Id).ToListAsync(ct);
        return settings with { Rooms = [.. settings.Rooms.Where(known.Contains)] };
    }
}
