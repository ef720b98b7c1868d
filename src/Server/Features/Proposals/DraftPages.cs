using Hidori.Server.Features.Members;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>下書き: which page, or which answer to the script that keeps it, a request ends on.</summary>
public sealed class DraftPages(KeepDrafts drafts, ShowShell shell, SignedIn signedIn, IClock clock, IHttpContextAccessor accessor)
{
    /// <summary>For the script: the revision that stands now, and what to tell, in words.</summary>
    public async Task<IResult> KeepAsync(IFormCollection posted, CancellationToken ct)
    {
        var (_, zone) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        var form = new ComposeForm(posted, signedIn.Member.Id, Dates.ZoneOf(zone));
        var kept = await drafts.KeepAsync(signedIn.Member, form.Draft, posted, overwrite: false, ct);
        return kept.Succeeded(out var revision)
            ? Results.Json(new DraftAnswer(revision, Text.Of("DraftKeptAt", Dates.Time(clock.GetCurrentInstant().In(zone).TimeOfDay)), HasClash: false))
            : Results.Json(new DraftAnswer(form.Draft.Revision, Text.Of(kept.Refusal!.Value), kept.Refusal == DraftRefusal.ChangedElsewhere), statusCode: StatusCodes.Status409Conflict);
    }

    public async Task<IResult> AskAsync(Guid id, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return await drafts.FindAsync(signedIn.Member, id, ct) is { } draft
            ? Page.Of<DiscardDraftPage>(new DiscardDraftView(frame, draft))
            : Page.Message(accessor.HttpContext!, MessageKind.NotFound);
    }

    public async Task<IResult> DiscardAsync(Guid id, CancellationToken ct)
    {
        await drafts.DiscardAsync(signedIn.Member, id, ct);
        return Results.Redirect("/appointments");
    }
}

/// <param name="Words">For the person who types.</param>
public sealed record DraftAnswer(int Revision, string Words, bool HasClash);

/// <summary>下書きを削除, before it is done.</summary>
public sealed record DiscardDraftView(ShellView Shell, DraftRow Draft);
