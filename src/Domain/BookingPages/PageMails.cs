using Hidori.Domain.Appointments;

namespace Hidori.Domain.BookingPages;

/// <summary>お客様へのメール of a page (SPEC B11).</summary>
public sealed record PageMails
{
    public const int LongestHostName = 100;

    /// <summary>リマインド; null sends none.</summary>
    public UpcomingNotice? Upcoming { get; init; }

    /// <summary>担当者, as guests read it in mails, on the page and on that of the booking; empty for the names of those who take part.</summary>
    public string HostName { get; init; } = "";

    /// <summary>メールアドレスの確認: a guest's booking stands once they press the button in a mail. Until then nothing is taken.</summary>
    public bool ConfirmsAddress { get; init; }

    public static readonly PageMails Usual = new();
}
