using System.Globalization;
using Hidori.Domain.Appointments;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Proposals;

/// <summary>The guests on the compose screen, a group of fields each, and the addresses in CC.</summary>
public static class GuestLines
{
    /// <summary>How many groups there are; at least one.</summary>
    public static int CountOf(FormState form) => Math.Clamp(Forms.NumberOf(form.Value("guests")) ?? 1, 1, Proposing.MostGuests);

    /// <summary>A guest's field. The first guest's fields bear no number.</summary>
    /// <param name="guest">Counts from 1.</param>
    public static string Field(string name, int guest) =>
        guest == 1 ? name : name + guest.ToString(CultureInfo.InvariantCulture);

    private static readonly string[] Names = ["company", "guestName", "guestMail", "guestLanguage", "guestZone"];

    /// <summary>One more; mostly from the same company and of the same language.</summary>
    public static void Add(Forms typed)
    {
        var count = CountOf(typed.State);
        if (count >= Proposing.MostGuests)
            return;
        typed.Set(Field("company", count + 1), typed.Text(Field("company", count)));
        typed.Set(Field("guestLanguage", count + 1), typed.Text(Field("guestLanguage", count)));
        typed.Set(Field("guestZone", count + 1), typed.Text(Field("guestZone", count)));
        SetCount(typed, count + 1);
    }

    /// <summary>Takes one away; those behind move up.</summary>
    public static void Remove(Forms typed, int guest)
    {
        var count = CountOf(typed.State);
        if (guest < 1 || guest > count || count == 1)
            return;
        foreach (var name in Names)
        {
            for (var i = guest; i < count; i++)
                typed.Set(Field(name, i), typed.Text(Field(name, i + 1)));
            typed.Set(Field(name, count), "");
        }

        SetCount(typed, count - 1);
    }

    /// <summary>What the groups say; what is wrong with them is said at the fields.</summary>
    public static IReadOnlyList<ComposedGuest> Read(Forms typed, bool byMail)
    {
        var guests = Enumerable.Range(1, CountOf(typed.State)).Select(i => Read(typed, i, byMail)).ToList();
        foreach (var (index, guest) in guests.Index())
        {
            if (guest.Mail.Length > 0 && guests.Take(index).Any(g => g.Mail == guest.Mail))
                typed.Refuse(Field("guestMail", index + 1), Text.Of("GuestMailTwice"));
        }

        return guests;
    }

    private static ComposedGuest Read(Forms typed, int guest, bool byMail)
    {
        var company = typed.Text(Field("company", guest), Appointment.LongestName);
        var name = Guest.WithoutSama(typed.RequiredText(Field("guestName", guest), Appointment.LongestName, Text.Of("GuestNameMissing")));
        var mail = typed.Mail(Field("guestMail", guest));
        if (byMail && mail.Length == 0)
            typed.Refuse(Field("guestMail", guest), Text.Of("GuestMailMissing"));
        var language = Languages.Read(typed.Text(Field("guestLanguage", guest)));
        return new ComposedGuest(company, name, mail, language, ZoneOf(typed.Text(Field("guestZone", guest))));
    }

    /// <summary>The zones chosen for the guests, as far as they are zones.</summary>
    public static IEnumerable<string> Zones(FormState form) =>
        Enumerable.Range(1, CountOf(form)).Select(i => ZoneOf(form.Value(Field("guestZone", i)))).Where(z => z.Length > 0);

    private static string ZoneOf(string posted) => Ui.Zones.IsKnown(posted) ? posted : "";

    /// <summary>CC: addresses one a line, or set apart by commas and the like.</summary>
    public static IReadOnlyList<string> Copies(Forms typed, IReadOnlyList<ComposedGuest> guests)
    {
        var addresses = typed.Text("copies", 3000).Split(['\n', ',', ';', '、', ' ', '\u3000', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Select(Forms.MailOf).ToList();
        if (addresses.Contains(null))
            typed.Refuse("copies", Text.Of("CopyMalformed"));
        var copies = addresses.OfType<string>().Distinct().ToList();
        if (copies.Count > Proposing.MostCopies)
            typed.Refuse("copies", Text.Of("RefusedTooManyCopies"));
        if (copies.FirstOrDefault(c => guests.Any(g => g.Mail == c)) is { } twice)
            typed.Refuse("copies", Text.Of("CopyIsGuest", twice));
        return copies;
    }

    private static void SetCount(Forms typed, int count) => typed.Set("guests", count.ToString(CultureInfo.InvariantCulture));
}

/// <summary>One guest, as typed.</summary>
/// <param name="Mail">Lower-cased; empty when the link is handed over by other means.</param>
/// <param name="ZoneId">IANA zone; empty for the one the proposal is planned in.</param>
public sealed record ComposedGuest(string Company, string Name, string Mail, string Language, string ZoneId);
