using System.Text.Json.Nodes;
using Hidori.Domain;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Microsoft 365 itself. What cannot be arranged there skips the test and says so.</summary>
public sealed class RealTenantOutside : IOutside
{
    private static readonly InstantPattern Local = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private readonly RealTenant _tenant;
    private readonly IAsyncDisposable? _kept;
    /// <summary>Set by the real one, and stopped between the steps, as the tests of the contract expect it.</summary>
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RealTenantLine _line;
    private readonly ServiceProvider _services;
    private int _made;

    private RealTenantOutside(RealTenant tenant, string tanaka, string sato, IAsyncDisposable? kept)
    {
        (_tenant, _kept) = (tenant, kept);
        var clock = new ClockOf(_time);
        _line = new RealTenantLine(clock);
        Tanaka = new(ConnectionId.New(), ProviderKind.Microsoft365, tenant.Id, tanaka, AccessMode.Application);
        Sato = new(ConnectionId.New(), ProviderKind.Microsoft365, tenant.Id, sato, AccessMode.Application);
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(clock);
        services.AddMicrosoft365();
        services.Configure<Microsoft365Options>(o =>
        {
            (o.LoginAddress, o.GraphAddress, o.Tenant) = (tenant.Login, tenant.Graph, tenant.Id);
            (o.ClientId, o.ClientSecret) = (tenant.ClientId, "kept by the test");
        });
        services.AddSingleton<IAccessTokens>(tenant);
        // The adapter's own client; what is added last is nearest to the wire.
        services.AddHttpClient("Microsoft365").AddHttpMessageHandler(() => new RealTenantLine.Handler(_line));
        _services = services.BuildServiceProvider();
    }

    public ICalendarProvider Calendar => _services.GetRequiredService<ICalendarProvider>();
    public Connection Tanaka { get; }
    public Connection Sato { get; }
    public int RandomHistories => 3;
    public Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    /// <param name="kept">Ends with it.</param>
    public static async Task<IOutside> StartAsync(RealTenant tenant, IAsyncDisposable? kept = null)
    {
        var ids = new List<string>();
        foreach (var mailbox in tenant.Mailboxes)
            ids.Add((await tenant.AskAsync(HttpMethod.Get, $"users/{mailbox}?$select=id"))!["id"]!.GetValue<string>());
        var outside = new RealTenantOutside(tenant, ids[0], ids[1], kept);
        await outside.EmptyAsync();
        return outside;
    }

    public string AddressOf(Connection whose) => _tenant.Mailboxes[whose == Tanaka ? 0 : 1].ToLowerInvariant();

    public void TimePasses(Duration time)
    {
        if (time > Duration.FromSeconds(10)) Assert.Skip("Nobody turns the clock of a real tenant.");
        Thread.Sleep(time.ToTimeSpan());
        _time.Advance(time.ToTimeSpan());
    }

    public string TakesTime(Connection whose, ForeignEntry entry) => Wait(TakesTimeAsync(whose, entry));

    public IReadOnlyList<SeenEntry> CalendarOf(Connection whose) => Wait(EntriesAsync(whose)).ConvertAll(Seen);

    public void DeletesByHand(Connection whose, string remoteId) => Wait(_tenant.AskAsync(HttpMethod.Delete, Entry(whose, remoteId)));

