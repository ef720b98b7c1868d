namespace Hidori.Domain.Appointments;

/// <summary>How a hold counts to whoever looks at the calendar.</summary>
public enum HoldStrength
{
    /// <summary>仮の予定: others may still plan over it.</summary>
    Tentative,

    /// <summary>予定あり: looks taken like any other appointment.</summary>
    Busy,
}

/// <summary>How an appointment's entries look in the hosts' calendars (SPEC P8). To Hidori every hold is the same.</summary>
/// <param name="Title">Of the holds; empty for the appointment's own title, marked as a hold.</param>
/// <param name="IsPrivate">Colleagues who may see the calendar see no words, of the holds and of the meeting.</param>
public sealed record HoldStyle(HoldStrength Strength, string Title, bool IsPrivate)
{
    public static HoldStyle Default { get; } = new(HoldStrength.Tentative, "", IsPrivate: false);
}
