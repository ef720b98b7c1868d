using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.BookingPages;

/// <summary>予約ページの設定: which page each button ends on. Everything typed is kept.</summary>
public sealed class PageSettingsPages(KeepPages keep, ShowPageSettings show, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private Member Member => signedIn.Member;

    private IResult NotFound => Page.Message(accessor.HttpContext!, MessageKind.NotFound);

    /// <param name="done">What was just done, for the message above.</param>
    public async Task<IResult> ShowAsync(BookingPageId id, string? done, CancellationToken ct) =>
        await keep.FindAsync(Member, id, ct) is { } page
            ? await DrawAsync(page, BannerOf(done), null, null, StatusCodes.Status200OK, ct)
            : NotFound;

    public async Task<IResult> PostAsync(BookingPageId id, IFormCollection posted, CancellationToken ct)
    {
        if (await keep.FindAsync(Member, id, ct) is not { } page)
            return NotFound;
        var form = new PageForm(posted);
        // A line more or less is no reason to speak of what is not filled in yet.
        if (form.Act())
        {
            var lines = FormState.Of(form.State.Values);
            return await DrawAsync(page, null, lines, form.Read(), StatusCodes.Status200OK, ct);
        }

        var typed = form.Read();
        if (typed is null || form.Action == "preview")
            return await DrawAsync(page, null, form.State, typed, typed is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, ct);
        return await SaveAsync(page, form, typed, ct);
    }

    private async Task<IResult> SaveAsync(BookingPage page, PageForm form, PageAsTyped typed, CancellationToken ct)
    {
        var publishes = form.Action == "publish";
        switch ((await keep.SaveAsync(Member, page.Id, form.Version, typed, publishes, ct)).Refusal)
        {
            case null:
                return Results.Redirect($"/booking-pages/{page.Id}?done={(publishes ? "published" : "saved")}");
            case PageSaveRefusal.NotFound:
                return NotFound;
            case PageSaveRefusal.HostNotConnected:
                return Results.Redirect($"/booking-pages/{page.Id}?done=unlinked");
            case PageSaveRefusal.SlugTaken:
                form.Refuse("slug", Text.Of("SlugTaken"));
                break;
            case PageSaveRefusal.ChangedElsewhere:
                form.Refuse("", Text.Of("ChangedElsewhere"));
                break;
        }

        return await DrawAsync(page, null, form.State, typed, StatusCodes.Status409Conflict, ct);
    }

    private static Banner? BannerOf(string? done) => done switch
    {
        "new" => new Banner(Tone.Info, Text.Of("Made"), Text.Of("MadeDetail")),
        "copied" => new Banner(Tone.Ok, Text.Of("Copied"), Text.Of("MadeDetail")),
        "saved" => new Banner(Tone.Ok, Text.Of("Saved")),
        "published" => new Banner(Tone.Ok, Text.Of("SavedAndPublished")),
        "unlinked" => new Banner(Tone.Hold, Text.Of("NotPublished"), Text.Of("NotPublishedDetail")),
        _ => null,
    };

    private async Task<IResult> DrawAsync(BookingPage page, Banner? banner, FormState? form, PageAsTyped? typed, int status, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.BookingPages, banner, ct);
        return Page.Of<PageSettingsPage>(await show.RunAsync(frame, Member, page, form, typed, ct), status);
    }
}
