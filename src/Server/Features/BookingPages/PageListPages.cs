using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.BookingPages;

/// <summary>予約ページの一覧: which page a request ends on.</summary>
public sealed class PageListPages(
    KeepPages keep, MakePages make, ShowPages show, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private const string Everyones = "all";

    private Member Member => signedIn.Member;

    /// <param name="whose">Everybody's, for those who may see them; else one's own.</param>
    /// <param name="done">What was just done, for the message above.</param>
    public async Task<IResult> ListAsync(string? whose, string? done, CancellationToken ct)
    {
        await make.MakeReadyAsync(Member, ct);
        return Page.Of<PagesPage>(await show.RunAsync(await FrameAsync(BannerOf(done), ct), Member, whose == Everyones, ct));
    }

    public async Task<IResult> NewAsync(CancellationToken ct) =>
        await make.NewAsync(Member, ct) is { } id ? Results.Redirect($"/booking-pages/{id}?done=new") : Results.Redirect("/booking-pages");

    public async Task<IResult> DuplicateAsync(BookingPageId id, CancellationToken ct) =>
        await keep.FindAsync(Member, id, ct) is null ? NotFound
        : await make.DuplicateAsync(Member, id, ct) is { } copy ? Results.Redirect($"/booking-pages/{copy}?done=copied")
        : Results.Redirect("/booking-pages");

    public async Task<IResult> TurnAsync(BookingPageId id, bool publishes, CancellationToken ct)
    {
        if ((await keep.TurnAsync(Member, id, publishes, ct)).Refusal is not { } refusal)
            return Results.Redirect($"/booking-pages?done={(publishes ? "published" : "paused")}");
        return refusal switch
        {
            PageSaveRefusal.NotFound => NotFound,
            PageSaveRefusal.HostNotConnected => Results.Redirect($"/booking-pages/{id}?done=unlinked"),
            PageSaveRefusal.SlugTaken or PageSaveRefusal.ChangedElsewhere => Results.Redirect("/booking-pages?done=changed"),
        };
    }

    public async Task<IResult> AskAsync(BookingPageId id, CancellationToken ct) =>
        await keep.FindAsync(Member, id, ct) is { } page
            ? Page.Of<DeletePagePage>(await show.DeletionAsync(await FrameAsync(null, ct), page, ct))
            : NotFound;

    public async Task<IResult> DeleteAsync(BookingPageId id, CancellationToken ct) =>
        await keep.DeleteAsync(Member, id, ct) ? Results.Redirect("/booking-pages?done=deleted") : NotFound;

    private IResult NotFound => Page.Message(accessor.HttpContext!, MessageKind.NotFound);

    private static Banner? BannerOf(string? done) => done switch
    {
        "published" => new Banner(Tone.Ok, Text.Of("Published")),
        "paused" => new Banner(Tone.Ok, Text.Of("Paused"), Text.Of("PausedDetail")),
        "deleted" => new Banner(Tone.Ok, Text.Of("Deleted")),
        "changed" => new Banner(Tone.Hold, Text.Of("ChangedElsewhere")),
        _ => null,
    };

    private async Task<ShellView> FrameAsync(Banner? banner, CancellationToken ct) =>
        (await shell.RunAsync(accessor.HttpContext!, Section.BookingPages, banner, ct)).Shell;
}
