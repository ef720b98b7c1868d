using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>ご希望 of a page: open until a proposal is made of them, and there until they are settled.</summary>
public sealed class KeepWishes(Db db)
{
    public async Task<WishesView> ShowAsync(ShellView shell, Member reader, BookingPage page, CancellationToken ct)
    {
        var all = await db.Wishes.AsNoTracking().Where(w => w.Page == page.Id).OrderByDescending(w => w.CreatedAt).ToListAsync(ct);
        var proposals = all.Select(w => w.Proposal).ToList();
        var seen = await ChangeAppointment.Visible(db, reader).AsNoTracking().Where(a => proposals.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
        return new WishesView(
            shell,
            page.Id.ToString(),
            page.Name,
            page.Settings.Hours.ZoneId,
            [.. from w in all where w.Proposal is null select ItemOf(w)],
            [.. from w in all where w.Proposal is not null select ItemOf(w) with { Proposal = w.Proposal is { } made && seen.Contains(made) ? made.ToString() : null }]);
    }

    public Task DeleteAsync(BookingPage page, Guid id, CancellationToken ct) =>
        db.Wishes.Where(w => w.Page == page.Id && w.Id == id).ExecuteDeleteAsync(ct);

    /// <summary>One wish with its page.</summary>
    /// <returns>Null when there is none (any more) that this member may see.</returns>
    public static async Task<(WishRow Wish, BookingPage Page)?> FindAsync(Db db, Member reader, Guid id, CancellationToken ct) =>
        await db.Wishes.AsNoTracking().FirstOrDefaultAsync(w => w.Id == id, ct) is { } wish
        && await db.BookingPages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == wish.Page, ct) is { } page && page.MayBeChangedBy(reader)
            ? (wish, page)
            : null;

    private static WishItem ItemOf(WishRow w) => new(w.Id.ToString(), w.Company, w.Name, w.Mail, w.Text, w.ZoneId, w.CreatedAt);
}

/// <param name="Zone">The page's own.</param>
/// <param name="Wishes">Open.</param>
/// <param name="Answered">Of which a proposal was made.</param>
public sealed record WishesView(
    ShellView Shell, string Id, string Name, string Zone, IReadOnlyList<WishItem> Wishes, IReadOnlyList<WishItem> Answered);

/// <param name="Zone">In which the guest read the page's times.</param>
/// <param name="Proposal">What was made of it; null for nothing that the reader may see.</param>
public sealed record WishItem(string Id, string Company, string Name, string Mail, string Text, string Zone, Instant At, string? Proposal = null)
{
    public string Who => Company.Length > 0 ? $"{Company} {Name}" : Name;
}
