using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Appointments;

public static class AppointmentRoutes
{
    public static IServiceCollection AddAppointments(this IServiceCollection services)
    {
        services.AddScoped<ShowAppointments>();
        services.AddScoped<ExportAppointments>();
        services.AddScoped<WithdrawSeveral>();
        services.AddScoped<ShowAppointment>();
        services.AddScoped<ShowEnding>();
        services.AddScoped<ShowTimeline>();
        services.AddScoped<ShowAppointmentRooms>();
        services.AddScoped<ChooseRoom>();
        services.AddScoped<ChangeMainHost>();
        services.AddScoped<ChangeHosts>();
        services.AddScoped<ChangeAppointment>();
        services.AddScoped<SettleOutsideChange>();
        services.AddScoped<SettleDateRequest>();
        services.AddScoped<MarkOutcome>();
        services.AddScoped<ShowEdit>();
        services.AddScoped<EditPages>();
        services.AddScoped<CorrectGuest>();
        services.AddScoped<GuestDetailsPages>();
        services.AddScoped<ChangeGuests>();
        services.AddScoped<GuestListPages>();
        services.AddScoped<AppointmentPages>();
        return services;
    }

    public static void MapAppointments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/appointments")).RequireAuthorization();
        var list = routes.MapGroup("/appointments").RequireAuthorization();
        list.MapGet("", async (ShowAppointments show, ShowShell shell, SignedIn me, HttpContext http, CancellationToken ct) =>
        {
            var (frame, zone) = await shell.RunAsync(http, Section.Appointments, null, ct);
            var query = http.Request.Query;
            return Page.Of<AppointmentsPage>(await show.RunAsync(
                frame, me.Member, zone, AppointmentFilter.Of(query), PageMark.Of(query["after"]), PageMark.Of(query["before"]), ct));
        });
        list.MapGet("/export.csv", async (ExportAppointments export, ShowShell shell, SignedIn me, HttpContext http, CancellationToken ct) =>
        {
            var (_, zone) = await shell.RunAsync(http, Section.Appointments, null, ct);
            return Results.Stream(
                to => export.RunAsync(to, me.Member, zone, AppointmentFilter.Of(http.Request.Query), ct), "text/csv; charset=utf-8", "appointments.csv");
        });
        list.MapGet("/withdraw", (AppointmentPages pages, HttpContext http, CancellationToken ct) =>
            pages.ShowWithdrawSeveralAsync(http.Request.Query["id"], http.Request.Query["back"], FormState.Empty, StatusCodes.Status200OK, ct));
        list.MapPost("/withdraw", (IFormCollection form, AppointmentPages pages, CancellationToken ct) => pages.WithdrawSeveralAsync(form, ct));

        var one = list.MapGroup("/{id:guid}").AddEndpointFilter(OnlyWhoSeesIt);
        one.MapGet("", (Guid id, AppointmentPages pages, CancellationToken ct) => pages.ShowAsync(new AppointmentId(id), FormState.Empty, 200, null, ct));
        foreach (var ending in (string[])["withdraw", "cancel"])
        {
            one.MapGet("/" + ending, (Guid id, AppointmentPages pages, CancellationToken ct) =>
                pages.ShowEndingAsync(new AppointmentId(id), FormState.Empty, StatusCodes.Status200OK, ct));
        }

