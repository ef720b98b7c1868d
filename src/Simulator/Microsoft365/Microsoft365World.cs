using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>The simulated tenants as a test or a person sees them: set up, look, and act as somebody in Outlook or the admin center.</summary>
/// <remarks>Accounts are named by object id, principal name or any address. Safe for several threads.</remarks>
public sealed partial class Microsoft365World
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private WorldState state = new();
    private Outlook outlook;

    public Microsoft365World(TimeProvider time)
    {
        this.time = time;
        outlook = new Outlook(state, Behaviour, () => Now);
        Notifications = new ChangeNotifications(this);
    }

    public ChangeNotifications Notifications { get; }

    public Microsoft365Behaviour Behaviour { get; } = new();

    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    internal MailboxTurns Turns { get; } = new();

    /// <summary>Called after every change, so that the snapshot can follow.</summary>
    internal Action? Changed { get; set; }

    internal T Run<T>(Func<Outlook, T> work, bool changes = true)
    {
        T result;
        bool settled;
        lock (gate)
        {
            settled = outlook.Settle();
            result = work(outlook);
        }
        if (changes || settled) Changed?.Invoke();
        return result;
    }

    private void Run(Action<Outlook> work) => Run(o => { work(o); return true; });

    internal string Save() => Run(o => System.Text.Json.JsonSerializer.Serialize(o.State, NodaJson.Options), changes: false);

    internal void Load(WorldState saved)
    {
        lock (gate)
        {
            state = saved;
            outlook = new Outlook(state, Behaviour, () => Now);
        }
    }

    /// <summary>Whether nothing was ever set up, as at a first start without a data file.</summary>
    public bool IsEmpty => Run(o => o.State.Tenants.Count == 0, changes: false);

    public string AddTenant(NewTenant tenant) => Run(o =>
    {
        var id = tenant.Id ?? NewGuid();
        o.State.Tenants.Add(new() { Id = id, Name = tenant.Name, Domain = tenant.Domain, UserConsent = tenant.UserConsent });
        return id;
    });

    /// <returns>The object id.</returns>
    public string AddUser(NewAccount account) => Run(o =>
    {
        var added = new Account
        {
            Id = account.Id ?? NewGuid(),
            Tenant = TenantFor(o, account.Tenant, account.UserPrincipalName).Id,
            UserPrincipalName = account.UserPrincipalName,
            DisplayName = account.DisplayName,
            Aliases = [.. account.Aliases],
            IsAdmin = account.IsAdmin,
            IsGuest = account.IsGuest,
            Purpose = account.Purpose,
            Skus = [.. account.Skus],
            Mailbox = account.Mailbox ?? (Licences.HaveMailbox(account.Skus) && !account.IsGuest ? MailboxState.Ready : MailboxState.Missing),
            TimeZone = account.TimeZone,
            TeamsAfter = (account.Teams ?? (Licences.HaveTeams(account.Skus) ? TeamsAvailability.AtOnce : TeamsAvailability.Never)).After,
            SharesDetails = account.SharesDetails,
            HidesFreeBusy = account.HidesFreeBusy,
            PreservesDeclined = account.PreservesDeclined,
        };
        added.Mail = account.Mail ?? (added.Mailbox == MailboxState.Ready ? account.UserPrincipalName : null);
        return Open(o, added);
    });

    /// <returns>The id of the place.</returns>
    public string AddRoom(NewRoom room) => Run(o => Open(o, new Account
    {
        Id = room.Id ?? NewGuid(),
        Tenant = TenantFor(o, null, room.Address).Id,
        UserPrincipalName = room.Address,
        Mail = room.Address,
        DisplayName = room.DisplayName,
        Room = new()
        {
            Capacity = room.Capacity,
            Building = room.Building,
            FloorNumber = room.FloorNumber,
            Tags = [.. room.Tags],
            AudioDeviceName = room.AudioDeviceName,
            VideoDeviceName = room.VideoDeviceName,
            DisplayDeviceName = room.DisplayDeviceName,
            IsWheelChairAccessible = room.IsWheelChairAccessible,
            Policy = room.Policy,
            AnswersAfter = room.AnswersAfter,
            BookingWindowDays = room.BookingWindowDays,
            MaximumMinutes = room.MaximumMinutes,
            Bookers = room.Bookers?.ToList(),
            List = room.List,
        },
    }));

    /// <summary>A list of rooms, mostly one for each building.</summary>
    public void AddRoomList(string address, string name) => Run(o => o.State.RoomLists.Add(
        new() { Id = NewGuid(), Tenant = TenantFor(o, null, address).Id, Address = address, Name = name }));

    /// <summary>An address that stands for several people and has no mailbox of its own.</summary>
    public void AddDistributionList(string address, params IReadOnlyList<string> members) => Run(o => o.State.DistributionLists.Add(
        new() { Tenant = TenantFor(o, null, address).Id, Address = address, Members = [.. members] }));

    public void RegisterApp(NewApp app) => Run(o =>
    {
        o.State.Apps.RemoveAll(a => a.ClientId == app.ClientId);
        o.State.Apps.Add(new()
        {
            ClientId = app.ClientId, Secret = app.Secret, Name = app.Name, RedirectUris = [.. app.RedirectUris],
            Tenant = app.Tenant is { } tenant ? TenantFor(o, tenant, "").Id : null,
        });
    });

    public void AddCalendar(string who, string name, bool canEdit = true, string? group = null) => Run(o =>
    {
        var account = Known(o, who);
        var folder = account.Groups.Find(g => g.Name == group) ?? account.Groups[0];
        if (group is not null && folder.Name != group)
            account.Groups.Add(folder = new() { Key = Outlook.NewKey(), Name = group });
        account.Calendars.Add(new() { Key = Outlook.NewKey(), Name = name, Group = folder.Key, CanEdit = canEdit });
    });

    /// <summary>Sorts the calendars and their groups as a person may in Outlook; the rest keeps its order behind them.</summary>
    public void SortCalendars(string who, params IReadOnlyList<string> names) => Run(o =>
    {
        var account = Known(o, who);
        int Place(string name) => names.Contains(name) ? names.ToList().IndexOf(name) : names.Count;
        account.Calendars = [.. account.Calendars.OrderBy(c => Place(c.Name))];
        account.Groups = [.. account.Groups.OrderBy(g => Place(g.Name))];
    });

    private static string Open(Outlook o, Account account)
    {
        var own = new CalendarGroupFolder { Key = Outlook.NewKey(), Name = "個人用の予定表" };
        account.Groups.Add(own);
        account.Calendars.Add(new() { Key = Outlook.NewKey(), Name = "予定表", Group = own.Key, IsDefault = true });
        o.State.Accounts.Add(account);
        return account.Id;
    }

    private static Account Known(Outlook o, string who) =>
        o.FindAccount(who) ?? throw new ArgumentException($"Nobody is called {who}.", nameof(who));

    private static Tenant TenantFor(Outlook o, string? tenant, string address) =>
        o.State.Tenants.Find(t => tenant is null
            ? address.EndsWith("@" + t.Domain, StringComparison.OrdinalIgnoreCase)
            : t.Id == tenant || t.Domain == tenant)
        ?? throw new ArgumentException($"No tenant {tenant ?? address}.", nameof(tenant));

    private static string NewGuid() => Guid.CreateVersion7().ToString();
}
