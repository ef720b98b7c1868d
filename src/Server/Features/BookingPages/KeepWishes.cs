using Hidori.Domain.BookingPages;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>ご希望 of a page, until they are settled.</summary>
public sealed class KeepWishes(Db db)
{
    public async Task<WishesView> ShowAsync(ShellView shell, BookingPage page, CancellationToken ct) => new(
        shell,
        page.Id.ToString(),
        page.Name,
        page.Settings.Hours.ZoneId,
        [
            .. from w in await db.Wishes.AsNoTracking().Where(w => w.Page == page.Id).OrderByDescending(w => w.CreatedAt).ToListAsync(ct)
               select new WishItem(w.Id.ToString(), w.Company, w.Name, w.Mail, w.Text, w.ZoneId, w.CreatedAt),
        ]);

    public Task DeleteAsync(BookingPage page, Guid id, CancellationToken ct) =>
        db.Wishes.Where(w => w.Page == page.Id && w.Id == id).ExecuteDeleteAsync(ct);
}

/// <param name="Zone">The page's own.</param>
public sealed record WishesView(ShellView Shell, string Id, string Name, string Zone, IReadOnlyList<WishItem> Wishes);

/// <param name="Zone">In which the guest read the page's times.</param>
public sealed record WishItem(string Id, string Company, string Name, string Mail, string Text, string Zone, Instant At);
