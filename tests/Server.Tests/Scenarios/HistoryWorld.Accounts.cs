using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Each host has two Microsoft accounts and switches between them as the pages ask (SPEC M7).</summary>
public sealed partial class HistoryWorld
{
    private readonly Dictionary<MemberId, MemberBrowser> _desks = [];
    private readonly Dictionary<(AppointmentId, MemberId), string> _accounts = [];

    private static string OtherOf(string name) => $"{name}.other";

    /// <summary>
    /// In which account a host's entries of an appointment have to stand. Where a switch met a write of unknown end, or
    /// something thrown away by hand, either is right and nothing is said here.
    /// </summary>
    public IReadOnlyDictionary<(AppointmentId Appointment, MemberId Host), string> Accounts => _accounts;

    /// <summary>Both mailboxes of a host.</summary>
    public IEnumerable<string> AccountsOf(MemberId host) => [AddressOf(host), App.Mail(OtherOf(NameOf(host)))];

    /// <summary>What stands in both mailboxes of a host.</summary>
    public IReadOnlyList<CalendarItem> CalendarOf(MemberId host) => [.. AccountsOf(host).SelectMany(a => App.Outlook.CalendarOf(a))];

    private string NameOf(MemberId host) => AddressOf(host).Split('@')[0];

    private async Task SwitchAccountAsync(int pick, CancellationToken ct)
    {
        var host = _hosts[pick % _hosts.Count].Id;
        var before = await PresentAsync(host, ct);
        var other = AccountsOf(host).Single(a => a != before.Address);
        var desk = await AtDeskAsync(host);
        var page = await desk.TriesToSignInAsync("/connections", "/microsoft365/another", account: other);
        var choice = (pick / 2 % 3) switch { 0 => "Keep", 1 => "Move", _ => "cancel" };
        var isAsked = page.Address.AbsolutePath.EndsWith("/switch", StringComparison.Ordinal);
        if (isAsked)
            await desk.Web.SubmitAsync(page, choice == "cancel" ? "/switch/cancel" : "/microsoft365/switch", ("choice", choice));
        if (!isAsked || choice != "cancel")
            await ExpectAsync(host, before, other, isAsked && choice == "Move");
    }

    /// <summary>Signing in with Microsoft lasts two weeks, and histories are longer.</summary>
    private async Task<MemberBrowser> AtDeskAsync(MemberId host)
    {
        if (!_desks.TryGetValue(host, out var desk))
            _desks[host] = desk = new MemberBrowser(App, NameOf(host));
        if ((await desk.Web.GetAsync("/connections")).Address.AbsolutePath != "/connections")
            await desk.SignInAsync();
        return desk;
    }

    /// <summary>What is written stays or goes as its host said; what is not written yet goes to the new account.</summary>
    private async Task ExpectAsync(MemberId host, ConnectionRow before, string present, bool moves)
    {
        var ledger = await LedgerAsync();
        foreach (var appointment in (await AppointmentsAsync()).Where(a => a.Hosts.Contains(host)))
        {
            var standing = ledger.Where(l => l.Appointment == appointment.Id && l.Whose == host
                && appointment.Candidates.Any(c => c.Id == l.Candidate) && (l.State != LedgerState.Gone || l.HasCopyRecorded)).ToList();
            var place = (appointment.Id, host);
            var stays = standing.Where(l => (l.CopyIn ?? l.Connection) == before.Id).ToList();
            var isMixed = stays.Count > 0 && stays.Count < standing.Count;
            if (standing.Any(l => l.State == LedgerState.InDoubt || l.Change is not null || _byHand.ContainsKey(l.Key)) || (isMixed && !moves))
                _accounts.Remove(place);
            else if (stays.Count == 0 || (moves && !stays.Any(l => l.HasCopyRecorded || l.Purpose == EntryPurpose.Meeting)))
                _accounts[place] = present;
            else
                _accounts[place] = before.Address;
        }
    }

    /// <summary>What is written after its entries are gone goes to the account that is connected then.</summary>
    private void ForgetAccounts(Act act, IReadOnlyList<Appointment> appointments)
    {
        foreach (var (appointment, host) in _accounts.Keys.ToList())
        {
            var isOver = appointments.Single(a => a.Id == appointment).State is not (AppointmentState.Open or AppointmentState.Confirmed);
            if (isOver || act is Act.Offer or Act.TheTimeIsTakenBack || _byHand.Keys.Any(k => k.Appointment == appointment && k.Whose == host))
                _accounts.Remove((appointment, host));
        }
    }

    private async Task<ConnectionRow> PresentAsync(MemberId host, CancellationToken ct) =>
        (await ConnectionsAsync(ct)).Single(c => c.Member == host && c.State != ConnectionState.Disconnected);

    public async Task<IReadOnlyList<ConnectionRow>> ConnectionsAsync(CancellationToken ct)
    {
        await using var db = Services.GetRequiredService<DbFactory>().Open(TenantOf(Services, _organization));
        return await db.Connections.AsNoTracking().ToListAsync(ct);
    }

    /// <summary>In which of a host's mailboxes an entry stands; null when in none.</summary>
    private string? MailboxWith(MemberId host, string? entry) =>
        AccountsOf(host).FirstOrDefault(a => App.Outlook.CalendarOf(a).Any(i => i.Id == entry));
}
