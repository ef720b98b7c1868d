using System.Globalization;
using System.Text;
using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>New pages: the one that every member has ready, further ones, and copies (SPEC B11b, B12).</summary>
public sealed class MakePages(Db db, KeepPages keep, IClock clock)
{
    private const int LongestStem = 50;

    /// <summary>Made the first time a member opens their list; public at once where their calendar is linked.</summary>
    public async Task MakeReadyAsync(Member member, CancellationToken ct)
    {
        if (member.HasReadyPage)
            return;
        // Where nothing could be made now, the next visit makes it.
        if (await db.BookingPages.AnyAsync(p => p.Owner == member.Id, ct)
            || await AddAsync(await UsualAsync(member, Text.Of("ReadyName", member.DisplayName), ct), isPublic: true, ct) is not null)
            await db.Members.Where(m => m.Id == member.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.HasReadyPage, true), ct);
    }

    public async Task<BookingPageId?> NewAsync(Member member, CancellationToken ct) =>
        await AddAsync(await UsualAsync(member, Text.Of("NewName"), ct), isPublic: false, ct);

    /// <summary>The same settings and people, paused, and whoever copies is the owner.</summary>
    /// <returns>Null when there is none that this member may change.</returns>
    public async Task<BookingPageId?> DuplicateAsync(Member member, BookingPageId id, CancellationToken ct)
    {
        if (await keep.FindAsync(member, id, ct) is not { } page)
            return null;
        var name = Text.Of("CopyName", page.Name);
        var copy = await AddAsync(
            new BookingPage(
                page.Organization, member.Id, await FreeSlugAsync(page.Slug, ct), name.Length <= BookingPage.LongestName ? name : page.Name,
                page.Settings, [.. page.Seats.Select(s => s with { })], clock.GetCurrentInstant()),
            isPublic: false, ct);
        if (copy is { } made && await db.PageLogos.AsNoTracking().FirstOrDefaultAsync(l => l.Page == page.Id, ct) is { } logo)
        {
            logo.Page = made;
            db.PageLogos.Add(logo);
            await db.SaveChangesAsync(ct);
        }

        return copy;
    }

    /// <summary>tanaka.misaki@akebono.example → tanaka-misaki: what people would type for it.</summary>
    public static string StemOf(string mail)
    {
        var stem = new StringBuilder();
        foreach (var letter in mail.Split('@')[0].ToLowerInvariant())
        {
            if (letter is >= 'a' and <= 'z' or >= '0' and <= '9')
                stem.Append(letter);
            else if (stem.Length > 0 && stem[^1] != '-')
                stem.Append('-');
        }

        var fit = (stem.Length <= LongestStem ? stem.ToString() : stem.ToString(0, LongestStem)).TrimEnd('-');
        return fit.Length > 0 ? fit : "page";
    }

    private async Task<BookingPage> UsualAsync(Member member, string name, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        return new BookingPage(
            member.Organization,
            member.Id,
            await FreeSlugAsync(StemOf(member.Mail), ct),
            name,
            BookingPageSettings.Usual(member.ZoneIn(organization), member.UsualFormat),
            [new PageSeat(member.Id, PagePart.Attends, 0)],
            clock.GetCurrentInstant());
    }

    /// <returns>Null when somebody was quicker: the same press twice, most often.</returns>
    private async Task<BookingPageId?> AddAsync(BookingPage page, bool isPublic, CancellationToken ct)
    {
        if (!isPublic || !await keep.HasMainHostAsync(page, ct))
            page.Pause(clock.GetCurrentInstant());
        db.BookingPages.Add(page);
        try
        {
            await db.SaveChangesAsync(ct);
            return page.Id;
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            db.ChangeTracker.Clear();
            return null;
        }
    }

    private async Task<string> FreeSlugAsync(string wanted, CancellationToken ct)
    {
        var stem = wanted.Length <= LongestStem ? wanted : wanted[..LongestStem].TrimEnd('-');
        var taken = (await db.BookingPages.Where(p => p.Slug.StartsWith(stem)).Select(p => p.Slug).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(stem))
            return stem;
        return Enumerable.Range(2, taken.Count + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"{stem}-{n}")).First(s => !taken.Contains(s));
    }
}
