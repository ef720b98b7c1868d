using System.Globalization;

namespace Hidori.Server.Ui;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public static string Language => IsEnglish ? "en" : "ja";

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(ViewRole role) => role switch
    {
        ViewRole.MainAdministrator => Of("RoleMainAdministrator"),
        ViewRole.Administrator => Of("RoleAdministrator"),
        ViewRole.AppointmentManager => Of("RoleAppointmentManager"),
        ViewRole.Member => Of("RoleMember"),
    };

    public static string Of(ViewFormat format) => format switch
    {
        ViewFormat.VisitToUs => Of("FormatVisitToUs"),
        ViewFormat.VisitToThem => Of("FormatVisitToThem"),
        ViewFormat.Online => Of("FormatOnline"),
        ViewFormat.Other => Of("FormatOther"),
    };

    /// <summary>Names one after another: 佐藤 美咲、田中 健一.</summary>
    public static string List(IEnumerable<string> names) => string.Join(Of("ListSeparator"), names);
}
