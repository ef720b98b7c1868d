using Hidori.Domain.BookingPages;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>ご希望を送る: it stands with the page, and those who meet the guest or see to the page get it by mail.</summary>
public sealed class SendWish(Db db, WishMails mails, Bell bell, IClock clock)
{
    /// <summary>Of one page in a day: more come from no guests.</summary>
    public const int MostPerDay = 100;

    /// <returns>False when too many came today already. Pressed twice, it is one.</returns>
    public async Task<bool> RunAsync(BookingPage page, WishForm form, string zone, CancellationToken ct)
    {
        if (await db.Wishes.AsNoTracking().AnyAsync(w => w.Id == form.Attempt, ct))
            return true;
        var now = clock.GetCurrentInstant();
        var since = now - Duration.FromDays(1);
        if (await db.Wishes.CountAsync(w => w.Page == page.Id && w.CreatedAt > since, ct) >= MostPerDay)
            return false;

        var wish = new WishRow
        {
            Id = form.Attempt,
            Organization = page.Organization,
            Page = page.Id,
            Company = form.Company,
            Name = form.Name,
            Mail = form.Mail,
            Text = form.Wish,
            ZoneId = zone,
            Language = Languages.Current,
            CreatedAt = now,
        };
        db.Wishes.Add(wish);
        await mails.QueueAsync(page, wish, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            return true;
        }

        bell.Ring();
        return true;
    }
}
