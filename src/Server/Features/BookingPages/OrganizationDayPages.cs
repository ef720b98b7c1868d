using System.Text;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>会社の営業日とアドレス: for administrators.</summary>
public sealed class OrganizationDayPages(KeepOrganization keep, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private const string Here = "/booking-pages/organization";

    public Task<IResult> ShowAsync(string? done, CancellationToken ct) => DrawAsync(
        done switch
        {
            "added" => new Banner(Tone.Ok, Text.Of("DayAdded")),
            "deleted" => new Banner(Tone.Ok, Text.Of("DayDeleted")),
            "moved" => new Banner(Tone.Ok, Text.Of("OrganizationMoved")),
            _ => null,
        },
        FormState.Empty, FormState.Empty, StatusCodes.Status200OK, ct);

    public async Task<IResult> AddAsync(IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var first = Forms.DateOf(typed.Text("first"));
        var last = typed.Text("last").Length == 0 ? first : Forms.DateOf(typed.Text("last"));
        var name = typed.Text("dayName", KeepOrganization.LongestName);
        if (first is null)
            typed.Refuse("first", Text.Of("DateMissing"));
        if (last is null)
            typed.Refuse("last", Text.Of("DateMissing"));
        else if (last < first)
            typed.Refuse("last", Text.Of("DaysBackwards"));
        else if (first is { } start && Period.DaysBetween(start, last.Value) >= KeepOrganization.MostDaysAtOnce)
            typed.Refuse("last", Text.Of("DaysTooMany", KeepOrganization.MostDaysAtOnce));
        if (!typed.IsValid)
            return await DrawAsync(null, typed.State, FormState.Empty, StatusCodes.Status422UnprocessableEntity, ct);
        var kind = Forms.WordOf<OrganizationDay>(typed.Text("kind")) ?? OrganizationDay.Closed;
        await keep.AddAsync(signedIn.Member, first!.Value, last!.Value, kind, name, ct);
        return Results.Redirect($"{Here}?done=added");
    }

    public async Task<IResult> DeleteAsync(IFormCollection posted, CancellationToken ct)
    {
        if (Forms.DateOf(posted["date"]) is { } date)
            await keep.DeleteAsync(date, ct);
        return Results.Redirect($"{Here}?done=deleted");
    }

    public async Task<IResult> MoveAsync(IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var slug = typed.Text("slug").Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        if (!BookingPage.IsSlug(slug))
            typed.Refuse("slug", Text.Of(new PageFinding(PageRefusal.SlugUnfit)));
        else if (!await keep.MoveAsync(slug, ct))
            typed.Refuse("slug", Text.Of("OrganizationSlugTaken"));
        return typed.IsValid
            ? Results.Redirect($"{Here}?done=moved")
            : await DrawAsync(null, FormState.Empty, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
    }

    private async Task<IResult> DrawAsync(Banner? banner, FormState days, FormState address, int status, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.BookingPages, banner, ct);
        return Page.Of<OrganizationDaysPage>(await keep.ShowAsync(frame, days, address, ct), status);
    }
}
