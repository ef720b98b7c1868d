using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>Changes that leave the time as it is (SPEC M18, M19).</summary>
public sealed partial class Appointment
{
    public const int LongestTitle = 200;
    public const int LongestPlace = 300;
    public const int LongestDirections = 1000;

    /// <summary>Other words for the same meeting: same entry, same link. A guest who was told of it is told once more.</summary>
    public Result<Done, ChangeRefusal> Edit(AppointmentWords words, Instant now)
    {
        if (State is not (AppointmentState.Open or AppointmentState.Confirmed))
            return ChangeRefusal.NotInThisState;
        words = words.Trimmed();
        if (words.Title.Length > LongestTitle || words.Place.Length > LongestPlace || words.Directions.Length > LongestDirections
            || words.HoldStyle.Title.Length > LongestTitle || !words.Link.IsFit
            || words.Message.Length > LongestText || words.Note.Length > LongestText)
            return ChangeRefusal.TextUnfit;
        if (words.Link.IsIssued != WithJoinLink && !CanChooseLink)
            return ChangeRefusal.NotInThisState;
        var before = Words;
        if (words == before)
            return Done.Value;

        (Title, Place, Directions, Message, Note, WithReceptionCode) = (words.Title, words.Place, words.Directions, words.Message, words.Note, words.WithReceptionCode);
        (WithJoinLink, OwnJoinLink) = (words.Link.IsIssued, words.Link.Own);
        (HoldStrength, HoldTitle, IsPrivate) = (words.HoldStyle.Strength, words.HoldStyle.Title, words.HoldStyle.IsPrivate);
        if (State == AppointmentState.Confirmed && words.AsTheGuestSees() != before.AsTheGuestSees())
            TellOfTheSameTime(now);
        else
            Touch(now);
        return Done.Value;
    }

    /// <summary>What <see cref="Edit"/> changes, as it is now.</summary>
    public AppointmentWords Words => new(Title, Place, Directions, Message, Note, WithReceptionCode, new HoldStyle(HoldStrength, HoldTitle, IsPrivate),
        new MeetingLink(WithJoinLink, OwnJoinLink));

    /// <summary>Whether the meeting link can come from elsewhere: not once the guests have one that was issued, which stays in the entry.</summary>
    public bool CanChooseLink => !(State == AppointmentState.Confirmed && WithJoinLink && ConfirmationWasTold);

    /// <summary>Whose calendar speaks against moving the appointment to a time (SPEC M18, M21).</summary>
    /// <remarks>Not our own entry or holds, nor a co-host's copy, which bears no mark and stands at the present time.</remarks>
    /// <param name="busy">Each host's calendar, read just now.</param>
    /// <returns>Who is taken then, and whose calendar cannot be read.</returns>
    public (IReadOnlyList<MemberId> Taken, IReadOnlyList<MemberId> Unknown) HostsInTheWay(
        Interval time, IReadOnlyDictionary<MemberId, BusyTimes> busy)
    {
        bool StandsInTheWay(BusyEntry entry, MemberId host) =>
            entry.Ours?.Appointment != Id
            && entry is not { Ours: not null, Kind: BusyKind.Tentative }
            && !(host != MainHost && entry.Time == Chosen?.Time);
        return (
            [.. Hosts.Where(h => busy.GetValueOrDefault(h) is BusyTimes.Known known && known.Within(time).Any(e => StandsInTheWay(e, h)))],
            [
                .. Hosts.Where(h => busy.GetValueOrDefault(h) is not BusyTimes.Known
                    && (h == MainHost || busy.GetValueOrDefault(h) is not BusyTimes.Unknown { Reason: UnknownReason.NotConnected })),
            ]);
    }

    /// <summary>元に戻す: what somebody changed outside is put back to where it was decided.</summary>
    /// <param name="linkIsNew">The meeting has to be made anew, and its link with it: the guest's old one is dead.</param>
    public Result<Done, ChangeRefusal> PutBack(bool linkIsNew, Instant now)
    {
        if (State is not (AppointmentState.Open or AppointmentState.Confirmed))
            return ChangeRefusal.NotInThisState;
        if (linkIsNew && WithJoinLink && State == AppointmentState.Confirmed)
            TellOfTheSameTime(now);
        else
            Touch(now);
        return Done.Value;
    }

    /// <summary>What was not told yet is told with the new words: one mail, not two.</summary>
    private void TellOfTheSameTime(Instant now)
    {
        var isPending = AnnouncedRevision < Revision && Announcement is Announcement.Rescheduled or Announcement.RoomChanged or Announcement.MainHostChanged;
        Tell(!ConfirmationWasTold ? Announcement.Confirmed : isPending ? Announcement : Announcement.Edited, now);
    }
}

/// <summary>What an appointment says, and what can be said otherwise without changing its time.</summary>
/// <param name="Directions">道順・アクセス: how to get there.</param>
/// <param name="Note">社内メモ: for the hosts alone.</param>
/// <param name="WithReceptionCode">受付コードを発行する.</param>
/// <param name="HoldStyle">How its entries look in the hosts' calendars; for the hosts alone.</param>
/// <param name="Link">Web会議URL.</param>
public sealed record AppointmentWords(
    string Title, string Place, string Directions, string Message, string Note, bool WithReceptionCode, HoldStyle HoldStyle, MeetingLink Link)
{
    internal AppointmentWords Trimmed() => this with
    {
        Title = Title.Trim(),
        Place = Place.Trim(),
        Directions = Directions.Trim(),
        Message = Message.Trim(),
        Note = Note.Trim(),
        HoldStyle = HoldStyle with { Title = HoldStyle.Title.Trim() },
        Link = Link with { Own = Link.Own.Trim() },
    };

    internal AppointmentWords AsTheGuestSees() => this with { Note = "", HoldStyle = HoldStyle.Default };
}
