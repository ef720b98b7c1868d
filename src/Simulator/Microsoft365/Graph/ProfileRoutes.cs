using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>Who somebody is, what is licensed, how the mailbox is set.</summary>
internal static class ProfileRoutes
{
    private static readonly string[] Default =
        ["businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id"];

    public static GraphReply User(GraphCall call)
    {
        var json = Write(call.Owner);
        if (!call.Query.ContainsKey("$select"))
            foreach (var name in json.Select(p => p.Key).Where(n => !Default.Contains(n)).ToList()) json.Remove(name);
        json.Insert(0, "@odata.context", ODataShape.Service(call) + "/$metadata#users/$entity");
        return GraphReply.Ok(ODataShape.Select(json, call));
    }

    public static GraphReply Users(GraphCall call)
    {
        IEnumerable<JsonObject> users = call.Outlook.State.Accounts
            .Where(a => a.Tenant == call.Tenant)
            .OrderBy(a => a.UserPrincipalName, StringComparer.Ordinal).Select(Write);
        if (call.Query.TryGetValue("$filter", out var filter))
        {
            var condition = ODataFilter.Parse(filter);
            users = users.Where(u => condition(new FilterableJson(u))).ToList();
        }
        return ODataShape.Page(users.ToList(), call, u => ODataShape.Select(u, call), size: 100, most: 999);
    }

    public static GraphReply LicenseDetails(GraphCall call) => GraphReply.Ok(new JsonObject
    {
        ["@odata.context"] = ODataShape.Service(call) + $"/$metadata#users('{call.Owner.Id}')/licenseDetails",
        ["value"] = Licences.Details(call.Owner.Skus, call.Owner.Mailbox),
    });

    public static GraphReply MailboxSettings(GraphCall call) => GraphReply.Ok(ODataShape.Select(new JsonObject
    {
        ["@odata.context"] = ODataShape.Service(call) + $"/$metadata#users('{call.Owner.Id}')/mailboxSettings",
        ["automaticRepliesSetting"] = NoAutomaticReplies(call),
        ["timeZone"] = call.Owner.TimeZone,
        ["language"] = new JsonObject { ["locale"] = "ja-JP", ["displayName"] = "日本語 (日本)" },
        ["workingHours"] = FreeBusyRoutes.WorkingHours(call.Owner),
        ["dateFormat"] = "yyyy/MM/dd",
        ["timeFormat"] = "H:mm",
        ["delegateMeetingMessageDeliveryOptions"] = "sendToDelegateOnly",
        ["userPurpose"] = call.Owner.Purpose ?? (call.Owner.Room is null ? "user" : "room"),
    }, call));

    private static JsonObject NoAutomaticReplies(GraphCall call)
    {
        var today = call.Outlook.Now.InUtc().Date.AtMidnight();
        JsonObject At(LocalDateTime time) => new() { ["dateTime"] = time.ToString("uuuu-MM-dd'T'HH:mm:ss'.0000000'", CultureInfo.InvariantCulture), ["timeZone"] = "UTC" };
        return new JsonObject
        {
            ["status"] = "disabled",
            ["externalAudience"] = "all",
            ["internalReplyMessage"] = "",
            ["externalReplyMessage"] = "",
            ["scheduledStartDateTime"] = At(today),
            ["scheduledEndDateTime"] = At(today.PlusDays(1)),
        };
    }

    private static JsonObject Write(Account account) => new()
    {
        ["businessPhones"] = new JsonArray(),
        ["displayName"] = account.DisplayName,
        ["givenName"] = account.DisplayName.Split([' ', '　']) is [_, var given, ..] ? given : null,
        ["jobTitle"] = null,
        ["mail"] = account.Mail,
        ["mobilePhone"] = null,
        ["officeLocation"] = null,
        ["preferredLanguage"] = "ja-JP",
        ["surname"] = account.DisplayName.Split([' ', '　'])[0],
        ["userPrincipalName"] = account.UserPrincipalName,
        ["id"] = account.Id,
        ["mailNickname"] = account.UserPrincipalName.Split('@')[0],
        ["otherMails"] = new JsonArray(),
        ["postalCode"] = null,
        ["userType"] = account.IsGuest ? "Guest" : "Member",
        ["accountEnabled"] = account.SignIn != SignInBlock.Disabled,
        ["proxyAddresses"] = new JsonArray(
        [
            .. account.Mail is { } mail ? [JsonValue.Create("SMTP:" + mail)] : Array.Empty<JsonNode>(),
            .. account.Aliases.Select(a => JsonValue.Create("smtp:" + a)),
        ]),
    };
}
