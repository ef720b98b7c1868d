using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using Hidori.Domain;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using Hidori.Server.Features.Connections;
using Hidori.Server.Tests.GraphContract;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Microsoft 365, played by the simulator, with the real adapter before it.</summary>
public sealed class Microsoft365Outside : IOutside
{
    private const string ClientId = "0d8c1e52-8f2a-4b53-9d3b-7f6d3c1a9b10";
    private const string Secret = "contract-secret";
    private const string Redirect = "http://localhost/back";
    private static readonly string[] Permissions = ["Calendars.ReadWrite", "User.ReadBasic.All"];
    private readonly AccessMode _mode;
    private readonly FakeTimeProvider _time;
    private readonly ServiceProvider _services;
    private int _callsSeen;

    private Microsoft365Outside(SimulatorOptions options, SimulatorHost host, AccessMode mode)
    {
        _mode = mode;
        _time = (FakeTimeProvider)options.TimeProvider;
        Host = host;
        HeldToTheContractAttribute.Watch(host);
        Tenant = World.AddTenant(new NewTenant("株式会社試験", "test.example"));
        World.RegisterApp(new NewApp(ClientId, Secret, Redirect));
        Tanaka = Connect("tanaka@test.example", "田中 美咲");
        Sato = Connect("sato@test.example", "佐藤 健一");

        var services = new ServiceCollection();
        services.AddSingleton<IClock>(new ClockOf(_time));
        services.AddMicrosoft365();
        services.Configure<Microsoft365Options>(o =>
        {
            (o.LoginAddress, o.GraphAddress) = (host.LoginAddress, host.GraphAddress);
            (o.ClientId, o.ClientSecret) = (ClientId, Secret);
        });
        services.AddSingleton<ContractTokens>();
        if (mode == AccessMode.Application)
        {
            World.GrantToApplication(Tenant, ClientId, Permissions);
            services.AddSingleton<IAccessTokens, TokensOfTheApplication>().AddSingleton<ApplicationTokens>();
        }
        else
        {
            services.AddSingleton<IAccessTokens>(sp => sp.GetRequiredService<ContractTokens>());
        }

        _services = services.BuildServiceProvider();
    }

    public SimulatorHost Host { get; }
    public string Tenant { get; }
    public Microsoft365World World => Host.Microsoft365;
    public ICalendarProvider Calendar => _services.GetRequiredService<ICalendarProvider>();
    public IConferenceProvider Conferences => _services.GetRequiredService<IConferenceProvider>();
    public MicrosoftIdentity Identity => _services.GetRequiredService<MicrosoftIdentity>();
    public OAuthClient OAuth => _services.GetRequiredService<OAuthClient>();
    public ContractTokens Tokens => _services.GetRequiredService<ContractTokens>();
    public Connection Tanaka { get; }
    public Connection Sato { get; }
    public int RandomHistories => 60;
    public Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    public static async Task<Microsoft365Outside> StartAsync(CancellationToken ct, AccessMode mode = AccessMode.Delegated)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
        var options = new SimulatorOptions { TimeProvider = time };
        var outside = new Microsoft365Outside(options, await SimulatorHost.StartAsync(options, ct), mode);
        if (mode == AccessMode.Delegated)
        {
            await outside.SignInAsync(outside.Tanaka, ct);
            await outside.SignInAsync(outside.Sato, ct);
        }
        else
        {
            await outside._services.GetRequiredService<IAccessTokens>().GetAsync(outside.Tanaka, ct);
        }

