namespace Hidori.Server.Ui;

/// <summary>What surrounds every page of a signed-in member.</summary>
/// <param name="OtherLanguageUrl">This page in the other language.</param>
/// <param name="IsOperator">An administrator who also looks after what is the whole server's.</param>
public sealed record ShellView(
    string OrganizationName,
    string MemberName,
    string MemberEmail,
    ViewRole Role,
    HealthMark Connection,
    Section Section,
    string OtherLanguageUrl,
    Banner? Banner = null,
    RegistrationAlarm? Alarm = null,
    bool IsOperator = false)
{
    public bool IsAdministrator => Role is ViewRole.MainAdministrator or ViewRole.Administrator;

    public string MemberInitial => Initial.Of(MemberName);
}

/// <summary>What is wrong with the installation's registration at Microsoft, for its administrators.</summary>
/// <param name="IsRefused">Microsoft does not take it now.</param>
/// <param name="DaysLeft">Until the credential runs out, where that is near; 0 when it has.</param>
public sealed record RegistrationAlarm(bool IsRefused, int? DaysLeft);

/// <summary>What surrounds every page of a guest.</summary>
/// <param name="Language">What the reader chose, where they chose.</param>
public sealed record GuestFrame(string OrganizationName, string OtherLanguageUrl, string? Language = null)
{
    public static GuestFrame Of(HttpContext http, string organization) => new(organization, Languages.OtherUrl(http), Languages.Asked(http));

    /// <summary>What a form carries to keep the language.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Kept => Language is null ? [] : [KeyValuePair.Create<string, string?>("lang", Language)];

    /// <summary>An address of ours that keeps the language, also where no cookie does.</summary>
    public string Keeping(string path) =>
        Language is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={Language}";

    /// <summary>The same with the zone that times are told in.</summary>
    public string Keeping(string path, string zone) => Keeping($"{path}?zone={Uri.EscapeDataString(zone)}");
}

public enum Section { None, Appointments, BookingPages, Members, Connections, Rooms, Administration }

public enum HealthMark { None, Ok, Attention }

public enum ViewRole { MainAdministrator, Administrator, AppointmentManager, Member }

public enum ViewFormat { VisitToUs, VisitToThem, Online, Other }

/// <summary>A message above the page, in the reader's language.</summary>
public sealed record Banner(Tone Tone, string Message, string? Detail = null);

public enum Tone { Ok, Info, Hold, Bad, Ask, Off }

public static class Initial
{
    /// <summary>The first letter as a person sees it, surrogate pairs included.</summary>
    public static string Of(string name) =>
        name.Length == 0 ? "?" : System.Globalization.StringInfo.GetNextTextElement(name.Trim() is { Length: > 0 } t ? t : "?");
}

public static class Tones
{
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Ok => "ok",
        Tone.Info => "info",
        Tone.Hold => "hold",
        Tone.Bad => "bad",
        Tone.Ask => "ask",
        Tone.Off => "off",
    };

    /// <summary>Meaning is never colour alone.</summary>
    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Ok => "ok",
        Tone.Info => "info",
        Tone.Hold => "alert",
        Tone.Bad => "alert",
        Tone.Ask => "redo",
        Tone.Off => "minus",
    };
}
