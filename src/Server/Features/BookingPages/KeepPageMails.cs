using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>Keeps what a page's mails say and look like (SPEC B11).</summary>
public sealed class KeepPageMails(Db db, IClock clock)
{
    /// <param name="seen">The version that was on the screen.</param>
    public async Task<Result<Done, PageSaveRefusal>> SaveAsync(Member member, BookingPageId id, int seen, PageMails mails, CancellationToken ct)
    {
        var page = await db.BookingPages.FirstOrDefaultAsync(p => p.Id == id, ct);
        if (page is null || !page.MayBeChangedBy(member))
            return PageSaveRefusal.NotFound;
        if (page.Version != seen)
            return PageSaveRefusal.ChangedElsewhere;
        page.Change(page.Slug, page.Name, page.Settings with { Mails = mails }, page.Seats, clock.GetCurrentInstant());
        try
        {
            await db.SaveChangesAsync(ct);
            return Done.Value;
        }
        catch (DbUpdateConcurrencyException)
        {
            return PageSaveRefusal.ChangedElsewhere;
        }
    }

    /// <param name="logo">Null takes it away.</param>
    public async Task SaveLogoAsync(BookingPage page, LogoPicture? logo, CancellationToken ct)
    {
        await db.PageLogos.Where(l => l.Page == page.Id).ExecuteDeleteAsync(ct);
        if (logo is null)
            return;
        db.PageLogos.Add(PageLogoRow.Of(page, logo));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            // Two windows at once: one of the two pictures is there, and the page shows which.
            db.ChangeTracker.Clear();
        }
    }
}