        outside.CallsSinceLastAsked();
        return outside;
    }

    /// <summary>Adds an account without signing it in.</summary>
    public Connection Connect(NewAccount account) => new(
        ConnectionId.New(), ProviderKind.Microsoft365, Tenant, World.AddUser(account), _mode);

    private Connection Connect(string address, string name) => Connect(new NewAccount(address, name));

    /// <summary>Signs in through the vendor's pages and keeps the tokens.</summary>
    public Task SignInAsync(Connection who, CancellationToken ct) => SignInAsync(who, [], ct);

    /// <summary>The same, with consent to a further feature.</summary>
    public Task SignInAsync(Connection who, OptionalFeature further, CancellationToken ct) =>
        SignInAsync(who, OptionalScopes.Of(further), ct);

    private async Task SignInAsync(Connection who, IReadOnlyList<string> further, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var address = $"{Identity.AuthorizeEndpoint}?client_id={ClientId}&response_type=code&state=s" +
            $"&redirect_uri={Uri.EscapeDataString(Redirect)}&scope={Uri.EscapeDataString(string.Join(' ', [.. MicrosoftIdentity.Scopes, .. further]))}";
        using var chosen = new FormUrlEncodedContent([new("account", who.AccountId), new("decision", "accept")]);
        using var back = await http.PostAsync(address, chosen, ct);
        var code = HttpUtility.ParseQueryString(back.Headers.Location!.Query)["code"]!;

        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "authorization_code"), new("client_id", ClientId), new("client_secret", Secret),
            new("code", code), new("redirect_uri", Redirect),
        ]);
        using var answer = await http.PostAsync($"{Host.LoginAddress}organizations/oauth2/v2.0/token", form, ct);
        answer.EnsureSuccessStatusCode();
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
        Tokens.Keep(who, tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("refresh_token").GetString()!);
    }

    public string AddressOf(Connection whose) => whose == Tanaka ? "tanaka@test.example" : "sato@test.example";

    public void TimePasses(Duration time) => _time.Advance(time.ToTimeSpan());

    public string TakesTime(Connection whose, ForeignEntry entry) => World.Put(
        whose.AccountId,
        new NewItem(entry.Subject, entry.Start, entry.End)
        {
            ShowAs = Enum.Parse<ShowAs>(entry.Shown == Shown.OutOfOffice ? "Oof" : entry.Shown.ToString()),
            Sensitivity = entry.IsPrivate ? Sensitivity.Private : Sensitivity.Normal,
            IsAllDay = entry.IsAllDay,
            IsCancelled = entry.IsCancelled,
            Response = entry.IsDeclined ? ResponseType.Declined : ResponseType.Organizer,
            Recurrence = entry.Weeks == 1
                ? null
                : new RecurrenceRule
                {
                    StartDate = entry.Start.InZone(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]).Date,
                    NumberOfOccurrences = entry.Weeks,
                },
            CancelledDates = entry.CancelledOn,
        });

    public IReadOnlyList<SeenEntry> CalendarOf(Connection whose) =>
    [
        .. World.CalendarOf(whose.AccountId).Select(i => new SeenEntry(
            i.Id, i.ICalUId, i.Subject, i.Interval,
            Enum.Parse<Shown>(i.ShowAs == ShowAs.Oof ? nameof(Shown.OutOfOffice) : i.ShowAs.ToString()),
            i.BodyHtml, i.Location ?? "", [.. i.Attendees.Select(a => a.Address)], i.JoinUrl, i.IsReminderOn, i.IsOrganizer)),
    ];

    public void DeletesByHand(Connection whose, string remoteId) => World.DeleteEvent(whose.AccountId, remoteId);

    public void AddsNote(Connection whose, string remoteId, string note)
    {
        var body = World.CalendarOf(whose.AccountId).Single(i => i.Id == remoteId).BodyHtml;
        World.EditEvent(whose.AccountId, remoteId, bodyHtml: body.Replace("</body>", $"<p>{note}</p></body>", StringComparison.Ordinal));
    }

    public async Task AddsAttendeeAsync(Connection whose, string remoteId, string address)
    {
        var ct = TestContext.Current.CancellationToken;
        var before = World.CalendarOf(whose.AccountId).Single(i => i.Id == remoteId).Attendees;
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(
            HttpMethod.Patch, new Uri(Host.GraphAddress, _mode == AccessMode.Application ? $"users/{whose.AccountId}/events/{remoteId}" : $"me/events/{remoteId}"));
        request.Headers.Authorization = new("Bearer", await _services.GetRequiredService<IAccessTokens>().GetAsync(whose, ct));
        var isRoom = address.StartsWith("room", StringComparison.Ordinal);
        request.Content = JsonContent.Create(new
        {
            attendees = before.Select(a => new { emailAddress = new { address = a.Address, name = a.Name }, type = "required" })
                .Append(new { emailAddress = new { address, name = (string?)address }, type = isRoom ? "resource" : "required" }),
        });
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
    }

    public string Room()
    {
        const string address = "room-sakura@test.example";
        World.AddRoom(new NewRoom(address, "会議室 桜") { Capacity = 6 });
        return address;
    }

    public void LinksTake(Connection whose, Duration? time) =>
        World.SetTeams(whose.AccountId, new TeamsAvailability(time));

    public void GoesWrong(Trouble trouble)
    {
        switch (trouble)
        {
            case Trouble.Nothing:
                Host.Faults.Clear();
                break;
            case Trouble.AnswerLost:
                BreakNextWrite(FaultKind.DoneThenDisconnected);
                break;
            case Trouble.NeverArrives:
                BreakNextWrite(FaultKind.NeverArrives);
                break;
            case Trouble.Throttled throttled:
                var until = Now + Duration.FromSeconds(throttled.Seconds);
                Host.Faults.Decide = _ => Now < until ? FaultKind.Status(429, throttled.Seconds) : null;
                break;
            case Trouble.Status status:
                Host.Faults.Add(new Fault(FaultKind.Status(status.Code), Route: _mode == AccessMode.Application ? "/users/**" : "/me/**") { Times = status.Times });
                break;
            case Trouble.AccessTokensForgotten when _mode == AccessMode.Application:
                World.ForgetApplicationTokens(ClientId);
                break;
            case Trouble.AccessTokensForgotten:
                World.ForgetAccessTokens(Tanaka.AccountId);
                break;
            case Trouble.GrantRevoked when _mode == AccessMode.Application:
                World.GrantToApplication(Tenant, ClientId);
                World.ForgetApplicationTokens(ClientId);
                break;
            case Trouble.GrantRevoked:
                World.RevokeRefreshTokens(Tanaka.AccountId);
                World.ForgetAccessTokens(Tanaka.AccountId);
                break;
        }
    }

    public int CallsSinceLastAsked()
    {
        var (seen, before) = (Host.Requests.Count, _callsSeen);
        _callsSeen = seen;
        return seen - before;
    }

    private void BreakNextWrite(FaultKind kind)
    {
        var isOver = false;
        Host.Faults.Decide = call =>
        {
            if (isOver || call.Method == "GET" || call.Route.EndsWith("getSchedule", StringComparison.Ordinal))
                return null;
            isOver = true;
            return kind;
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Host.DisposeAsync();
    }

    /// <summary>The product's own way, for connections that all act by the application's consent.</summary>
    private sealed class TokensOfTheApplication(ApplicationTokens application) : IAccessTokens
    {
        public Task<string> GetAsync(Connection via, CancellationToken ct) => application.GetAsync(via.TenantId, rejected: null, ct);

        public Task<string> RenewAsync(Connection via, string rejected, CancellationToken ct) => application.GetAsync(via.TenantId, rejected, ct);
    }

    private sealed class ClockOf(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
    }
}
