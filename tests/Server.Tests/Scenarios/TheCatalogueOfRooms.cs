using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>SPEC M15: rooms come from the directory where it may be read, and by hand where it may not.</summary>
public sealed class TheCatalogueOfRooms
{
    private const string Sakura = "room-sakura@test.example";

    private static void AddRooms(App app)
    {
        app.Outlook.AddRoom(new NewRoom(Sakura, "会議室 桜") { Capacity = 6, Building = "本社", FloorNumber = 3, DisplayDeviceName = "モニター" });
        app.Outlook.AddRoomList("list-bekkan@test.example", "別館");
        app.Outlook.AddRoom(new NewRoom("room-matsu@test.example", "会議室 松") { Capacity = 12, List = "list-bekkan@test.example" });
    }

    private static async Task<WebPage> RefreshesAsync(MemberBrowser member) =>
        await member.Web.SubmitAsync(await member.Web.GetAsync("/rooms"), "/rooms/refresh");

    [Theory, EveryDatabase]
    public async Task Rooms_are_read_once_it_is_allowed_and_what_was_edited_stays(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        AddRooms(app);
        using var tanaka = await app.SignsInAsync("tanaka");
        var refused = await RefreshesAsync(tanaka);
        app.MicrosoftConsentsTo("Place.Read.All");

        var back = await tanaka.Web.SubmitAsync(refused, "/connections/microsoft365/extend");
        back = await tanaka.Web.SendAsync(new HttpRequestMessage(HttpMethod.Post, back.Address)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("account", tanaka.Address)]),
        });
        Assert.Equal("/rooms", back.Address.AbsolutePath);
        var page = await RefreshesAsync(tanaka);

        Assert.Contains("追加 2 件", page.Text, StringComparison.Ordinal);
        Assert.Contains("本社 3階", page.Text, StringComparison.Ordinal);
        Assert.Contains("別館", page.Document.QuerySelectorAll("tr").Single(r => r.TextContent.Contains("会議室 松", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);

        var path = page.Document.QuerySelectorAll("a.main").First(a => a.TextContent == "会議室 桜").GetAttribute("href")!;
        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync(path), path, ("name", "桜の間"));
        page = await RefreshesAsync(tanaka);

        Assert.Contains("更新 2 件", page.Text, StringComparison.Ordinal);
        Assert.Contains("桜の間", page.Text, StringComparison.Ordinal);
        app.SeesNoDifference();
    }

    [Theory, EveryDatabase]
    public async Task Without_consent_the_page_says_so_and_takes_rooms_by_hand(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        AddRooms(app);
        using var tanaka = await app.SignsInAsync("tanaka");

        var refused = await RefreshesAsync(tanaka);
        Assert.Contains("Place.Read.All", refused.Text, StringComparison.Ordinal);

        var added = await tanaka.Web.SubmitAsync(refused, "/rooms", ("address", Sakura), ("name", "会議室 桜"), ("capacity", "6"), ("equipment", "モニター、マイク"));
        Assert.Contains("会議室 桜 を登録しました", added.Text, StringComparison.Ordinal);
        Assert.Contains("問題ありません", added.Text, StringComparison.Ordinal);

        var again = await tanaka.Web.SubmitAsync(added, "/rooms", ("address", Sakura.ToUpperInvariant()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("登録済み", again.ErrorAt("address"), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_address_that_no_mailbox_answers_to_is_refused_at_its_field(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await tanaka.Web.GetAsync("/rooms");

        var refused = await tanaka.Web.SubmitAsync(page, "/rooms", ("address", "nobody@test.example"), ("name", "幻の間"), ("capacity", "八"));
        Assert.Equal("定員を「8」のように数字で入力してください。", refused.ErrorAt("capacity"));
        refused = await tanaka.Web.SubmitAsync(refused, "/rooms", ("capacity", "8"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("見つかりません", refused.ErrorAt("address"), StringComparison.Ordinal);
        Assert.Equal("幻の間", refused.ValueOf("name"));
    }

    [Theory, EveryDatabase]
    public async Task The_doctor_looks_at_night_and_says_what_to_change(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        AddRooms(app);
        using var tanaka = await app.SignsInAsync("tanaka");
        var added = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/rooms"), "/rooms", ("address", Sakura), ("name", "会議室 桜"));
        var path = added.Document.QuerySelector("a.main[href^='/rooms/']")!.GetAttribute("href")!;
        app.Outlook.SetHidesFreeBusy(Sakura, hides: true);

        await app.OutsideWorldSettlesAsync(NodaTime.Duration.FromHours(20));

        var page = await tanaka.Web.GetAsync(path);
        Assert.Contains("空きを読めません", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            page.Document.QuerySelectorAll("input").Select(i => i.GetAttribute("value") ?? ""),
            v => v == $"Set-MailboxFolderPermission -Identity {Sakura}:\\Calendar -User Default -AccessRights AvailabilityOnly");
    }

    [Theory, EveryDatabase]
    public async Task Only_administrators_see_the_catalogue(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");

        Assert.Equal(HttpStatusCode.Forbidden, (await sato.Web.GetAsync("/rooms")).Status);
    }
}
