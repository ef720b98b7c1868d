namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>The delegated permissions of Graph that are known here (permissions.json of 2026-08-07; manage-app-consent-policies.md of 2026-01-22).</summary>
internal static class Scopes
{
    public static readonly string[] SignIn = ["openid", "profile", "email", "offline_access"];

    /// <summary>The permission, whether only an administrator may grant it, whether Microsoft's managed policy keeps it from plain users, and its words.</summary>
    private static readonly Dictionary<string, (bool Admin, bool Managed, string Words)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["openid"] = (false, false, "サインインする"),
        ["profile"] = (false, false, "基本プロファイルを表示する"),
        ["email"] = (false, false, "メール アドレスを表示する"),
        ["offline_access"] = (false, false, "アクセス権を与えたデータへのアクセスを維持する"),
        ["User.Read"] = (false, false, "サインインとプロファイルの読み取り"),
        ["User.ReadBasic.All"] = (false, false, "すべてのユーザーの基本プロファイルの読み取り"),
        ["Calendars.ReadBasic"] = (true, true, "予定表の基本情報の読み取り"),
        ["Calendars.Read"] = (false, true, "予定表の読み取り"),
        ["Calendars.ReadWrite"] = (false, true, "予定表へのフル アクセス"),
        ["Calendars.Read.Shared"] = (false, true, "自分と共有の予定表の読み取り"),
        ["Calendars.ReadWrite.Shared"] = (false, true, "自分と共有の予定表の読み取りと書き込み"),
        ["MailboxSettings.Read"] = (false, true, "メールボックスの設定の読み取り"),
        ["OnlineMeetings.ReadWrite"] = (false, true, "オンライン会議の読み取りと作成"),
        ["People.Read"] = (false, true, "関連するユーザーの一覧の読み取り"),
        ["Place.Read.All"] = (true, true, "会社のすべての場所の読み取り"),
        ["LicenseAssignment.Read.All"] = (false, false, "ライセンスの割り当ての読み取り"),
        ["ChannelMessage.Send"] = (false, false, "チャネル メッセージの送信"),
        ["ChatMessage.Send"] = (false, false, "チャット メッセージの送信"),
        ["Chat.Create"] = (false, false, "チャットの作成"),
        ["Team.ReadBasic.All"] = (false, false, "チームの名前と説明の読み取り"),
        ["Channel.ReadBasic.All"] = (false, false, "チャネルの名前と説明の読み取り"),
        ["Mail.Send"] = (false, true, "あなたとしてメールを送信する"),
    };

    public static IEnumerable<string> AllOfGraph => Known.Keys.Except(SignIn);

    public static bool IsKnown(string scope) => Known.ContainsKey(scope);

    public static string Words(string scope) => Known[scope].Words;

    /// <summary>A short name; a URI of the Graph resource stands for the same.</summary>
    public static string Short(string scope) => scope[(scope.LastIndexOf('/') + 1)..];

    public static List<string> Read(string? scope) =>
        [.. (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Short).Distinct(StringComparer.OrdinalIgnoreCase)];

    public static bool UserMayGrant(string scope, UserConsent consent) => consent switch
    {
        UserConsent.Allowed => !Known[scope].Admin,
        UserConsent.ManagedByMicrosoft => !Known[scope].Admin && !Known[scope].Managed,
        UserConsent.LowImpactOnly => SignIn.Contains(scope, StringComparer.OrdinalIgnoreCase) || scope.Equals("User.Read", StringComparison.OrdinalIgnoreCase),
        UserConsent.AdminOnly or UserConsent.AdminRequestWorkflow => false,
    };
}
