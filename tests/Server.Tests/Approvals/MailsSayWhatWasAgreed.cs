using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Outside;
using Hidori.Server.Features.GuestBooking;
using Hidori.Server.Features.MicrosoftSetup;
using Hidori.Server.Features.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hidori.Server.Tests.Approvals;

/// <summary>Every mail, in both languages, as text and as HTML, from the same facts.</summary>
public sealed class MailsSayWhatWasAgreed
{
    private const string Company = "株式会社サンプル";
    private const string Zone = "Asia/Tokyo";
    private const string HostMail = "tanaka@sample.example";
    private const string ForHost = "https://hidori.example.jp/appointments/0198a2b4-0000-7000-8000-000000000001";
    private const string ForGuest = "https://hidori.example.jp/p/V5cxZxq0m1tY3vJ2sPq4RkQe8Wg";
    private const string JoinLink = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_sample/0";
    private const string Message = "弊社製品をご紹介いたします。\n資料は当日お持ちします。";

    private static readonly MailGuest Guest = new("みなと設計株式会社", "高橋 直子", "takahashi@guest.example");
    private static readonly MailTime Time = new("2027-04-07T05:00:00Z", "2027-04-07T06:00:00Z");

    private static readonly MailTime[] Times =
        [new("2027-04-06T01:00:00Z", "2027-04-06T02:00:00Z"), Time, new("2027-04-08T14:30:00Z", "2027-04-08T15:30:00Z")];

    private static readonly MailMeeting Meeting = new("製品のご紹介", "Online", null, ["田中 美咲", "佐藤 健一"], JoinLink);

    /// <summary>Its bytes go beside the HTML.</summary>
    private static readonly LogoPicture Logo = new("image/png", 480, 120, []);

    private static readonly MailMeeting InRoom = new("製品のご紹介", "VisitToUs", "本社", ["田中 美咲"]);

    private static readonly MailMeeting Visit = InRoom with { Room = new("応接室A", IsAccepted: true), Directions = "東京駅 丸の内北口から徒歩 5 分\n1 階受付へお越しください", ReceptionCode = "048291" };

    private static readonly MailMeeting Together = Meeting with
    {
        Together = [new("みなと設計株式会社", "森 一郎", "mori@guest.example")],
        Companions = "2名(上司の鈴木、部下の林)",
    };

