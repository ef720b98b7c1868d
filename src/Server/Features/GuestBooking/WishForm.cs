using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>ご希望: when it would suit a guest, in their own words, or messages at its fields.</summary>
public sealed class WishForm
{
    private readonly Forms typed;

    public WishForm(IFormCollection posted, GuestForm fields, Instant now)
    {
        typed = new Forms(posted);
        Attempt = BookingForm.AttemptOf(posted);
        Wish = typed.RequiredText("wish", Appointment.LongestText, Text.Of("WishMissing"));
        Company = fields.Company == FieldNeed.Hidden ? "" : typed.Text("company", BookingForm.LongestName);
        Name = typed.RequiredText("name", BookingForm.LongestName, Text.Of("NameMissing"));
        Mail = typed.Mail("mail");
        if (Mail.Length == 0)
            typed.Refuse("mail", Text.Of("MailMissing"));
        if (fields.PrivacyText.Length > 0 && !typed.IsChecked("privacy"))
            typed.Refuse("privacy", Text.Of("PrivacyMissing"));
        if (BookingForm.IsByRobot(posted, now))
            typed.Refuse("", Text.Of("PressAgain", Text.Of("WishSend")));
    }

    public Guid Attempt { get; }
    public string Wish { get; }
    public string Company { get; }
    public string Name { get; }
    public string Mail { get; }
    public bool IsValid => typed.IsValid;
    public FormState State => typed.State;

    public void Refuse(string field, string message) => typed.Refuse(field, message);
}
