using System.Globalization;
using Hidori.Domain.Time;

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

    public static string Of(PublicHoliday holiday) => holiday switch
    {
        PublicHoliday.NewYear => Of("HolidayNewYear"),
        PublicHoliday.ComingOfAge => Of("HolidayComingOfAge"),
        PublicHoliday.NationalFoundation => Of("HolidayNationalFoundation"),
        PublicHoliday.EmperorsBirthday => Of("HolidayEmperorsBirthday"),
        PublicHoliday.VernalEquinox => Of("HolidayVernalEquinox"),
        PublicHoliday.Showa => Of("HolidayShowa"),
        PublicHoliday.Constitution => Of("HolidayConstitution"),
        PublicHoliday.Greenery => Of("HolidayGreenery"),
        PublicHoliday.Children => Of("HolidayChildren"),
        PublicHoliday.Marine => Of("HolidayMarine"),
        PublicHoliday.Mountain => Of("HolidayMountain"),
        PublicHoliday.RespectForTheAged => Of("HolidayRespectForTheAged"),
        PublicHoliday.AutumnalEquinox => Of("HolidayAutumnalEquinox"),
        PublicHoliday.Sports => Of("HolidaySports"),
        PublicHoliday.Culture => Of("HolidayCulture"),
        PublicHoliday.LabourThanksgiving => Of("HolidayLabourThanksgiving"),
        PublicHoliday.OnceByLaw => Of("HolidayOnceByLaw"),
        PublicHoliday.Substitute => Of("HolidaySubstitute"),
        PublicHoliday.BetweenTwo => Of("HolidayBetweenTwo"),
    };

    /// <summary>A reception code as people read it aloud: 482 913, never broken over two lines.</summary>
    public static string Grouped(string code) => $"{code[..3]}\u00A0{code[3..]}";

    /// <summary>Names one after another: 佐藤 美咲、田中 健一.</summary>
    public static string List(IEnumerable<string> names) => string.Join(Of("ListSeparator"), names);
}