    private static readonly Dictionary<string, IMailFacts> Facts = new()
    {
        ["invitation"] = new InvitationToChooseFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting with { JoinLink = null, JoinLinkFollows = true }, Message, Times, Zone,
            "2027-04-05T09:00:00Z", ForGuest),
        ["wish"] = new WishFacts(
            Company, "田中 美咲", "製品のご相談", "みなと設計株式会社", "高橋 直子", "takahashi@guest.example", "4月7日の午後、または\n8日の午前を希望します。",
            Zone, 1_806_904_800_000, "https://hidori.example.jp/proposals/new?wish=0198a2b4-0000-7000-8000-000000000002",
            "https://hidori.example.jp/booking-pages/0198a2b4-0000-7000-8000-000000000001/wishes"),
        ["other-times-offered"] = new InvitationToChooseFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting with { JoinLink = null, JoinLinkFollows = true }, Message, Times, Zone,
            "2027-04-05T09:00:00Z", ForGuest, IsAgain: true),
        ["time-taken-back"] = new InvitationToChooseFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting with { JoinLink = null, JoinLinkFollows = true }, Message, Times, Zone,
            "2027-04-05T09:00:00Z", ForGuest, IsAgain: true)
        {
            TakenBack = Time,
        },
        ["visit-taken-back"] = new InvitationToChooseFacts(
            Company, Guest, "田中 美咲", HostMail, InRoom, Message, Times, Zone, "2027-04-05T09:00:00Z", ForGuest, IsAgain: true)
        {
            TakenBack = Time,
            CodeIsDead = true,
        },
        ["time-taken-back-host"] = new CancelledForHostFacts(
            Company, "佐藤 健一", Guest, Meeting with { JoinLink = null }, null, Time, Zone, ForHost, IsForOtherTimes: true),
        ["reminder"] = new InvitationToChooseFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting with { JoinLink = null, JoinLinkFollows = true }, Message, Times[1..], Zone,
            "2027-04-08T09:00:00Z", ForGuest, IsReminder: true)
        {
            FirstNumber = 2,
        },
        ["upcoming"] = new SignedFacts(
            new UpcomingForGuestFacts(
                Company, Guest, "カスタマーサポート窓口", null, Meeting with { HostNames = ["カスタマーサポート窓口"], Contact = "サポートデスク\n電話 03-0000-0000(平日 9:00〜18:00)" },
                "当日は10分前から入室できます。", Message, Time, Zone, ForGuest), "")
        {
            Logo = Logo,
        },
        ["address-confirmation"] = new AddressConfirmationFacts(
            Company, "製品のご相談", Time, Zone, "2027-04-06T03:10:00Z", "https://hidori.example.jp/b/sample/soudan/confirm/V5cxZxq0m1tY3vJ2sPq4RkQe8Wg"),
        ["upcoming-visit"] = new UpcomingForGuestFacts(Company, Guest, "田中 美咲", HostMail, Visit, "", null, Time, Zone, ForGuest),
        ["invitation-signed"] = new SignedFacts(
            new InvitationToChooseFacts(
                Company, Guest, "田中 美咲", HostMail, Meeting with { JoinLink = null, JoinLinkFollows = true }, Message, Times, Zone,
                "2027-04-05T09:00:00Z", ForGuest),
            "株式会社あおば 営業部\n田中 美咲 <03-0000-0000>"),
        ["withdrawn"] = new ProposalWithdrawnFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting with { JoinLink = null }, "事情により取り下げます。"),
        ["released"] = new GuestReleasedFacts(Company, Guest, "田中 美咲", HostMail, Meeting with { JoinLink = null }, null, Zone),
        ["released-from-time"] = new GuestReleasedFacts(Company, Guest, "田中 美咲", HostMail, Meeting, Time, Zone),
        ["confirmed-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting, Message, Time, Zone, ForGuest),
        ["confirmed-link-open-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting with { JoinLink = null, JoinLinkIsOpen = true }, null, Time, Zone, ForGuest),
        ["rescheduled-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting, null, Time, Zone, ForGuest, IsMoved: true),
        ["confirmed-visit-guest"] = new ConfirmedForGuestFacts(
            Company, new MailGuest("", "Smith & <Sons>"), "田中 美咲", null, new("お打ち合わせ", "VisitToUs", "本社 8階 会議室A", ["田中 美咲"]),
            null, Time, Zone, ForGuest),
        ["confirmed-reception-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Visit, null, Time, Zone, ForGuest),
        ["confirmed-reception-host"] = new ConfirmedForHostFacts(
            Company, "田中 美咲", Guest, Visit, null, Time, Zone, [new("田中 美咲", MailEntryState.Written)], ForHost),
        ["confirmed-reception-copy"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Visit, null, Time, Zone, ForGuest)
        {
            IsCopy = true,
        },
        ["confirmed-together-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Together, Message, Time, Zone, ForGuest)
        {
            DecidedBy = Together.Together[0],
        },
        ["confirmed-copy"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Together, null, Time, Zone, ForGuest)
        {
            IsCopy = true,
        },
        ["cancelled-copy"] = new CancelledForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Together, null, Time, Zone)
        {
            IsCopy = true,
        },
        ["confirmed-host"] = new ConfirmedForHostFacts(
            Company, "田中 美咲", Guest, Meeting, "よろしくお願いします", Time, Zone,
            [
                new("田中 美咲", MailEntryState.Written), new("佐藤 健一", MailEntryState.ConnectionBroken),
                new("鈴木 大輔", MailEntryState.NotConnected), new("伊藤 翔", MailEntryState.Pending), new("渡辺 結", MailEntryState.MailboxMissing),
            ],
            ForHost),
        ["rescheduled-host"] = new ConfirmedForHostFacts(
            Company, "佐藤 健一", Guest, Meeting, null, Time, Zone, [new("田中 美咲", MailEntryState.Written)], ForHost, IsMoved: true),
        ["confirmed-room-asked-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, InRoom with { Room = new("会議室 桜", IsAccepted: false) }, null, Time, Zone, ForGuest),
        ["room-changed-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, InRoom with { Room = new("会議室 松", IsAccepted: true) }, null, Time, Zone, ForGuest, HasOtherRoom: true),
        ["room-changed-host"] = new ConfirmedForHostFacts(
            Company, "田中 美咲", Guest, InRoom with { Room = new(null, IsAccepted: false) }, null, Time, Zone,
            [new("田中 美咲", MailEntryState.Written)], ForHost, HasOtherRoom: true),
        ["room-missing"] = new RoomMissingFacts(Company, "田中 美咲", Guest, InRoom, Times, Zone, ForHost),
        ["join-link-missing"] = new JoinLinkMissingFacts(
            Company, "田中 美咲", Guest, Meeting with { JoinLink = null, JoinLinkFollows = true }, Time, Zone, ForHost),
        ["edited-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting, null, Time, Zone, ForGuest, IsEdited: true),
        ["edited-host"] = new ConfirmedForHostFacts(
            Company, "田中 美咲", Guest, Meeting, null, Time, Zone, [new("田中 美咲", MailEntryState.Written)], ForHost, IsEdited: true),
        ["main-host-changed-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "佐藤 健一", HostMail, Meeting, null, Time, Zone, ForGuest, HasOtherMainHost: true),
        ["main-host-changed-host"] = new ConfirmedForHostFacts(
            Company, "佐藤 健一", Guest, Meeting, null, Time, Zone, [new("佐藤 健一", MailEntryState.Written), new("田中 美咲", MailEntryState.ConnectionBroken)],
            ForHost, HasOtherMainHost: true),
        ["moved-outside"] = new ChangedOutsideFacts(
            Company, "田中 美咲", Guest, Meeting, OutsideChange.Moved, IsHold: false, Time, Times[1], Zone, ForHost),
        ["hold-deleted-outside"] = new ChangedOutsideFacts(
            Company, "田中 美咲", Guest, Meeting with { JoinLink = null }, OutsideChange.Deleted, IsHold: true, Time, null, Zone, ForHost),
        ["cancelled-guest"] = new CancelledForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting, "またご連絡いたします。", Time, Zone),
        ["confirmed-by-host-guest"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting, null, Time, Zone, ForGuest, IsByHost: true),
        ["confirmed-by-host-host"] = new ConfirmedForHostFacts(
            Company, "佐藤 健一", Guest, Meeting, null, Time, Zone, [new("田中 美咲", MailEntryState.Written)], ForHost, IsByHost: true),
        ["cancelled-by-guest-guest"] = new CancelledForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting, "体調を崩しました。", Time, Zone, IsByGuest: true),
        ["cancelled-by-guest-host"] = new CancelledForHostFacts(
            Company, "佐藤 健一", Guest, Meeting, "体調を崩しました。", Time, Zone, ForHost, IsByGuest: true),
        ["date-requested"] = new OtherTimesRequestedFacts(
            Company, "田中 美咲", Guest, Meeting, "翌週だと助かります。", Times, Zone, ForHost, Confirmed: Time),
        ["date-kept"] = new ConfirmedForGuestFacts(
            Company, Guest, "田中 美咲", HostMail, Meeting, null, Time, Zone, ForGuest, IsKept: true),
        ["cancelled-host"] = new CancelledForHostFacts(
            Company, "佐藤 健一", Guest, Meeting, null, Time, Zone, ForHost),
        ["other-times"] = new OtherTimesRequestedFacts(
            Company, "田中 美咲", Guest, Meeting with { JoinLink = null }, "来週後半でお願いできますか。", Times, Zone, ForHost),
        ["expired"] = new ProposalExpiredFacts(
            Company, "田中 美咲", Guest, Meeting with { JoinLink = null }, "2027-04-05T09:00:00Z", Zone, 3, ForHost),
        ["connection-broken"] = new ConnectionBrokenFacts(
            Company, "佐藤 健一", null, "sato@sample.example", "Dead", "2027-04-05T00:12:00Z", Zone, 4,
            "https://hidori.example.jp/connections"),
        ["connection-broken-administrator"] = new ConnectionBrokenFacts(
            Company, "田中 美咲", "佐藤 健一", "sato@sample.example", "PermissionLost", "2027-04-05T00:12:00Z", Zone, 4,
            "https://hidori.example.jp/members", "https://hidori.example.jp/consent/abc")
        {
            Pages = ["製品のご相談", "採用面談"],
        },
        ["connection-broken-page"] = new ConnectionBrokenFacts(
            Company, "鈴木 大輔", "佐藤 健一", "sato@sample.example", "Dead", "2027-04-05T00:12:00Z", Zone, 4,
            "https://hidori.example.jp/booking-pages")
        {
            Pages = ["製品のご相談"],
            IsForPages = true,
        },
        ["connection-broken-page-permission"] = new ConnectionBrokenFacts(
            Company, "鈴木 大輔", "佐藤 健一", "sato@sample.example", "PermissionLost", "2027-04-05T00:12:00Z", Zone, 4,
            "https://hidori.example.jp/booking-pages")
        {
            Pages = ["製品のご相談", "採用面談"],
            IsForPages = true,
        },
        ["approval-request"] = new ApprovalRequestFacts(
            Company, "田中 美咲", "tanaka@sample.example", "情報システム部 御中\n承認をお願いいたします。", "https://hidori.example.jp/consent/abc"),
        ["approval-seen-administrator"] = new ApprovalSeenFacts(Company, "田中 美咲", "https://hidori.example.jp/members", ["佐藤 健一"]),
        ["approval-seen"] = new ApprovalSeenFacts(Company, "田中 美咲", "https://hidori.example.jp/connections"),
        ["member-invitation"] = new MemberInvitationFacts(
            Company, "田中 美咲", "鈴木 大輔", "suzuki@sample.example", "2027-04-19T00:00:00Z", Zone,
            "https://hidori.example.jp/invitation/V5cxZxq0m1tY3vJ2sPq4RkQe8Wg"),
        ["registration-ends"] = new RegistrationEndsFacts(Company, 14, "https://hidori.example.jp/administration/microsoft365"),
        ["registration-trouble"] = new RegistrationTroubleFacts(Company, 7000222, "https://hidori.example.jp/administration/microsoft365"),
    };

    public static TheoryData<string, string> Mails =>
        [.. Facts.Keys.SelectMany(name => ((string[])["ja", "en"]).Select(language => (name, language)))];

    [Theory]
    [MemberData(nameof(Mails))]
    public async Task A_mail_reads_as_it_was_approved(string name, string language)
    {
        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        var renderer = new MailRenderer(services, services.GetRequiredService<ILoggerFactory>());

        var mail = await renderer.RenderAsync(
            Facts[name], language, "id@hidori.example.jp", "to@guest.example", "", Company, HostMail, calendar: null);

        Approve.Text($"Mails/{name}.{language}.txt", $"Subject: {mail.Subject}\n\n{mail.Text}");
        Approve.Text($"Mails/{name}.{language}.html", mail.Html);
    }

    [Fact]
    public void No_mail_is_forgotten_here() => Assert.Equal(
        typeof(IMailFacts).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IMailFacts))).Select(t => t.Name).Order(),
        Facts.Values.Select(f => f.GetType().Name).Distinct().Order());
}
