using System.Globalization;
using System.Text;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>Which of a page's mails is looked at.</summary>
public enum PageMailKind { Confirmed, Upcoming, Changed, Cancelled }

/// <summary>お客様へのメール of a page, as typed.</summary>
public sealed class PageMailForm(IFormCollection posted)
{
    private readonly Forms typed = new(posted);

    public FormState State => typed.State;
    public string Action => typed.Text("action");
    public int Version => Forms.NumberOf(typed.Text("version")) ?? -1;

    public void Refuse(string field, string message) => typed.Refuse(field, message);

    /// <summary>Which mail is shown, and in which language.</summary>
    public static (PageMailKind Kind, string Language) Shown(FormState form) => (
        Forms.WordOf<PageMailKind>(form.Value("mail")) ?? PageMailKind.Confirmed,
        Languages.IsKnown(form.Value("in")) ? form.Value("in") : Languages.Current);

    /// <summary>Null when a field has a message.</summary>
    public PageMails? Read()
    {
        var mails = new PageMails
        {
            HostName = typed.Text("hostName", PageMails.LongestHostName),
            ConfirmsAddress = typed.IsChecked("confirms"),
            Upcoming = typed.IsChecked("upcoming") ? ReadUpcoming() : null,
        };
        return typed.IsValid ? mails : null;
    }

    /// <summary>What is kept, with the mail that is looked at first.</summary>
    public static FormState Of(BookingPage page)
    {
        var mails = page.Settings.Mails;
        var upcoming = mails.Upcoming ?? UpcomingNotice.Usual;
        return FormState.Of(new Dictionary<string, string>
        {
            ["version"] = page.Version.ToString(CultureInfo.InvariantCulture),
            ["hostName"] = mails.HostName,
            ["confirms"] = mails.ConfirmsAddress ? "true" : "",
            ["upcoming"] = mails.Upcoming is null ? "" : "true",
            ["unit"] = upcoming.Unit.ToString(),
            ["amount"] = upcoming.Amount.ToString(CultureInfo.InvariantCulture),
            ["at"] = PageFields.Clock.Format(upcoming.At),
            ["words"] = upcoming.Text,
            ["mail"] = nameof(PageMailKind.Confirmed),
            ["in"] = Languages.Current,
        });
    }

    private UpcomingNotice ReadUpcoming()
    {
        var unit = Forms.WordOf<UpcomingUnit>(typed.Text("unit")) ?? UpcomingUnit.Days;
        var notice = new UpcomingNotice(
            unit,
            Forms.NumberOf(typed.Text("amount").Normalize(NormalizationForm.FormKC)) ?? 0,
            unit == UpcomingUnit.Days ? ReadTime() : UpcomingNotice.Usual.At,
            typed.Text("words", UpcomingNotice.LongestText));
        if (!notice.IsFit && notice.Text.Length <= UpcomingNotice.LongestText)
            typed.Refuse("amount", Text.Of("UpcomingAmountUnfit", UpcomingNotice.MostDays, UpcomingNotice.MostHours));
        return notice;
    }

    private LocalTime ReadTime()
    {
        if (PageFields.Clock.Parse(typed.Text("at")) is { Success: true } time)
            return time.Value;
        typed.Refuse("at", Text.Of("TimeMissing"));
        return UpcomingNotice.Usual.At;
    }
}
