namespace Hidori.Domain.Appointments;

/// <summary>The title rules of SPEC M13, in one place.</summary>
public static class AppointmentTitle
{
    private const string VisitPrefix = "来訪: ";

    /// <summary>The meeting title; without one, 「お客様の社名:氏名」.</summary>
    public static string For(string title, string company, string guestName) =>
        !string.IsNullOrWhiteSpace(title) ? title
        : string.IsNullOrWhiteSpace(company) ? guestName
        : string.IsNullOrWhiteSpace(guestName) ? company
        : $"{company}:{guestName}";

    /// <summary>With a reception code: 「来訪: 」 before the title.</summary>
    public static string ForVisit(string title, string company, string guestName) =>
        VisitPrefix + For(title, company, guestName);
}