    public void AddsNote(Connection whose, string remoteId, string note)
    {
        var body = Wait(_tenant.AskAsync(HttpMethod.Get, Entry(whose, remoteId) + "?$select=body"))!["body"]!["content"]!.GetValue<string>();
        Wait(_tenant.AskAsync(HttpMethod.Patch, Entry(whose, remoteId), new JsonObject
        {
            ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = body.Replace("</body>", $"<p>{note}</p></body>", StringComparison.Ordinal) },
        }));
    }

    public async Task AddsAttendeeAsync(Connection whose, string remoteId, string address)
    {
        var before = (await _tenant.AskAsync(HttpMethod.Get, Entry(whose, remoteId) + "?$select=attendees"))!["attendees"]!.DeepClone().AsArray();
        before.Add(Person(address));
        await _tenant.AskAsync(HttpMethod.Patch, Entry(whose, remoteId), new JsonObject { ["attendees"] = before });
    }

    public string Room()
    {
        if (_tenant.Room is null) Assert.Skip("No room: HIDORI_TENANT_ROOM not set (docs/operations/real-tenant.md).");
        return _tenant.Room!;
    }

    public void LinksTake(Connection whose, Duration? time)
    {
        if (time is null || time > Duration.FromSeconds(10)) Assert.Skip("A real tenant's Teams takes the time it takes.");
    }

    public void GoesWrong(Trouble trouble)
    {
        _line.Trouble = trouble;
        _tenant.IsSpoilt = trouble is Trouble.AccessTokensForgotten;
        _tenant.IsRevoked = trouble is Trouble.GrantRevoked;
    }

    public int CallsSinceLastAsked() => _line.CallsSinceLastAsked();

    public async ValueTask DisposeAsync()
    {
        await EmptyAsync();
        await _services.DisposeAsync();
        if (_kept is not null) await _kept.DisposeAsync();
    }

    private async Task EmptyAsync()
    {
        foreach (var whose in new[] { Tanaka, Sato })
            foreach (var entry in await EntriesAsync(whose))
                await _tenant.AskAsync(HttpMethod.Delete, Entry(whose, entry["id"]!.GetValue<string>()));
    }

    private async Task<string> TakesTimeAsync(Connection whose, ForeignEntry entry)
    {
        if (++_made > 150) Assert.Skip("Too many entries for a tenant that others share.");
        if (entry.IsDeclined || entry.IsCancelled) return await RefusedAsync(whose, entry);
        var made = await MakeAsync(whose, entry);
        var id = made["id"]!.GetValue<string>();
        foreach (var date in entry.CancelledOn)
        {
            var days = await _tenant.AskAsync(HttpMethod.Get, $"{Entry(whose, id)}/instances?startDateTime={date.PlusDays(-1):uuuu-MM-dd}&endDateTime={date.PlusDays(1):uuuu-MM-dd}");
            await _tenant.AskAsync(HttpMethod.Delete, Entry(whose, days!["value"]![0]!["id"]!.GetValue<string>()));
        }

        return id;
    }

    /// <summary>A colleague's meeting that was cancelled, or that the person declined.</summary>
    private async Task<string> RefusedAsync(Connection whose, ForeignEntry entry)
    {
        var other = whose == Tanaka ? Sato : Tanaka;
        var made = await MakeAsync(other, entry, AddressOf(whose));
        var copy = await CopyAsync(whose, made["iCalUId"]!.GetValue<string>());
        if (entry.IsDeclined) await _tenant.AskAsync(HttpMethod.Post, Entry(whose, copy) + "/decline", new JsonObject { ["sendResponse"] = false });
        else await _tenant.AskAsync(HttpMethod.Post, Entry(other, made["id"]!.GetValue<string>()) + "/cancel", new JsonObject { ["comment"] = "" });
        return copy;
    }

    private async Task<JsonNode> MakeAsync(Connection whose, ForeignEntry entry, string? guest = null)
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
        JsonObject Time(Instant at) => new()
        {
            ["dateTime"] = LocalDateTimePattern.GeneralIso.Format(at.InZone(zone).LocalDateTime), ["timeZone"] = "Tokyo Standard Time",
        };
        var body = new JsonObject
        {
            ["subject"] = entry.Subject,
            ["start"] = Time(entry.Start),
            ["end"] = Time(entry.End),
            ["isAllDay"] = entry.IsAllDay,
            ["showAs"] = entry.Shown == Shown.OutOfOffice ? "oof" : char.ToLowerInvariant($"{entry.Shown}"[0]) + $"{entry.Shown}"[1..],
            ["sensitivity"] = entry.IsPrivate ? "private" : "normal",
        };
        if (guest is not null) body["attendees"] = new JsonArray(Person(guest));
        if (entry.Weeks > 1)
        {
            var first = entry.Start.InZone(zone).Date;
            body["recurrence"] = new JsonObject
            {
                ["pattern"] = new JsonObject { ["type"] = "weekly", ["interval"] = 1, ["daysOfWeek"] = new JsonArray($"{first.DayOfWeek}".ToLowerInvariant()) },
                ["range"] = new JsonObject
                {
                    ["type"] = "numbered", ["startDate"] = LocalDatePattern.Iso.Format(first), ["numberOfOccurrences"] = entry.Weeks, ["recurrenceTimeZone"] = "Tokyo Standard Time",
                },
            };
        }

        return (await _tenant.AskAsync(HttpMethod.Post, $"users/{whose.AccountId}/events", body))!;
    }

    private async Task<string> CopyAsync(Connection whose, string iCalUId)
    {
        for (var tries = 0; tries < 30; tries++)
        {
            if ((await EntriesAsync(whose)).Find(e => e["iCalUId"]!.GetValue<string>() == iCalUId) is { } copy) return copy["id"]!.GetValue<string>();
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Skip("The invitation did not arrive within half a minute.");
        return "";
    }

    private async Task<List<JsonNode>> EntriesAsync(Connection whose)
    {
        var found = new List<JsonNode>();
        for (var next = $"users/{whose.AccountId}/events?$top=100"; next is not null;)
        {
            var page = (await _tenant.AskAsync(HttpMethod.Get, next))!;
            found.AddRange(page["value"]!.AsArray().OfType<JsonNode>());
            next = page["@odata.nextLink"]?.GetValue<string>();
        }

        return found;
    }

    private static SeenEntry Seen(JsonNode entry)
    {
        Instant At(string member) => Local.Parse(entry[member]!["dateTime"]!.GetValue<string>()[..19]).Value;
        var shown = entry["showAs"]!.GetValue<string>();
        return new SeenEntry(
            entry["id"]!.GetValue<string>(), entry["iCalUId"]!.GetValue<string>(), entry["subject"]?.GetValue<string>() ?? "",
            new Interval(At("start"), At("end")), shown == "oof" ? Shown.OutOfOffice : Enum.Parse<Shown>(shown, ignoreCase: true),
            entry["body"]!["content"]!.GetValue<string>(), entry["location"]?["displayName"]?.GetValue<string>() ?? "",
            [.. entry["attendees"]!.AsArray().Select(a => a!["emailAddress"]!["address"]!.GetValue<string>().ToLowerInvariant())],
            entry["onlineMeeting"]?["joinUrl"]?.GetValue<string>(), entry["isReminderOn"]!.GetValue<bool>(), entry["isOrganizer"]!.GetValue<bool>());
    }

    private static JsonObject Person(string address) => new()
    {
        ["emailAddress"] = new JsonObject { ["address"] = address, ["name"] = address }, ["type"] = "required",
    };

    private sealed class ClockOf(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
    }

    private static string Entry(Connection whose, string id) => $"users/{whose.AccountId}/events/{id}";

    /// <summary>The contract's arrangements are not tasks; the tenant is.</summary>
    private static T Wait<T>(Task<T> task) => Task.Run(() => task).GetAwaiter().GetResult();
}