        one.MapPost("/withdraw", (Guid id, IFormCollection form, ChangeAppointment change, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.EndAsync(new AppointmentId(id), form, message => change.WithdrawAsync(me.Member, new AppointmentId(id), message, ct), ct));
        one.MapPost("/cancel", (Guid id, IFormCollection form, ChangeAppointment change, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.EndAsync(new AppointmentId(id), form, message => change.CancelAsync(me.Member, new AppointmentId(id), message, ct), ct));
        one.MapGet("/edit", (Guid id, EditPages pages, CancellationToken ct) =>
            pages.ShowAsync(new AppointmentId(id), FormState.Empty, StatusCodes.Status200OK, ct));
        one.MapPost("/edit", (Guid id, IFormCollection form, EditPages pages, CancellationToken ct) =>
            pages.EditAsync(new AppointmentId(id), form, ct));
        one.MapGet("/guest", (Guid id, string? guest, GuestDetailsPages pages, CancellationToken ct) =>
            pages.ShowAsync(new AppointmentId(id), guest, FormState.Empty, StatusCodes.Status200OK, ct));
        one.MapPost("/guest", (Guid id, IFormCollection form, GuestDetailsPages pages, CancellationToken ct) =>
            pages.CorrectAsync(new AppointmentId(id), form, ct));
        one.MapGet("/guests/new", (Guid id, GuestListPages pages, CancellationToken ct) =>
            pages.ShowAddingAsync(new AppointmentId(id), FormState.Empty, StatusCodes.Status200OK, ct));
        one.MapPost("/guests/new", (Guid id, IFormCollection form, GuestListPages pages, CancellationToken ct) =>
            pages.AddAsync(new AppointmentId(id), form, ct));
        one.MapGet("/guests/remove", (Guid id, string? guest, GuestListPages pages, CancellationToken ct) =>
            pages.ShowRemovingAsync(new AppointmentId(id), guest, FormState.Empty, StatusCodes.Status200OK, ct));
        one.MapPost("/guests/remove", (Guid id, IFormCollection form, GuestListPages pages, CancellationToken ct) =>
            pages.RemoveAsync(new AppointmentId(id), form, ct));
        one.MapPost("/extend", (Guid id, IFormCollection form, AppointmentPages pages, CancellationToken ct) =>
            pages.ExtendAsync(new AppointmentId(id), form, ct));
        one.MapPost("/reschedule", (Guid id, IFormCollection form, AppointmentPages pages, CancellationToken ct) =>
            pages.RescheduleAsync(new AppointmentId(id), form, ct));
        one.MapPost("/follow", (Guid id, IFormCollection _, SettleOutsideChange settle, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.SettleAsync(new AppointmentId(id), () => settle.FollowAsync(me.Member, new AppointmentId(id), ct), ct));
        one.MapPost("/restore", (Guid id, IFormCollection _, SettleOutsideChange settle, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.SettleAsync(new AppointmentId(id), () => settle.RestoreAsync(me.Member, new AppointmentId(id), ct), ct));
        one.MapPost("/choose", (Guid id, IFormCollection form, ChooseCandidate choose, AppointmentPages pages, CancellationToken ct) =>
            pages.ChooseForGuestAsync(new AppointmentId(id), form, choose, ct));
        one.MapPost("/keep-date", (Guid id, IFormCollection _, SettleDateRequest settle, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.SettleAsync(new AppointmentId(id), () => settle.KeepAsync(me.Member, new AppointmentId(id), ct), ct));
        one.MapPost("/remind", (Guid id, IFormCollection _, ChangeAppointment change, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.SettleAsync(new AppointmentId(id), () => change.RemindAsync(me.Member, new AppointmentId(id), ct), ct));
        one.MapPost("/reminder", (Guid id, IFormCollection form, ChangeAppointment change, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.SettleAsync(
                new AppointmentId(id), () => change.SwitchReminderAsync(me.Member, new AppointmentId(id), form["on"] == "true", ct), ct));
        one.MapPost("/upcoming", (Guid id, IFormCollection form, ChangeAppointment change, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.SettleAsync(
                new AppointmentId(id), () => change.SwitchUpcomingAsync(me.Member, new AppointmentId(id), form["on"] == "true", ct), ct));
        one.MapPost("/outcome", (Guid id, IFormCollection form, MarkOutcome mark, SignedIn me, AppointmentPages pages, CancellationToken ct) =>
            pages.SettleAsync(new AppointmentId(id), () => mark.RunAsync(
                me.Member, new AppointmentId(id), Forms.WordOf<AppointmentOutcome>(form["outcome"].ToString()) ?? AppointmentOutcome.Unmarked, ct), ct));
        one.MapPost("/main-host", (Guid id, IFormCollection form, AppointmentPages pages, ChangeMainHost change, SignedIn me, CancellationToken ct) =>
            pages.SettleAsync(
                new AppointmentId(id), () => change.RunAsync(me.Member, new AppointmentId(id), form["to"], form["formerLeaves"] == "true", ct), ct));
        one.MapPost("/hosts", (Guid id, IFormCollection form, AppointmentPages pages, ChangeHosts change, CancellationToken ct) =>
            pages.ChangeHostsAsync(new AppointmentId(id), form, change, ct));
        one.MapPost("/room", (Guid id, IFormCollection form, AppointmentPages pages, ChooseRoom choose, SignedIn me, CancellationToken ct) =>
            pages.ChooseRoomAsync(new AppointmentId(id), choose.RunAsync(me.Member, new AppointmentId(id), form["candidate"], form["room"], ct), ct));
        one.MapPost("/retry", async (Guid id, IFormCollection _, ChangeAppointment change, SignedIn me, CancellationToken ct) =>
        {
            await change.RetryAsync(me.Member, new AppointmentId(id), ct);
            return Results.Redirect($"/appointments/{id}");
        });
        one.MapPost("/join-link", async (Guid id, IFormCollection form, ChangeAppointment change, SignedIn me, CancellationToken ct) =>
        {
            if (form["action"] == "without")
                await change.GoOnWithoutJoinLinkAsync(me.Member, new AppointmentId(id), ct);
            else
                await change.RetryAsync(me.Member, new AppointmentId(id), ct);
            return Results.Redirect($"/appointments/{id}");
        });
    }

    /// <summary>What a member may not see does not exist for them.</summary>
    internal static async ValueTask<object?> OnlyWhoSeesIt(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var member = http.RequestServices.GetRequiredService<SignedIn>().Member;
        var id = new AppointmentId(Guid.Parse((string)http.GetRouteValue("id")!));
        return await http.RequestServices.GetRequiredService<ChangeAppointment>().IsSeenByAsync(member, id, http.RequestAborted)
            ? await next(context)
            : Page.Message(http, MessageKind.NotFound);
    }
}
