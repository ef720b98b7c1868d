using System.Globalization;
using System.Net;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Kit;

/// <summary>A member at their desk.</summary>
public sealed class MemberBrowser(App app, string name) : IDisposable
{
    public Browser Web { get; } = app.NewBrowser();
    public string Address => App.Mail(name);

    public async Task<WebPage> SignInAsync(string path = "/sign-in", string action = "/sign-in/microsoft")
    {
        var page = await TriesToSignInAsync(path, action);
        Assert.True(page.Status == HttpStatusCode.OK, $"{page.Address} {page.Status} {page.Text}");
        return page;
    }

    /// <summary>As <see cref="SignInAsync"/>, but ends wherever it ends.</summary>
    /// <param name="decision">What is pressed on Microsoft's consent page: accept or cancel.</param>
    /// <param name="account">Whom they are at Microsoft, when it is not their own account.</param>
    public async Task<WebPage> TriesToSignInAsync(
        string path = "/sign-in", string action = "/sign-in/microsoft", string decision = "accept", string? account = null)
    {
        var who = ("account", account ?? Address);
        var page = await Web.SubmitAsync(await Web.GetAsync(path), action);
        for (var step = 0; step < 3 && page.Address.Port == app.Simulator.Address.Port; step++)
        {
            // Account, then consent where it was not given before.
            page = page.Document.QuerySelector("button[name=decision]") is null
                ? await PostAsync(page, who)
                : await PostAsync(page, who, ("decision", decision));
        }

        return page;
    }

    public async Task<WebPage> SignsInWithPasswordAsync(string password) =>
        await Web.SubmitAsync(await Web.GetAsync("/sign-in"), "/sign-in", ("email", Address), ("password", password));

    /// <summary>The appointment's page.</summary>
    public Task<WebPage> SeesAsync(ProposalMade proposal) => Web.GetAsync($"/appointments/{proposal.Appointment}");

    /// <summary>Fills in the compose screen and sends it.</summary>
    public async Task<ProposalMade> ProposesAsync(ProposalText proposal)
    {
        var page = await SendAsync(proposal);
        Assert.True(page.Status == HttpStatusCode.OK && page.Address.AbsolutePath.EndsWith("/sent", StringComparison.Ordinal), $"{page.Address} {page.Text}");
        var link = page.Document.QuerySelectorAll("input,textarea,a").Select(e => e.GetAttribute("value") ?? e.GetAttribute("href") ?? e.TextContent)
            .First(t => t.Contains("/p/", StringComparison.Ordinal) && t.StartsWith("http", StringComparison.Ordinal)).Trim();
        return new ProposalMade(Guid.Parse(page.Address.Segments[^2].TrimEnd('/')), new Uri(link).AbsolutePath);
    }

    /// <summary>As <see cref="ProposesAsync"/>, but takes whatever page comes back.</summary>
    public async Task<WebPage> SendAsync(ProposalText proposal)
    {
        var page = await Web.GetAsync("/proposals/new");
        foreach (var coHost in proposal.CoHosts)
        {
            var id = page.Document.QuerySelectorAll("select[name=newHost] option")
                .First(o => o.TextContent.Contains(App.DisplayName(coHost), StringComparison.Ordinal)).GetAttribute("value")!;
            page = await Web.SubmitAsync(page, "/proposals", ("newHost", id), ("action", "addHost"));
        }

        return await Web.SubmitAsync(page, "/proposals", [.. FieldsOf(proposal)]);
    }

    /// <summary>What the compose form posts for this text.</summary>
    public static List<(string, string)> FieldsOf(ProposalText proposal)
    {
        var fields = new List<(string, string)>
        {
            ("title", proposal.Title), ("company", proposal.Company), ("guestName", proposal.GuestName), ("guestMail", proposal.GuestMail),
            ("format", proposal.Format), ("message", proposal.Message), ("delivery", proposal.ByMail ? "mail" : "url"), ("action", "send"),
        };
        fields.Add(("onlineMeeting", proposal.Online ? "true" : null!));
        fields.Add(("meetingLink", proposal.OwnLink.Length > 0 ? "own" : proposal.Online ? "issued" : "later"));
        if (proposal.OwnLink.Length > 0)
            fields.Add(("ownLink", proposal.OwnLink));
        if (proposal.WithReceptionCode)
            fields.Add(("receptionCode", "true"));
        if (proposal.OverlapAccepted)
            fields.Add(("overlapAccepted", "true"));
        if (proposal.Deadline is { } deadline)
        {
            var local = deadline.InZone(DateTimeZoneProviders.Tzdb[App.Zone]).LocalDateTime;
            fields.Add(("deadlineDate", local.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)));
            fields.Add(("deadlineTime", local.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture)));
        }

        fields.AddRange(proposal.Candidates.Select(c => ("candidate", c)));
        fields.AddRange(proposal.Rooms.Select((room, i) => ($"room-{proposal.Candidates[i]}", room)));
        if (proposal.Rooms.Count > 0)
            fields.Add(("roomSeats", proposal.Seats));
        if (!proposal.HoldsRooms)
            fields.Add(("holdsRooms", null!));
        if (proposal.Place.Length > 0)
            fields.Add(("place", proposal.Place));
        if (proposal.Directions.Length > 0)
            fields.Add(("directions", proposal.Directions));
        return fields;
    }

    public async Task<WebPage> PressesAsync(Guid appointment, string what, params (string, string)[] fields)
    {
        var page = await Web.GetAsync(what is "withdraw" or "cancel" ? $"/appointments/{appointment}/{what}" : $"/appointments/{appointment}");
        return await Web.SubmitAsync(page, $"/{what}", fields);
    }

    private Task<WebPage> PostAsync(WebPage page, params (string Name, string Value)[] fields) =>
        Web.SendAsync(new HttpRequestMessage(HttpMethod.Post, page.Address)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        });

    public void Dispose() => Web.Dispose();
}

/// <param name="GuestPath">The guest's link without the address.</param>
public sealed record ProposalMade(Guid Appointment, string GuestPath);

/// <summary>What is typed into the compose screen.</summary>
public sealed record ProposalText
{
    public string Title { get; init; } = "製品のご紹介";
    public string Company { get; init; } = "みなと設計株式会社";
    public string GuestName { get; init; } = "高橋 直子";
    public string GuestMail { get; init; } = "takahashi@guest.example";
    public string Message { get; init; } = "よろしくお願いいたします。";
    public string Format { get; init; } = "Online";
    public bool WithReceptionCode { get; init; }
    public bool Online { get; init; } = true;

    /// <summary>A meeting link of another service.</summary>
    public string OwnLink { get; init; } = "";
    public bool ByMail { get; init; } = true;
    public bool OverlapAccepted { get; init; }
    public Instant? Deadline { get; init; }
    public IReadOnlyList<string> CoHosts { get; init; } = [];
    public string Place { get; init; } = "";
    public string Directions { get; init; } = "";

    /// <summary>Ids of rooms, for the candidates in their order.</summary>
    public IReadOnlyList<string> Rooms { get; init; } = [];
    public string Seats { get; init; } = "";
    public bool HoldsRooms { get; init; } = true;

    /// <summary>As the form posts them: 2027-04-06T10:00/2027-04-06T11:00.</summary>
    public IReadOnlyList<string> Candidates { get; init; } =
        ["2027-04-06T10:00/2027-04-06T11:00", "2027-04-07T14:00/2027-04-07T15:00", "2027-04-08T16:00/2027-04-08T17:00"];
}
