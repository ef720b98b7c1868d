using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.BookingPages;

/// <summary>お客様へのメール of a page: which page each button ends on. Everything typed is kept.</summary>
public sealed class PageMailPages(
    KeepPages pages, KeepPageMails keep, ShowPageMails show, SendTestMail test, ShowShell shell, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext!;

    private Member Member => Http.RequestServices.GetRequiredService<SignedIn>().Member;

    private IResult NotFound => Page.Message(Http, MessageKind.NotFound);

    /// <param name="done">What was just done, for the message above.</param>
    public async Task<IResult> ShowAsync(BookingPageId id, string? done, CancellationToken ct) =>
        await pages.FindAsync(Member, id, ct) is { } page
            ? await DrawAsync(page, BannerOf(done), null, null, StatusCodes.Status200OK, ct)
            : NotFound;

    public async Task<IResult> PostAsync(BookingPageId id, IFormCollection posted, CancellationToken ct)
    {
        if (await pages.FindAsync(Member, id, ct) is not { } page)
            return NotFound;
        var form = new PageMailForm(posted);
        if (form.Read() is not { } typed)
            return await DrawAsync(page, null, form.State, null, StatusCodes.Status422UnprocessableEntity, ct);
        switch (form.Action)
        {
            case "preview":
                return await DrawAsync(page, null, form.State, typed, StatusCodes.Status200OK, ct);
            case "test":
                return await TestAsync(page, form, typed, ct);
        }

        switch ((await keep.SaveAsync(Member, id, form.Version, typed, ct)).Refusal)
        {
            case null:
                return Results.Redirect($"/booking-pages/{id}/mails?done=saved");
            case PageSaveRefusal.ChangedElsewhere:
                form.Refuse("", Text.Of("ChangedElsewhere"));
                return await DrawAsync(page, null, form.State, typed, StatusCodes.Status409Conflict, ct);
            default:
                return NotFound;
        }
    }

    public async Task<IResult> LogoAsync(BookingPageId id, IFormCollection posted, CancellationToken ct)
    {
        if (await pages.FindAsync(Member, id, ct) is not { } page)
            return NotFound;
        var refusal = Text.Of("LogoMissing");
        if (posted.Files.GetFile("logo") is { Length: > 0 } file)
        {
            // One byte more than may be: enough to see that it is too large.
            var bytes = new byte[Math.Min(file.Length, LogoPicture.LargestFile + 1)];
            await using (var stream = file.OpenReadStream())
                await stream.ReadExactlyAsync(bytes, ct);
            var read = LogoPicture.Read(bytes);
            if (read.Succeeded(out var logo))
            {
                await keep.SaveLogoAsync(page, logo, ct);
                return Results.Redirect($"/booking-pages/{id}/mails?done=logo#logo");
            }

            refusal = Text.Of(read.Refusal!.Value);
        }

        var form = new FormState(PageMailForm.Of(page).Values, new Dictionary<string, string> { ["logo"] = refusal });
        return await DrawAsync(page, null, form, page.Settings.Mails, StatusCodes.Status422UnprocessableEntity, ct);
    }

    public async Task<IResult> RemoveLogoAsync(BookingPageId id, CancellationToken ct)
    {
        if (await pages.FindAsync(Member, id, ct) is not { } page)
            return NotFound;
        await keep.SaveLogoAsync(page, null, ct);
        return Results.Redirect($"/booking-pages/{id}/mails?done=logoGone#logo");
    }

    private async Task<IResult> TestAsync(BookingPage page, PageMailForm form, PageMails typed, CancellationToken ct)
    {
        var (kind, language) = PageMailForm.Shown(form.State);
        var refusal = await test.RunAsync(Member, page, typed, kind, language, ct);
        var banner = refusal is not { } why ? new Banner(Tone.Ok, Text.Of("TestSent", Member.Mail), Text.Of("TestSentDetail")) : why switch
        {
            TestMailRefusal.NoMailServer => new Banner(Tone.Hold, Text.Of("TestNoServer")),
            TestMailRefusal.TooMany => new Banner(Tone.Hold, Text.Of("TestTooMany", SendTestMail.Most)),
        };
        return await DrawAsync(page, banner, form.State, typed, refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, ct);
    }

    private static Banner? BannerOf(string? done) => done switch
    {
        "saved" => new Banner(Tone.Ok, Text.Of("MailsSaved"), Text.Of("MailsSavedDetail")),
        "logo" => new Banner(Tone.Ok, Text.Of("LogoSaved")),
        "logoGone" => new Banner(Tone.Ok, Text.Of("LogoGone")),
        _ => null,
    };

    private async Task<IResult> DrawAsync(BookingPage page, Banner? banner, FormState? form, PageMails? typed, int status, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(Http, Section.BookingPages, banner, ct);
        return Page.Of<PageMailsPage>(await show.RunAsync(frame, Member, page, form, typed, ct), status);
    }
}
