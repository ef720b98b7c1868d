using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Outside;

/// <summary>What a booking page lends to the mails and pages of its bookings, as the page is now (SPEC B11).</summary>
/// <param name="HostName">担当者; empty for the names of those who take part.</param>
/// <param name="Contact">ご連絡先; empty for the main host.</param>
/// <param name="Logo">Null for none.</param>
public sealed record Letterhead(string HostName, string Contact, LogoPicture? Logo)
{
    public static readonly Letterhead None = new("", "", null);

    /// <param name="page">Null for a proposal. One that is deleted lends nothing any more.</param>
    public static async Task<Letterhead> OfAsync(Db db, BookingPageId? page, CancellationToken ct)
    {
        if (page is not { } id || await db.BookingPages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) is not { } found)
            return None;
        var logo = await db.PageLogos.AsNoTracking().FirstOrDefaultAsync(l => l.Page == id, ct);
        return new Letterhead(found.Settings.Mails.HostName, found.Settings.Contact, logo?.ToPicture());
    }
}
