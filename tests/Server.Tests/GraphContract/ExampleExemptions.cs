namespace Hidori.Server.Tests.GraphContract;

/// <summary>Where the pages of 2021 differ from the API of today, or cut their examples short.</summary>
internal static class ExampleExemptions
{
    private static readonly (string File, string Difference, string Reason)[] Known =
    [
        ("", "isManaged", "dropped since 2021"),
        ("", "displayDevice", "renamed displayDeviceName"),
        ("", "notificationContentType", "dropped since 2021"),
        ("", "geocoordinates", "spelled geoCoordinates today"),
        ("", "unknown member producers", "beta only"),
        ("", "unknown member contributors", "beta only"),
        ("", "utoAdmittedUsers", "replaced by lobbyBypassSettings"),
        ("", "unknown member conversation", "moved to a derived type, which the page does not name"),
        ("", "unknown member userIdentityType", "of the derived type teamworkUserIdentity, which the page does not name"),
        ("", "is no date-time", "the page shows the word datetime-value"),
        ("", "'response-value' is not among", "the page shows a placeholder"),
        ("", "responseStatus.response: '' is not among", "the page shows an empty string"),
        ("", "response: a body is expected", "the page leaves the body out or breaks it off"),
        ("", "status 200 is not foreseen", "the page says 200 where the service answers 201"),
        ("application-post-onlinemeetings", "ConferenceId", "spelled conferenceId today"),
        ("batch.01", "no such operation", "Planner and groups are outside this description"),
        ("calendargroup-list-calendars", "color: string expected", "the page shows an empty object"),
        ("chat-sendactivitynotification", "userId", "of a derived type, which the page does not name"),
        ("findmeetingtimes-example", "timeslots", "spelled timeSlots today"),
        ("onlinemeeting-update", "participants.organizer.identity", "null members of identities that v1.0 no longer lists"),
        ("outlook-calendar-meeting-proposals", "unknown member uid", "dropped since 2021"),
        ("outlook-calendar-meeting-proposals.02", "boolean expected, String came", "a boolean written as text, which the service accepts"),
        ("outlook-calendar-meeting-proposals.02", "proposedNewTime: unknown member", "Start and End with capitals in the page"),
        ("outlook-get-shared-events-calendars.03", "unknown member", "the page shows calendars where the service lists entries"),
        ("outlook-get-free-busy-schedule", "integer expected", "a number written as text, which the service accepts"),
        ("outlook-get-free-busy-schedule", "status: '", "upper case in the page, lower case in the service"),
        ("user-findmeetingtimes", "expected, String came", "booleans and numbers written as text, which the service accepts"),
        ("user-get-mailboxsettings", "is not among", "upper case in the page, lower case in the service"),
        ("user-update-mailboxsettings.02", "request: a body is required", "the page shows no valid JSON"),
        ("user-list-licensedetails", "is no uuid", "the page shows placeholders"),
        ("user-list.07", "$orderbydisplayName", "a missing equals sign in the page"),
    ];

    /// <summary>A slip in the page's own request says nothing about the answer.</summary>
    public static bool IsOfARequest(string difference) => difference.Contains(": request", StringComparison.Ordinal);

    /// <summary>Whether a reason is on record for the difference in this file.</summary>
    public static bool Explain(string file, string difference) =>
        Known.Any(k => file.StartsWith(k.File, StringComparison.Ordinal) && difference.Contains(k.Difference, StringComparison.Ordinal));
}
