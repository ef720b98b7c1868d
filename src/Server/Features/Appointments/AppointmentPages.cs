using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Rooms;
using Hidori.Domain.Time;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.Appointments;

/// <summary>Which page an appointment's request ends on.</summary>
public sealed class AppointmentPages(
    ShowAppointment show, ShowEnding ending, WithdrawSeveral several, ChangeAppointment change, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private const string List = "/appointments";

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

    public async Task<IResult> ShowWithdrawSeveralAsync(
        IEnumerable<string?> ticked, string? back, FormState form, int status, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return Page.Of<WithdrawSeveralPage>(
            await several.ShowAsync(frame, signedIn.Member, ticked, Forms.LocalPath(back, List), form, ct), status);
    }

    public async Task<IResult> WithdrawSeveralAsync(IFormCollection posted, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var message = typed.Text("message", Appointment.LongestEndingMessage);
        if (!typed.IsValid)
            return await ShowWithdrawSeveralAsync(posted["id"], posted["back"], typed.State, StatusCodes.Status422UnprocessableEntity, ct);
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return Page.Of<WithdrawSeveralPage>(
            await several.RunAsync(frame, signedIn.Member, posted["id"], message, Forms.LocalPath(posted["back"], List), ct));
    }

    /// <summary>The appointment as it stands after a change, or with the reason why it did not change.</summary>
    public async Task<IResult> EndAsync(
        AppointmentId id, IFormCollection posted, Func<string, Task<Result<Done, ChangeRefusal>>> end, CancellationToken ct)
    {
        var typed = new Forms(posted);
        var message = typed.Text("message", Appointment.LongestEndingMessage);
        if (!typed.IsValid)
            return await ShowEndingAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
        return await SettleAsync(id, () => end(message), ct);
    }

    /// <summary>The appointment as it stands after one press, or with the reason why it did not change.</summary>
    public async Task<IResult> SettleAsync(AppointmentId id, Func<Task<Result<Done, ChangeRefusal>>> settle, CancellationToken ct) =>
        (await settle()).Refusal is { } refusal
            ? await ShowAsync(id, FormState.Empty, StatusOf(refusal), new Banner(Tone.Bad, Text.Of("Refused" + refusal)), ct)
            : Results.Redirect($"/appointments/{id}");

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
                if (posted["overlapAccepted"] != "true" && await InTheWayAsync(id, new Interval(from, to), ct) is { } obstacle)
                {
                    typed.Refuse("newDate", obstacle);
                    return await ShowAsync(id, typed.State, StatusCodes.Status409Conflict, null, ct);
                }

                var result = await change.RescheduleAsync(signedIn.Member, id, new Interval(from, to), ct);
                if (result.Refusal is not { } refusal)
                    return Results.Redirect($"/appointments/{id}");
                typed.Refuse("newDate", Text.Of("Refused" + refusal));
            }
        }

        return await ShowAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, null, ct);
    }

    /// <summary>Whose calendar speaks against it, in words; null when none does.</summary>
    private async Task<string?> InTheWayAsync(AppointmentId id, Interval time, CancellationToken ct)
    {
        var (taken, unknown) = await change.InTheWayAsync(id, time, ct);
        return taken.Count > 0 ? Text.Of("RescheduleTaken", Ui.Text.List(taken))
            : unknown.Count > 0 ? Text.Of("RescheduleUnknown", Ui.Text.List(unknown))
            : null;
    }

    /// <summary>ホストが確定.</summary>
    public async Task<IResult> ChooseForGuestAsync(AppointmentId id, IFormCollection posted, ChooseCandidate choose, CancellationToken ct)
    {
        var chosen = Guid.TryParse(posted["candidate"], out var candidate) ? new CandidateId(candidate) : default;
        return (await choose.ForGuestAsync(signedIn.Member, id, chosen, ct)).Refusal is { } refusal
            ? await ShowAsync(
                id, FormState.Empty,
                refusal is ChoiceRefusal.CalendarUnavailable or ChoiceRefusal.Busy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status409Conflict,
                new Banner(Tone.Bad, Text.Of("RefusedChoice" + refusal)), ct)
            : Results.Redirect($"/appointments/{id}");
    }

    /// <summary>担当者の追加と解除. What stands in the way is said at the field, and can be accepted there.</summary>
    public async Task<IResult> ChangeHostsAsync(AppointmentId id, IFormCollection posted, ChangeHosts hosts, CancellationToken ct)
    {
        if (posted["remove"] is [{ Length: > 0 } leaving])
            return await SettleAsync(id, () => hosts.RemoveAsync(signedIn.Member, id, leaving, ct), ct);

        var typed = new Forms(posted);
        var joining = typed.Text("host");
        if (joining.Length == 0)
            typed.Refuse("host", Text.Of("HostMissing"));
        else if ((await hosts.AddAsync(signedIn.Member, id, joining, posted["overlapAccepted"] == "true", ct)).Refusal is { } refusal)
            typed.Refuse("host", Text.Of("RefusedJoining" + refusal));
        return typed.IsValid
            ? Results.Redirect($"/appointments/{id}")
            : await ShowAsync(id, typed.State, StatusCodes.Status422UnprocessableEntity, null, ct);
    }

    public async Task<IResult> ChooseRoomAsync(AppointmentId id, Task<Result<Done, RoomRefusal>> choice, CancellationToken ct)
    {
        var result = await choice;
        return result.Refusal is { } refusal
            ? await ShowAsync(id, FormState.Empty, StatusCodes.Status409Conflict, new Banner(Tone.Bad, Text.Of("RefusedRoom" + refusal)), ct)
            : Results.Redirect($"/appointments/{id}");
    }

    private async Task<Instant?> ReadTimeAsync(Forms typed, string dateField, string timeField, CancellationToken ct)
    {
        var date = Forms.DateOf(typed.Text(dateField));
        var time = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(typed.Text(timeField));
        if (date is null)
            typed.Refuse(dateField, Text.Of("DateMissing"));
        if (!time.Success)
            typed.Refuse(timeField, Text.Of("TimeMissing"));
        if (date is not { } day || !time.Success)
            return null;
        var (_, zone) = await shell.RunAsync(accessor.HttpContext!, Section.Appointments, null, ct);
        return Dates.ZoneOf(zone).InstantOf(day + time.Value);
    }

    private static int StatusOf(ChangeRefusal refusal) => refusal switch
    {
        ChangeRefusal.NotInThisState or ChangeRefusal.TimeTaken or ChangeRefusal.HostNotConnected or ChangeRefusal.HostIsMain
            or ChangeRefusal.OverlapNotAccepted or ChangeRefusal.TooSoon => StatusCodes.Status409Conflict,
        ChangeRefusal.TimeImpossible or ChangeRefusal.TextUnfit => StatusCodes.Status422UnprocessableEntity,
        ChangeRefusal.Busy => StatusCodes.Status503ServiceUnavailable,
    };
}
