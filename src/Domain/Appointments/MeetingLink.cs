namespace Hidori.Domain.Appointments;

/// <summary>Web会議URL: where the guests' link to the conference comes from.</summary>
/// <param name="IsIssued">WEB会議URLを発行する: made with the main host's entry once a time is fixed.</param>
/// <param name="Own">URLを自分で入力する: any service's; empty for none (yet).</param>
public sealed record MeetingLink(bool IsIssued, string Own)
{
    public const int Longest = WebAddress.Longest;

    /// <summary>あとで知らせる.</summary>
    public static MeetingLink Later { get; } = new(IsIssued: false, "");

    public static MeetingLink Issued { get; } = new(IsIssued: true, "");

    /// <summary>Not two at once, and none that opens anything but a page of the web.</summary>
    public bool IsFit => Own.Length == 0 || (!IsIssued && IsUrl(Own));

    /// <summary>An https address with a full host name. It goes into mails and calendars as it is.</summary>
    public static bool IsUrl(string text) =>
        !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '\\')
        && WebAddress.Of(text) is { } url && url.Host.Contains('.', StringComparison.Ordinal);
}
