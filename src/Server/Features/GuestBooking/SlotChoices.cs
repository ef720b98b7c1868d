using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>Reads from a request where the guest is in time.</summary>
internal static class SlotChoices
{
    /// <param name="lengths">Those the page has; any other that is asked for becomes the first.</param>
    public static SlotChoice Of(HttpContext http, string usualZone, IReadOnlyList<int> lengths, bool behalf)
    {
        var minutes = Forms.NumberOf(Asked(http, "minutes")) ?? 0;
        return new SlotChoice(
            ChosenZone.Of(http, usualZone), lengths.Contains(minutes) || lengths.Count == 0 ? minutes : lengths[0], Asked(http, "view") == "week", behalf, Languages.Asked(http));
    }

    /// <summary>The first date of the week that is asked for; null for whichever has free times.</summary>
    public static LocalDate? From(HttpContext http) => Forms.DateOf(Asked(http, "from"));

    /// <remarks>An address that says the zone says all of the choice (<see cref="SlotChoice.Query"/>): what a form holds beside it is that of the step before.</remarks>
    private static string Asked(HttpContext http, string name) =>
        http.Request.Query[name].ToString() is { Length: > 0 } asked ? asked
        : http.Request.HasFormContentType && !http.Request.Query.ContainsKey("zone") ? http.Request.Form[name].ToString()
        : "";
}
