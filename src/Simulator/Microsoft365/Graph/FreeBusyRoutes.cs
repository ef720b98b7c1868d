using System.Text;
using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>getSchedule: 200 for the call, an error for each address that cannot be read.</summary>
internal static class FreeBusyRoutes
{
    public static GraphReply GetSchedule(GraphCall call)
    {
        var json = call.Json();
        var behaviour = call.Outlook.Behaviour;
        string Name(string wanted) => json.Select(p => p.Key).FirstOrDefault(k => k.Equals(wanted, StringComparison.OrdinalIgnoreCase)) ?? wanted;
        var addresses = (json[Name("schedules")] as JsonArray ?? []).Select(a => a?.GetValue<string>() ?? "").ToList();
        var (start, end) = (GraphTimes.ParseInstant(json[Name("startTime")], "startTime"), GraphTimes.ParseInstant(json[Name("endTime")], "endTime"));
        var targets = addresses.Sum(a => List(call, a)?.Members.Count ?? 1);
        if (targets > behaviour.MaxAddressesPerFreeBusyCall)
            throw GraphError.Bad("ErrorMailboxDataArrayTooBig", $"There are too many target users in the EmailAddress array. The allowed size = {behaviour.MaxAddressesPerFreeBusyCall}; the actual size = {targets}.");
        if (end <= start) throw GraphError.Bad("ErrorInvalidTimeInterval", "The end of the time window lies before its start.");
        if (end - start > Duration.FromDays(behaviour.MaxFreeBusyDays))
            throw GraphError.Bad("ErrorTimeIntervalTooBig", $"The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = {behaviour.MaxFreeBusyDays} days; the actual limit = {(int)Math.Ceiling((end - start).TotalDays)} days.");
        // microsoft-graph-docs issue 4494: a null interval is answered 500.
        if (json.TryGetPropertyValue(Name("availabilityViewInterval"), out var sent) && sent is null)
            throw new GraphError(500, "ErrorInternalServerError", "An internal server error occurred. The operation failed.");
        // The documentation itself sends the number as text (outlook-get-free-busy-schedule.md).
        var minutes = sent is null ? 30 : int.Parse(sent.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        if (minutes is < 5 or > 1440 || Duration.FromMinutes(minutes) > end - start)
            throw GraphError.Bad("ErrorInvalidMergedFreeBusyInterval", "The interval must be between 5 and 1440 minutes and no longer than the window.");

        return GraphReply.Ok(new JsonObject
        {
            ["@odata.context"] = ODataShape.Service(call) + "/$metadata#Collection(microsoft.graph.scheduleInformation)",
            ["value"] = new JsonArray([.. addresses.Select(a => One(call, a, start, end, Duration.FromMinutes(minutes)))]),
        });
    }

    private static JsonObject One(GraphCall call, string address, Instant start, Instant end, Duration step)
    {
        if (List(call, address) is { } list) return OfList(call, list, start, end, step);
        var account = call.Outlook.State.Accounts.Find(a => a.Tenant == call.Tenant && a.HasAddress(address));
        if (account is null || account.Mailbox != MailboxState.Ready)
            return Refusal(address, "ErrorMailRecipientNotFound", $"Unable to resolve e-mail address <>SMTP:{address} to an Active Directory object.");
        if (account.HidesFreeBusy)
            return Refusal(address, "ErrorNoFreeBusyAccess", "The caller does not have access to free/busy data.");
        var items = call.Outlook.View(account, account.DefaultCalendar.Key, start, end).Where(i => !i.IsCancelled).ToList();
        if (items.Count > 1000) return Refusal(address, "5006", "The result set contains too many calendar entries.");
        var reply = call.ReplyZone();
        return new JsonObject
        {
            ["scheduleId"] = address,
            ["availabilityView"] = View(items, start, end, step),
            ["scheduleItems"] = new JsonArray([.. items.Select(i => Item(i, account, call, reply))]),
            ["workingHours"] = WorkingHours(account),
        };
    }

    private static DistributionList? List(GraphCall call, string address) => call.Outlook.State.DistributionLists.Find(l =>
        l.Tenant == call.Tenant && l.Address.Equals(address, StringComparison.OrdinalIgnoreCase));

    /// <summary>All members in one view, and nobody's items: a list has no calendar (GetUserAvailability of EWS merges alike).</summary>
    private static JsonObject OfList(GraphCall call, DistributionList list, Instant start, Instant end, Duration step)
    {
        var items = list.Members.Select(call.Outlook.FindAccount).OfType<Account>()
            .SelectMany(m => call.Outlook.View(m, m.DefaultCalendar.Key, start, end)).Where(i => !i.IsCancelled).ToList();
        return new JsonObject { ["scheduleId"] = list.Address, ["availabilityView"] = View(items, start, end, step), ["scheduleItems"] = new JsonArray() };
    }

    private static JsonObject Item(StoredItem item, Account account, GraphCall call, (string Name, DateTimeZone Zone) reply)
    {
        var json = new JsonObject
        {
            ["status"] = Wire.Name(item.ShowAs),
            ["start"] = GraphTimes.Write(item.Start, reply),
            ["end"] = GraphTimes.Write(item.End, reply),
        };
        if (account.Id != call.Caller?.Id && !account.SharesDetails) return json;
        var isPrivate = item.Sensitivity is Sensitivity.Private or Sensitivity.Confidential;
        json["isPrivate"] = isPrivate;
        if (isPrivate && account.Id != call.Caller?.Id) return json;
        json["subject"] = item.Subject;
        json["location"] = item.Locations.FirstOrDefault()?["displayName"]?.GetValue<string>() ?? "";
        return json;
    }

    /// <summary>0 free, 1 tentative, 2 busy, 3 out of office; workingElsewhere counts as 0 (SDK documentation).</summary>
    private static string View(List<StoredItem> items, Instant start, Instant end, Duration step)
    {
        var view = new StringBuilder();
        for (var from = start; from < end; from += step)
        {
            var until = from + step;
            view.Append(items.Where(i => i.Overlaps(from, until)).Select(Digit).DefaultIfEmpty('0').Max());
        }
        return view.ToString();
    }

    private static char Digit(StoredItem item) => item.ShowAs switch
    {
        ShowAs.Free or ShowAs.WorkingElsewhere => '0',
        ShowAs.Tentative => '1',
        ShowAs.Busy or ShowAs.Unknown => '2',
        ShowAs.Oof => '3',
    };

    private static JsonObject Refusal(string address, string code, string message) => new()
    {
        ["scheduleId"] = address,
        ["error"] = new JsonObject { ["message"] = message, ["responseCode"] = code },
    };

    public static JsonObject WorkingHours(Account account) => new()
    {
        ["daysOfWeek"] = new JsonArray("monday", "tuesday", "wednesday", "thursday", "friday"),
        ["startTime"] = "09:00:00.0000000",
        ["endTime"] = "18:00:00.0000000",
        ["timeZone"] = new JsonObject { ["name"] = account.TimeZone },
    };
}
