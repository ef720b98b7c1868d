using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>外部連携 marks licence, mailbox, Teams and permissions one by one, each from what was seen (SPEC M3).</summary>
public sealed class WhatALinkHas
{
    private const string There = "あり";
    private const string Missing = "なし";
    private const string NotYetKnown = "まだ確認できていません";

    [Theory, EveryDatabase]
    public async Task All_of_it_is_there_and_named(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");

        var page = await tanaka.Web.GetAsync("/connections");

        Shows(page, "Licence", There, "Microsoft 365 Business Premium");
        Shows(page, "Mailbox", There, "既定の予定表");
        Shows(page, "JoinLinks", There, "会議 URL を発行できます");
        Shows(page, "Permissions", There, "Calendars.ReadWrite");
        Assert.Empty(page.Document.QuerySelectorAll("[data-part] form, [data-part] a"));
    }

    [Theory]
    [EveryDatabase("EXCHANGESTANDARD", true)]
    [EveryDatabase("SPB", false)]
    public async Task Without_Teams_the_rest_is_there_and_the_administrator_is_named(DatabaseKind kind, string sku, bool lacksLicence)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Outlook.SetSkus(App.Mail("tanaka"), sku);
        app.Outlook.SetTeams(App.Mail("tanaka"), TeamsAvailability.Never);
        using var tanaka = await app.SignsInAsync("tanaka");

        var page = await tanaka.Web.GetAsync("/connections");

        Shows(page, "JoinLinks", Missing, "管理者にご確認ください");
        Shows(page, "Licence", There, lacksLicence ? "Exchange Online (Plan 1)" : "Business Premium");
        Shows(page, "Mailbox", There, "既定の予定表");

        app.Outlook.SetTeams(App.Mail("tanaka"), TeamsAvailability.AtOnce);
        Shows(await tanaka.Web.SubmitAsync(page, "/connections/microsoft365/check"), "JoinLinks", There, "発行できます");
    }

    [Theory]
    [EveryDatabase("M365_F1", MailboxState.Missing, false, There, "Microsoft 365 F1 には、メールボックスが含まれません")]
    [EveryDatabase("SPB", MailboxState.OnPremises, false, There, "オンプレミス")]
    [EveryDatabase("SPB", MailboxState.SoftDeleted, false, There, "クラウドには見つかりません")]
    [EveryDatabase("SPB", MailboxState.Missing, true, There, "ゲストのアカウント")]
    [EveryDatabase("", MailboxState.Missing, false, Missing, "ライセンスがありません")]
    public async Task A_mailbox_that_is_missing_says_so_and_nothing_is_said_of_what_only_it_could_tell(
        DatabaseKind kind, string sku, MailboxState mailbox, bool isGuest, string licence, string words)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Outlook.SetSkus(App.Mail("tanaka"), sku.Length > 0 ? [sku] : []);
        app.Outlook.SetMailboxState(App.Mail("tanaka"), mailbox);
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.SetGuest(App.Mail("tanaka"), isGuest);

        var page = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/connections"), "/connections/microsoft365/check");

        Shows(page, "Mailbox", Missing, words);
        Shows(page, "Licence", licence, sku.Length > 0 ? "Microsoft 365" : "ライセンスがありません");
        Shows(page, "JoinLinks", NotYetKnown, "メールボックスがないため");
        Shows(page, "Permissions", There, "Calendars.ReadWrite");
    }

    [Theory, EveryDatabase]
    public async Task A_mailbox_that_is_being_made_is_found_by_itself_when_it_is_there(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Outlook.SetMailboxState(App.Mail("tanaka"), MailboxState.Provisioning);
        using var tanaka = await app.SignsInAsync("tanaka");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(20));

        Shows(await tanaka.Web.GetAsync("/connections"), "Mailbox", NotYetKnown, "メールボックスを準備しています");

        app.Outlook.SetMailboxState(App.Mail("tanaka"), MailboxState.Ready);
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(10));
        var page = await tanaka.Web.GetAsync("/connections");
        Shows(page, "Mailbox", There, "既定の予定表");
        Shows(page, "JoinLinks", There, "発行できます");
    }

    [Theory]
    [EveryDatabase(503)]
    [EveryDatabase(429)]
    public async Task What_nobody_answered_is_not_known_and_becomes_known_by_itself(DatabaseKind kind, int status)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(status), "GET", "/me/**") { Times = null });
        using var tanaka = await app.SignsInAsync("tanaka");

        var page = await tanaka.Web.GetAsync("/connections");
        Shows(page, "Mailbox", NotYetKnown, "まだ答えがありません");
        Shows(page, "JoinLinks", NotYetKnown, "まだ答えがありません");
        Shows(page, "Licence", NotYetKnown, "読み取れていません");
        Shows(page, "Permissions", There, "Calendars.ReadWrite");

        app.Simulator.Faults.Clear();
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(10));
        page = await tanaka.Web.GetAsync("/connections");
        Shows(page, "Mailbox", There, "既定の予定表");
        Shows(page, "JoinLinks", There, "発行できます");
        Shows(page, "Licence", There, "Business Premium");
    }

    [Theory, EveryDatabase]
    public async Task Licences_that_cannot_be_read_hide_nothing_else(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(403), "GET", "/me/licenseDetails") { Times = null });
        using var tanaka = await app.SignsInAsync("tanaka");

        var page = await tanaka.Web.GetAsync("/connections");

        Shows(page, "Licence", NotYetKnown, "読み取れていません");
        Shows(page, "Mailbox", There, "既定の予定表");
    }

    [Theory]
    [EveryDatabase("AADSTS50173", NotYetKnown, "接続が切れているため")]
    [EveryDatabase("AADSTS7000222", NotYetKnown, "接続が切れているため")]
    [EveryDatabase("AADSTS65001", Missing, "管理者の承認が必要")]
    public async Task A_broken_link_is_not_green_for_what_it_once_had(DatabaseKind kind, string number, string permissions, string words)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(400, code: number), "POST", "/oauth2/v2.0/token") { Times = null });

        await tanaka.Web.GetAsync("/proposals/new");
        var page = await tanaka.Web.GetAsync("/connections");

        Shows(page, "Permissions", permissions, words);
        Shows(page, "Mailbox", NotYetKnown, "接続が切れているため");
        Shows(page, "JoinLinks", NotYetKnown, "接続が切れているため");
    }

    private static void Shows(WebPage page, string part, string mark, string words)
    {
        var row = Assert.Single(page.Document.QuerySelectorAll($"[data-part='{part}']"));
        Assert.Equal(mark, row.QuerySelector(".mark")!.TextContent.Trim());
        Assert.Contains(words, row.TextContent, StringComparison.Ordinal);
    }
}
