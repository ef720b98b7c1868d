using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>アポイントメント一覧.</summary>
/// <param name="Tabs">All states with their counts; the one with State null counts all.</param>
/// <param name="Query">What is searched for, from ?q=.</param>
public sealed record AppointmentsView(
    ShellView Shell,
    IReadOnlyList<AppointmentTab> Tabs,
    AppointmentStatus? Selected,
    string Query,
    bool PendingOnly,
    int PendingCount,
    IReadOnlyList<AppointmentRow> Rows,
    int Page,
    int PageSize,
    int Total,
    Instant Now,
    string Zone);

public sealed record AppointmentTab(AppointmentStatus? State, int Count);

public enum AppointmentStatus { Draft, Open, Confirmed, OtherTimesRequested, Expired, Cancelled, Completed }

/// <param name="Start">When confirmed.</param>
/// <param name="Candidates">How many candidates (open) or wishes (other times requested).</param>
/// <param name="Deadline">For open and expired proposals.</param>
public sealed record AppointmentRow(
    string Id,
    AppointmentStatus Status,
    Instant? Start,
    Instant? End,
    int Candidates,
    Instant? Deadline,
    string Company,
    string GuestName,
    string Title,
    ViewFormat Format,
    string? Place,
    IReadOnlyList<string> Hosts,
    CalendarMark Calendar,
    Instant UpdatedAt);

/// <param name="Done">Entries written of <paramref name="Wanted"/>.</param>
public sealed record CalendarMark(CalendarState State, int Done = 0, int Wanted = 0);

/// <summary>What stands outside: カレンダー未反映 is Pending, beside the state and never instead of it.</summary>
public enum CalendarState { None, Held, Writing, Pending, Written, Removed }
