using System.Globalization;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Ui;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.OwnSettings;

/// <summary>The fields of 個人設定, to and from what is kept.</summary>
public static class OwnSettingsForm
{
    public const int LongestSignature = 1000;
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern Typed = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    /// <summary>From Monday to Sunday.</summary>
    public static IEnumerable<IsoDayOfWeek> Weekdays => Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d);

    public static string WorksField(IsoDayOfWeek day) => string.Create(CultureInfo.InvariantCulture, $"works{(int)day}");

    public static string OpensField(IsoDayOfWeek day) => string.Create(CultureInfo.InvariantCulture, $"opens{(int)day}");

    public static string ClosesField(IsoDayOfWeek day) => string.Create(CultureInfo.InvariantCulture, $"closes{(int)day}");

    public static FormState Of(Member member)
    {
        var values = new Dictionary<string, string>
        {
            ["name"] = member.Name,
            ["reading"] = member.Reading,
            ["language"] = member.Language,
            ["zone"] = member.ZoneId,
            ["format"] = member.UsualFormat.ToString(),
            ["signature"] = member.Signature,
        };
        foreach (var day in Weekdays)
        {
            var hours = member.WorkingWeek.Days.FirstOrDefault(d => d.Day == day);
            values[WorksField(day)] = hours is null ? "" : "true";
            values[OpensField(day)] = Clock.Format(hours?.Opens ?? WorkingWeek.Usual.Opens);
            values[ClosesField(day)] = Clock.Format(hours?.Closes ?? WorkingWeek.Usual.Closes);
        }

        return FormState.Of(values);
    }

    /// <summary>Null when a field has a message.</summary>
    public static MemberPreferences? Read(Forms typed)
    {
        var name = typed.RequiredText("name", 100, Text.Of("NameMissing"));
        var reading = typed.Text("reading", 100);
        if (!reading.All(IsOfAReading))
            typed.Refuse("reading", Text.Of("ReadingNotKana"));
        var language = typed.Text("language");
        if (language.Length > 0 && !Languages.IsKnown(language))
            typed.Refuse("language", Text.Of("LanguageUnknown"));
        var zone = typed.Text("zone");
        if (zone.Length > 0 && !Zones.IsKnown(zone))
            typed.Refuse("zone", Text.Of("ZoneUnknown"));
        var days = Weekdays.Where(d => typed.IsChecked(WorksField(d))).Select(d => DayOf(typed, d)).ToList();
        if (days.Count == 0)
            typed.Refuse("days", Text.Of("DaysMissing"));
        var format = Forms.WordOf<AppointmentFormat>(typed.Text("format")) ?? AppointmentFormat.Online;
        var signature = typed.Text("signature", LongestSignature);
        return typed.IsValid
            ? new MemberPreferences(name, reading, language, zone, [.. days.OfType<WorkingDay>()], format, signature)
            : null;
    }

    private static WorkingDay? DayOf(Forms typed, IsoDayOfWeek day)
    {
        var opens = TimeOf(typed, OpensField(day));
        var closes = TimeOf(typed, ClosesField(day));
        if (opens is null || closes is null)
            return null;
        if (closes > opens)
            return new WorkingDay(day, opens.Value, closes.Value);
        typed.Refuse(ClosesField(day), Text.Of("ClosesBeforeOpens"));
        return null;
    }

    private static LocalTime? TimeOf(Forms typed, string field)
    {
        if (Typed.Parse(typed.Text(field)) is { Success: true } time)
            return time.Value;
        typed.Refuse(field, Text.Of("TimeMissing"));
        return null;
    }

    /// <summary>Kana, wide or narrow; letters for names that have no kana.</summary>
    private static bool IsOfAReading(char c) =>
        c is ' ' or '\u3000' or '-' or '\'' or '.' or '・' or (>= '\u3041' and <= '\u3096') or (>= '\u30A1' and <= '\u30FE') or (>= '\uFF66' and <= '\uFF9F')
        || (char.IsLetter(c) && c < '\u0250');
}
