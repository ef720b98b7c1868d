using System.Net;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Tests.Kit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Hosts come and go, another one becomes the main host (SPEC A0), and guests change their mind (A3).</summary>
public sealed partial class HistoryWorld
{
    private readonly HashSet<(AppointmentId Appointment, int Revision)> _otherHosts = [];

    /// <summary>Between the decision of this revision and its telling hosts may have come or gone: how many were told is then not known here.</summary>
    public IReadOnlySet<(AppointmentId Appointment, int Revision)> OtherHosts => _otherHosts;

    private readonly HashSet<(AppointmentId Appointment, int Revision)> _otherGuests = [];
    private Browser? _guest;
    private int _guestsMade;

    /// <summary>The same, where guests came or went; or what it tells is for one of them alone.</summary>
    public IReadOnlySet<(AppointmentId Appointment, int Revision)> OtherGuests => _otherGuests;

    /// <summary>What the link of a guest answers.</summary>
    public async Task<HttpStatusCode> VisitedAsync(Guest guest)
    {
        var secret = Services.GetRequiredService<SealedText>().Open(SealedText.GuestLink, guest.ProtectedLink);
        return (await (_guest ??= App.NewBrowser()).GetAsync($"/p/{secret}")).Status;
    }

    private async Task TakeStepOfPeopleAsync(Step step, CancellationToken ct)
    {
        switch (step.Act)
        {
            case Act.AHostComesOrGoes: await ChangeWhoTakesPartAsync(step, (s, a) => ComeOrGoAsync(s, a, ct)); break;
            case Act.AnotherMainHost: await ChangeWhoTakesPartAsync(step, (s, a) => HandOverAsync(s, a, step.Pick, ct)); break;
            case Act.AGuestComesOrGoes: await ChangeWhoIsAskedAsync(step, ct); break;
            case Act.TheGuestCancels:
                await ChangeAsync(step.Subject, async (s, id) => await s.GetRequiredService<CancelAppointment>().RunAsync(await VisitAsync(s, id), "都合により", ct));
                break;
            case Act.TheGuestAsksForAnotherDate:
                await ChangeAsync(step.Subject, async (s, id) => await s.GetRequiredService<AskForDate>().RunAsync(await VisitAsync(s, id), "別の日に", [], ct));
                break;
            case Act.TheDateIsKept:
                await ChangeAsync(step.Subject, (s, id) => s.GetRequiredService<SettleDateRequest>().KeepAsync(_hosts[0], id, ct));
                break;
        }
    }

    private async Task ChangeWhoTakesPartAsync(Step step, Func<IServiceProvider, Appointment, Task> change)
    {
        var before = (await AppointmentsAsync()).ToDictionary(a => a.Id);
        await ChangeAsync(step.Subject, async (scope, id) => await change(scope, await AppointmentAsync(scope, id)));
        foreach (var appointment in (await AppointmentsAsync()).Where(a => a.Version != before[a.Id].Version))
        {
            var isHandedOver = appointment.State == AppointmentState.Confirmed && appointment.MainHost != before[appointment.Id].MainHost;
            _otherHosts.Add((appointment.Id, appointment.Revision));
            // What is written for them from now on goes wherever they are connected then; and what a person did to an entry
            // that is nobody's any more, or is another one now, is no question any more.
            foreach (var place in _accounts.Keys.Where(k => k.Item1 == appointment.Id).ToList())
                _accounts.Remove(place);
            foreach (var key in _byHand.Keys.Where(k => k.Appointment == appointment.Id
                && (isHandedOver || !appointment.Hosts.Contains(k.Whose))).ToList())
            {
                _byHand.Remove(key);
            }
        }
    }

    private async Task ChangeWhoIsAskedAsync(Step step, CancellationToken ct)
    {
        var before = (await AppointmentsAsync()).ToDictionary(a => a.Id, a => a.Version);
        await ChangeAsync(step.Subject, async (scope, id) =>
        {
            var guests = (await AppointmentAsync(scope, id)).Guests;
            var change = scope.GetRequiredService<ChangeGuests>();
            if (guests.Count > 1 && step.Pick % 2 == 0)
                await change.RemoveAsync(_hosts[0], id, guests[step.Pick / 2 % guests.Count], ct);
            else
                await change.AddAsync(_hosts[0], id, "客先", $"お客 {++_guestsMade}", $"guest{_guestsMade}@guest.example", _guestsMade % 2 == 0 ? "ja" : "en", "", ct);
        });
        foreach (var appointment in (await AppointmentsAsync()).Where(a => a.Version != before[a.Id]))
            _otherGuests.Add((appointment.Id, appointment.Revision));
    }

    private async Task ComeOrGoAsync(IServiceProvider scope, Appointment appointment, CancellationToken ct)
    {
        var other = Hosts.Single(h => h != appointment.MainHost);
        var change = scope.GetRequiredService<ChangeHosts>();
        if (appointment.Hosts.Contains(other))
            await change.RemoveAsync(_hosts[0], appointment.Id, other.ToString(), ct);
        else
            await change.AddAsync(_hosts[0], appointment.Id, other.ToString(), overlapAccepted: true, ct);
    }

    private Task HandOverAsync(IServiceProvider scope, Appointment appointment, int pick, CancellationToken ct) =>
        scope.GetRequiredService<ChangeMainHost>().RunAsync(
            _hosts[0], appointment.Id, Hosts.Single(h => h != appointment.MainHost).ToString(), formerLeaves: pick % 3 == 0, ct);

    private static async Task<GuestVisit> VisitAsync(IServiceProvider scope, AppointmentId id) => new(id, (await AppointmentAsync(scope, id)).FirstGuest.Id, "ja");

    private static Task<Appointment> AppointmentAsync(IServiceProvider scope, AppointmentId id) =>
        scope.GetRequiredService<Db>().Appointments.AsNoTracking().SingleAsync(a => a.Id == id);
}
