using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Time;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.Appointments;

public static class AppointmentRoutes
{
    public static IServiceCollection AddAppointments(this IServiceCollection services)
    {
        services.AddScoped<ShowAppointments>();
        services.AddScoped<ShowAppointment>();
        services.AddScoped<ShowEnding>();
        services.AddScoped<ShowTimeline>();
        services.AddScoped<ChangeAppointment>();
        services.AddScoped<AppointmentPages>();
        return services;
    }

    public static void MapAppointments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/appointments")).RequireAuthorization();
        var list = routes.MapGroup("/appointments").RequireAuthorization();
        list.MapGet("", async (
            string? state, string? q, bool? pending, int? page, ShowAppointments show, ShowShell shell, SignedIn signedIn,
            HttpContext http, CancellationToken ct) =>
        {
            var (frame, zone) = await shell.RunAsync(http, Section.Appointments, null, ct);
            AppointmentStatus? selected = Enum.TryParse<AppointmentStatus>(state, ignoreCase: true, out var status) ? status : null;
            return Page.Of<AppointmentsPage>(await show.RunAsync(
                frame, signedIn.Member, zone, selected, (q ?? "").Trim(), pending ?? false, Math.Max(1, page ?? 1), ct));
        });

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
        one.MapPost("/extend", (Guid id, IFormCollection form, AppointmentPages pages, CancellationToken ct) =>
            pages.ExtendAsync(new AppointmentId(id), form, ct));
        one.MapPost("/reschedule", (Guid id, IFormCollection form, AppointmentPages pages, CancellationToken ct) =>
            pages.RescheduleAsync(new AppointmentId(id), form, ct));
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
    private static async ValueTask<object?> OnlyWhoSeesIt(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var member = http.RequestServices.GetRequiredService<SignedIn>().Member;
        var id = new AppointmentId(Guid.Parse((string)http.GetRouteValue("id")!));
        return await http.RequestServices.GetRequiredService<ChangeAppointment>().IsSeenByAsync(member, id, http.RequestAborted)
            ? await next(context)
            : Page.Message(http, MessageKind.NotFound);
    }
}

/// <summary>Which page an appointment's request ends on.</summary>
public sealed class AppointmentPages(
    ShowAppointment show, ShowEnding ending, ChangeAppointment change, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    public async Task<IResult> ShowAsync(AppointmentId id, FormState form, int status, Banner? banner, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, banner, ct);
        return await show.RunAsync(frame, signedIn.Member, id, form, ct) is { } view
            ? Page.Of<AppointmentPage>(view, status)
            : Page.Message(accessor.HttpContext!, MessageKind.NotFound);
    }

    public async Task<IResult> ShowEndingAsync(AppointmentId id, FormState form, int status, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return await ending.RunAsync(frame, id, form, ct) is { } view
            ? Page.Of<EndAppointmentPage>(view, status)
            : Page.Message(accessor.HttpContext!, MessageKind.NotFound);
    }

    /// <summary>The appointment as it stands after a change, or with the reason why it did not change.</summary>
    public async Task<IResult> EndAsync(
        AppointmentId id, IFormCollection posted, Func<string, Task<Result<Done, ChangeRefusal>>> end, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var message = typed.Text("message", Appointment.LongestEndingMessage);
        if (!typed.IsValid)
            return await ShowEndingAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
        var result = await end(message);
        return result.Refusal is { } refusal
            ? await ShowAsync(id, FormState.Empty, StatusOf(refusal), new Banner(Tone.Bad, Text.Of("Refused" + refusal)), ct)
            : Results.Redirect($"/appointments/{id}");
    }

    public async Task<IResult> ExtendAsync(AppointmentId id, IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        if (await ReadTimeAsync(typed, "deadlineDate", "deadlineTime", ct) is { } deadline)
        {
            var result = await change.ExtendAsync(signedIn.Member, id, deadline, ct);
            if (result.Refusal is not { } refusal)
                return Results.Redirect($"/appointments/{id}");
            typed.Refuse("deadlineDate", Text.Of("RefusedDeadline" + refusal));
        }

        return await ShowAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, null, ct);
    }

    public async Task<IResult> RescheduleAsync(AppointmentId id, IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var start = await ReadTimeAsync(typed, "newDate", "newStart", ct);
        var end = await ReadTimeAsync(typed, "newDate", "newEnd", ct);
        if (start is { } from && end is { } to)
        {
            if (to <= from)
            {
                typed.Refuse("newEnd", Text.Of("EndBeforeStart"));
            }
            else
            {
                var result = await change.RescheduleAsync(signedIn.Member, id, new Interval(from, to), ct);
                if (result.Refusal is not { } refusal)
                    return Results.Redirect($"/appointments/{id}");
                typed.Refuse("newDate", Text.Of("Refused" + refusal));
            }
        }

        return await ShowAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, null, ct);
    }

    private async Task<Instant?> ReadTimeAsync(Forms typed, string dateField, string timeField, CancellationToken ct)
    {
        var date = LocalDatePattern.Iso.Parse(typed.Text(dateField));
        var time = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(typed.Text(timeField));
        if (!date.Success)
            typed.Refuse(dateField, Text.Of("DateMissing"));
        if (!time.Success)
            typed.Refuse(timeField, Text.Of("TimeMissing"));
        if (!date.Success || !time.Success)
            return null;
        var (_, zone) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return Dates.ZoneOf(zone).InstantOf(date.Value + time.Value);
    }

    private static int StatusOf(ChangeRefusal refusal) => refusal switch
    {
        ChangeRefusal.NotInThisState or ChangeRefusal.TimeTaken => StatusCodes.Status409Conflict,
        ChangeRefusal.TimeImpossible or ChangeRefusal.TextUnfit => StatusCodes.Status422UnprocessableEntity,
        ChangeRefusal.Busy => StatusCodes.Status503ServiceUnavailable,
    };
}
