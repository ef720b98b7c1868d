using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;

namespace Hidori.Server.Features.BookingPages;

/// <summary>この時間はなぜ?: for those who see to the page, and those who take part.</summary>
public sealed class WhyPages(Db db, ShowWhy show, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    private Member Member => signedIn.Member;

    public async Task<IResult> ShowAsync(BookingPageId id, string? date, string? start, string? minutes, CancellationToken ct)
    {
        var page = await db.BookingPages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct);
        if (page is null || !(KeepPages.MayChange(Member, page) || page.Hosts.Contains(Member.Id)))
            return Page.Message(accessor.HttpContext!, MessageKind.NotFound);
        var asked = new WhyAsked(
            Forms.DateOf(date), Clock.Parse(start ?? "") is { Success: true } time ? time.Value : null, Forms.NumberOf(minutes));
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.BookingPages, null, ct);
        return await show.RunAsync(frame, Member, page, asked, ct) is { } view
            ? Page.Of<WhyPage>(view)
            : Results.Redirect("/booking-pages");
    }
}
