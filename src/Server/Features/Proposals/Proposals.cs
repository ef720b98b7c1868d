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
        services.AddScoped<ComposePages>();
        services.AddScoped<KeepDrafts>();
        services.AddScoped<DraftPages>();
        services.AddScoped<ShowSentProposal>();
        services.AddScoped<SendProposal>();
        services.AddScoped<PreviewProposal>();
        services.AddScoped<SuggestCandidates>();
        services.AddScoped<ComposeTemplates>();
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
        group.MapGet("/new", (ComposePages pages, CancellationToken ct) => pages.NewAsync(ct));
        group.MapGet("/busy", BusyAsync);
        group.MapPost("", (IFormCollection form, ComposePages pages, SendProposal send, SuggestCandidates suggest, ChosenRooms rooms, PreviewProposal preview, ComposeTemplates templates, CancellationToken ct) =>
            pages.PostAsync(form, send, suggest, rooms, preview, templates, ct));
        group.MapPost("/rooms", (IFormCollection form, ComposePages pages, CancellationToken ct) => pages.RoomsAsync(form, ct));
        group.MapPost("/draft", (IFormCollection form, DraftPages pages, CancellationToken ct) => pages.KeepAsync(form, ct));
        group.MapGet("/drafts/{id:guid}/discard", (Guid id, DraftPages pages, CancellationToken ct) => pages.AskAsync(id, ct));
        group.MapPost("/drafts/{id:guid}/discard", (Guid id, IFormCollection _, DraftPages pages, CancellationToken ct) => pages.DiscardAsync(id, ct));
        var candidates = group.MapGroup("/{id:guid}/candidates").AddEndpointFilter(AppointmentRoutes.OnlyWhoSeesIt);
        candidates.MapGet("", (Guid id, OfferPages pages, CancellationToken ct) => pages.ShowAsync(new AppointmentId(id), ct));
        candidates.MapPost("", (Guid id, IFormCollection form, OfferPages pages, ComposeTemplates templates, CancellationToken ct) => pages.PostAsync(new AppointmentId(id), form, templates, ct));
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
        ProposalRefusal.WishAnswered => "",
    };
}
