using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.BookingPages;

/// <summary>ご希望 of guests: which page a request ends on.</summary>
public sealed class WishPages(KeepPages pages, KeepWishes wishes, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private Member Member => signedIn.Member;

    private IResult NotFound => Page.Message(accessor.HttpContext!, MessageKind.NotFound);

    public async Task<IResult> ListAsync(BookingPageId id, string? done, CancellationToken ct)
    {
        if (await pages.FindAsync(Member, id, ct) is not { } page)
            return NotFound;
        var (frame, _) = await shell.RunAsync(
            accessor.HttpContext!, Section.BookingPages, done == "settled" ? new Banner(Tone.Ok, Text.Of("WishSettled")) : null, ct);
        return Page.Of<WishesPage>(await wishes.ShowAsync(frame, Member, page, ct));
    }

    public async Task<IResult> DeleteAsync(BookingPageId id, Guid wish, CancellationToken ct)
    {
        if (await pages.FindAsync(Member, id, ct) is not { } page)
            return NotFound;
        await wishes.DeleteAsync(page, wish, ct);
        return Results.Redirect($"/booking-pages/{id}/wishes?done=settled");
    }
}
