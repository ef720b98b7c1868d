using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>ワンタイムURL: which page a request ends on.</summary>
public sealed class LinkPages(KeepPages pages, KeepLinks links, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor, IClock clock)
{
    private const int MostDays = 365;

    private Member Member => signedIn.Member;

    private IResult NotFound => Page.Message(accessor.HttpContext!, MessageKind.NotFound);

    public async Task<IResult> ListAsync(BookingPageId id, string? done, CancellationToken ct)
    {
        var banner = done switch
        {
            "made" => new Banner(Tone.Ok, Text.Of("LinkMade")),
            "deleted" => new Banner(Tone.Ok, Text.Of("LinkDeleted")),
            _ => null,
        };
        return await pages.FindAsync(Member, id, ct) is { } page ? await DrawAsync(page, banner, FormState.Empty, StatusCodes.Status200OK, ct) : NotFound;
    }

    public async Task<IResult> MakeAsync(BookingPageId id, IFormCollection posted, CancellationToken ct)
    {
        if (await pages.FindAsync(Member, id, ct) is not { } page)
            return NotFound;
        var typed = new Forms(posted);
        var note = typed.Text("note", KeepLinks.LongestNote);
        var today = clock.GetCurrentInstant().In(page.Settings.Hours.ZoneId).Date;
        var until = Forms.DateOf(typed.Text("until"));
        if (until is not { } last || last < today || last > today.PlusDays(MostDays))
            typed.Refuse("until", Text.Of("LinkUntilUnfit", MostDays));
        if (typed.IsValid && !await links.MakeAsync(Member, page, note, until!.Value, ct))
            typed.Refuse("note", Text.Of("LinksTooMany", KeepLinks.MostOpen));
        return typed.IsValid
            ? Results.Redirect($"/booking-pages/{id}/links?done=made")
            : await DrawAsync(page, null, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
    }

    public async Task<IResult> DeleteAsync(BookingPageId id, Guid link, CancellationToken ct)
    {
        if (await pages.FindAsync(Member, id, ct) is not { } page)
            return NotFound;
        await links.DeleteAsync(page, link, ct);
        return Results.Redirect($"/booking-pages/{id}/links?done=deleted");
    }

    private async Task<IResult> DrawAsync(BookingPage page, Banner? banner, FormState form, int status, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.BookingPages, banner, ct);
        return Page.Of<LinksPage>(await links.ShowAsync(frame, page, form, ct), status);
    }
}
