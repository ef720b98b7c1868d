using Hidori.Domain.BookingPages;
using NodaTime;

namespace Hidori.Server.Features.Notifications;

/// <summary>What a mail says, in the reader's language. HTML and plain text are both made from it, so they say the same.</summary>
/// <param name="Preview">The line a mail program shows beside the subject.</param>
/// <param name="Addressee">Lines above the greeting.</param>
/// <param name="Moment">The hero of the mail, where one time is fixed.</param>
/// <param name="Numbered">Candidates or wishes.</param>
/// <param name="Footer">Whom to ask, and what else holds.</param>
public sealed record MailContent(
    string Subject,
    string Preview,
    string OrganizationName,
    IReadOnlyList<string> Addressee,
    IReadOnlyList<string> Lead,
    MailMoment? Moment,
    MailList? Numbered,
    IReadOnlyList<MailFact> Facts,
    MailButton? Button,
    IReadOnlyList<string> Footer)
{
    /// <summary>受付コード of a visit; null for none.</summary>
    public MailCode? Code { get; init; }

    /// <summary>Above everything; null for none.</summary>
    public LogoPicture? Logo { get; init; }

    /// <summary>署名 of the main host, line by line.</summary>
    public IReadOnlyList<string> Signature { get; init; } = [];
}

/// <summary>Facts of a mail as they wait in the outbox: serialisable, without words.</summary>
public interface IMailFacts
{
    /// <summary>In the language of <see cref="System.Globalization.CultureInfo.CurrentUICulture"/>.</summary>
    MailContent ToMail();
}

/// <summary>The same mail, signed by the main host (SPEC E1b).</summary>
public sealed record SignedFacts(IMailFacts Mail, string Signature) : IMailFacts
{
    /// <summary>Of the page it was booked on; null for none.</summary>
    public LogoPicture? Logo { get; init; }

    public MailContent ToMail() => Mail.ToMail() with { Signature = Signature.Length > 0 ? Signature.Split('\n') : [], Logo = Logo };
}

/// <param name="Digits">Six; shown in two groups of three.</param>
/// <param name="Hint">What to do with it on the day.</param>
public sealed record MailCode(string Digits, string Hint);

public sealed record MailMoment(LocalDateTime Start, LocalDateTime End, string Zone);

/// <param name="First">The number of the first item.</param>
public sealed record MailList(string Label, IReadOnlyList<string> Items, string? Note, int First = 1);

public sealed record MailFact(string Label, IReadOnlyList<string> Lines, string? Url = null);

public sealed record MailButton(string Label, string Url, string? Hint = null);

/// <param name="StartUtc">Such as 2026-11-04T01:00:00Z.</param>
public sealed record MailTime(string StartUtc, string EndUtc);

public sealed record MailGuest(string Company, string Name, string? Mail = null);

/// <param name="Format">A <see cref="Ui.ViewFormat"/> name.</param>
/// <param name="HostNames">The main host first.</param>
public sealed record MailMeeting(
    string Title,
    string Format,
    string? Place,
    IReadOnlyList<string> HostNames,
    string? JoinLink = null,
    bool JoinLinkFollows = false,
    MailRoom? Room = null)
{
    /// <summary>The hosts' own link: of another service, and not dead with the appointment.</summary>
    public bool LinkIsOwn { get; init; }

    /// <summary>A Web会議 whose link the hosts have not said yet.</summary>
    public bool JoinLinkIsOpen { get; init; }

    /// <summary>Without what is said of a link that is to come.</summary>
    public MailMeeting WithoutPromise => this with { JoinLinkFollows = false, JoinLinkIsOpen = false };

    public MailMeeting WithoutLink => WithoutPromise with { JoinLink = null };

    /// <summary>The other guests, beside the one the mail is to or about.</summary>
    public IReadOnlyList<MailGuest> Together { get; init; } = [];

    /// <summary>Who comes along, in the guest's words.</summary>
    public string? Companions { get; init; }

    /// <summary>How to get there.</summary>
    public string? Directions { get; init; }

    /// <summary>ご連絡先 of the page it was booked on; empty where the main host is asked.</summary>
    public string Contact { get; init; } = "";

    /// <summary>Six digits; null for none.</summary>
    public string? ReceptionCode { get; init; }
}

/// <summary>The room of a fixed time.</summary>
/// <param name="Name">Null while one is being arranged.</param>
/// <param name="IsAccepted">False: asked, and its answer awaited.</param>
public sealed record MailRoom(string? Name, bool IsAccepted);
