using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Proposals;

public static class ProposalRoutes
{
    public static IServiceCollection AddProposals(this IServiceCollection services)
    {
        services.AddScoped<ShowCompose>();
        services.AddScoped<BlankProposal>();
        services.AddScoped<ShowSentProposal>();
        services.AddScoped<SendProposal>();
        services.AddScoped<SuggestCandidates>();
        services.AddScoped<ShowComposeRooms>();
        services.AddScoped<ChosenRooms>();
        services.AddScoped<ShowOffer>();
        services.AddScoped<OfferTimes>();
        services.AddScoped<OfferPages>();
        return services;
    }

    public static void MapProposals(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/proposals").RequireAuthorization();
        group.MapGet("/new", NewAsync);
        group.MapGet("/busy", BusyAsync);
        group.MapPost("", PostAsync);
        group.MapPost("/rooms", RoomsAsync);
        var candidates = group.MapGroup("/{id:guid}/candidates").AddEndpointFilter(AppointmentRoutes.OnlyWhoSeesIt);
        candidates.MapGet("", (Guid id, OfferPages pages, CancellationToken ct) => pages.ShowAsync(new AppointmentId(id), ct));
        candidates.MapPost("", (Guid id, IFormCollection form, OfferPages pages, CancellationToken ct) => pages.PostAsync(new AppointmentId(id), form, ct));
        candidates.MapPost("/rooms", (Guid id, IFormCollection form, OfferPages pages, CancellationToken ct) => pages.RoomsAsync(new AppointmentId(id), form, ct));
        group.MapGet("/{id:guid}/sent", async (
            Guid id, ShowSentProposal show, ChangeAppointment appointments, SignedIn signedIn, ShowShell shell, HttpContext http, CancellationToken ct) =>
        {
            var (frame, _) = await shell.RunAsync(http, Section.Appointments, null, ct);
            return await appointments.IsSeenByAsync(signedIn.Member, new AppointmentId(id), ct)
                && await show.RunAsync(frame, new AppointmentId(id), ct) is { } view
                ? Page.Of<ProposalSentPage>(view)
                : (IResult)Page.Message(http, MessageKind.NotFound);
        });
    }

    private static async Task<IResult> NewAsync(
        ShowCompose show, BlankProposal blank, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(http, Section.Appointments, null, ct);
        var fields = Guid.TryParse(http.Request.Query["copy"], out var copied)
            ? await blank.CopyAsync(signedIn.Member, new AppointmentId(copied), ct)
            : BlankProposal.Empty(signedIn.Member);
        fields["week"] = http.Request.Query["week"];
        var first = new FormCollection(fields);
        return Page.Of<ComposePage>(await show.RunAsync(frame, signedIn.Member, new ComposeForm(first, signedIn.Member.Id, Dates.ZoneOf(zone)), ct));
    }

    private static async Task<IResult> BusyAsync(
        string week, string[] host, string[] guestZone, bool? weekend, Guid? without, ShowCompose show, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct)
    {
        var (_, zone) = await shell.RunAsync(http, Section.Appointments, null, ct);
        if (Forms.DateOf(week) is not { } date || host.Length > MostHosts || guestZone.Length > Proposing.MostGuests)
            return Results.BadRequest();
        var hosts = host.Select(h => Guid.TryParse(h, out var id) ? new MemberId(id) : default).Where(h => h != default).ToList();
        var asked = new WeekAsked(
            date, hosts, Dates.ZoneOf(zone), without is { } own ? new AppointmentId(own) : null, [.. guestZone.Where(Zones.IsKnown)], weekend is true);
        return Results.Json(await show.WeekAsync(signedIn.Member, asked, ct));
    }

    private const int MostHosts = 20;

    private static async Task<IResult> PostAsync(
        IFormCollection posted, SendProposal send, SuggestCandidates suggest, ChosenRooms rooms, ShowCompose show, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(http, Section.Appointments, null, ct);
        var form = new ComposeForm(posted, signedIn.Member.Id, Dates.ZoneOf(zone));
        var status = StatusCodes.Status200OK;
        if (form.Action == "send")
        {
            if (form.Read() is { } proposal)
            {
                var result = await send.RunAsync(signedIn.Member, form, proposal, rooms, ct);
                if (result.Succeeded(out var id))
                    return Results.Redirect($"/proposals/{id}/sent");
                form.Refuse(FieldOf(result.Refusal!.Value), Text.Of("Refused" + result.Refusal));
            }

            status = StatusCodes.Status422UnprocessableEntity;
        }
        else if (form.Action == "suggest")
        {
            await suggest.RunAsync(form, ct);
        }
        else
        {
            Act(form, posted);
        }

        return Page.Of<ComposePage>(await show.RunAsync(frame, signedIn.Member, form, ct), status);
    }

    /// <summary>The rooms alone, for the form as it is now.</summary>
    private static async Task<IResult> RoomsAsync(
        IFormCollection posted, ShowCompose show, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(http, Section.Appointments, null, ct);
        var form = new ComposeForm(posted, signedIn.Member.Id, Dates.ZoneOf(zone));
        Act(form, posted);
        return Page.Of<RoomsOfCandidates>(await show.RunAsync(frame, signedIn.Member, form, ct));
    }

    private static void Act(ComposeForm form, IFormCollection posted)
    {
        var (verb, what) = form.Verb;
        switch (verb)
        {
            case "addHost" when Guid.TryParse(posted["newHost"], out var added) && !form.Hosts.Contains(new MemberId(added)):
                form.Hosts.Add(new MemberId(added));
                break;
            case "removeHost" when Guid.TryParse(what, out var removed):
                form.Hosts.Remove(new MemberId(removed));
                if (form.MainHost == new MemberId(removed))
                    form.MainHost = null;
                break;
            default:
                form.Act();
                break;
        }
    }

    internal static string FieldOf(ProposalRefusal refusal) => refusal switch
    {
        ProposalRefusal.HostMissing => "host",
        ProposalRefusal.MainHostMissing or ProposalRefusal.MainHostNotConnected => "mainHost",
        ProposalRefusal.CandidateMissing or ProposalRefusal.TooManyCandidates or ProposalRefusal.CandidateInThePast
            or ProposalRefusal.CandidateEndsBeforeItStarts or ProposalRefusal.CandidateTooLong or ProposalRefusal.CandidatesOverlap
            or ProposalRefusal.AlreadyDecided or ProposalRefusal.Busy => "candidate",
        ProposalRefusal.DeadlineInThePast or ProposalRefusal.DeadlineAfterLastCandidate => "deadlineDate",
        ProposalRefusal.GuestMissing or ProposalRefusal.GuestTwice or ProposalRefusal.TooManyGuests => "guestMail",
        ProposalRefusal.TooManyCopies => "copies",
        ProposalRefusal.MessageTooLong => "message",
        ProposalRefusal.OverlapNotAccepted => "overlapAccepted",
        ProposalRefusal.RoomTaken or ProposalRefusal.RoomUnknown => "rooms",
    };
}
