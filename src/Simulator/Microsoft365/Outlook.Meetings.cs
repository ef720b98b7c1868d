using NodaTime;

namespace Hidori.Simulator.Microsoft365;

internal sealed partial class Outlook
{
    private void Invite(StoredItem original, IEnumerable<StoredAttendee> whom)
    {
        foreach (var attendee in whom.ToList())
        {
            if (Colleague(original, attendee.Address) is not { } account)
            {
                Write(original, attendee.Address, "invitation");
                continue;
            }
            if (account.Id == original.Account || account.Mailbox != MailboxState.Ready || CopyOf(original, account) is not null) continue;
            if (behaviour.InvitationDelay == Duration.Zero) Deliver(original, account);
            else
                state.Pending.Add(new()
                {
                    Kind = EffectKind.DeliverInvitation, Due = Now + behaviour.InvitationDelay, Item = original.Key, Account = account.Id,
                });
        }
    }

    private void Deliver(StoredItem original, Account account)
    {
        if (CopyOf(original, account) is not null || !original.Attendees.Exists(a => account.HasAddress(a.Address))) return;
        var copy = original.Copy();
        copy.Key = NewKey();
        copy.Account = account.Id;
        copy.Calendar = account.DefaultCalendar.Key;
        copy.Moves = 0;
        copy.Version = 1;
        copy.Created = copy.Modified = Now;
        copy.IsOrganizer = false;
        copy.Response = ResponseType.NotResponded;
        copy.ShowAs = ShowAs.Tentative;
        copy.IntendedShowAs = original.ShowAs;
        copy.TransactionId = null;
        copy.Categories = [];
        // Seen on rooms (reference: rooms); we read it the same for people, so that nobody relies on the opposite.
        copy.Properties = new(StringComparer.Ordinal);
        Align(copy, original);
        Store(copy);
        RoomWillAnswer(copy, account);
    }

    /// <summary>Tells the others of a change by the organizer: those who left, those who stay, those who are new.</summary>
    /// <remarks>A new time asks everybody again, also those who declined.</remarks>
    public void Tell(StoredItem original, IReadOnlyList<StoredAttendee> before, bool timeChanged)
    {
        if (!original.IsOrganizer) return;
        bool Stays(StoredAttendee attendee) => before.Any(b => Same(b.Address, attendee.Address));
        CancelCopies(original, before.Where(b => !original.Attendees.Exists(a => Same(a.Address, b.Address))));
        if (timeChanged && !behaviour.KeepsOldAnswers)
            foreach (var attendee in original.Attendees) (attendee.Response, attendee.RespondedAt) = (ResponseType.None, null);
        UpdateCopies(original, timeChanged);
        foreach (var outsider in original.Attendees.Where(a => Stays(a) && Colleague(original, a.Address) is null))
            Write(original, outsider.Address, "update");
        Invite(original, original.Attendees.Where(a => !Stays(a) || (timeChanged && Colleague(original, a.Address) is not null)));
    }

    private void UpdateCopies(StoredItem original, bool timeChanged)
    {
        foreach (var copy in Copies(original))
        {
            Align(copy, original);
            copy.IntendedShowAs = original.ShowAs;
            if (timeChanged) (copy.Response, copy.ShowAs, copy.RespondedAt) = (ResponseType.NotResponded, ShowAs.Tentative, null);
            else if (copy.Response == ResponseType.Accepted) copy.ShowAs = copy.IntendedShowAs;
            Touch(copy);
            if (timeChanged) RoomWillAnswer(copy, AccountOf(copy));
        }
    }

    private void CancelCopies(StoredItem original, IEnumerable<StoredAttendee> attendees)
    {
        foreach (var attendee in attendees)
        {
            if (Colleague(original, attendee.Address) is not { } account)
            {
                Write(original, attendee.Address, "cancellation");
                continue;
            }
            state.Pending.RemoveAll(p => p.Item == original.Key && p.Account == account.Id);
            if (CopyOf(original, account) is not { } copy) continue;
            if (behaviour.KeepsCancelledCopies && account.Room is null)
            {
                (copy.IsCancelled, copy.ShowAs, copy.Subject) = (true, ShowAs.Free, "Canceled: " + copy.Subject);
                Touch(copy);
            }
            else Discard(copy);
        }
    }

    /// <summary>An attendee's answer: on the own copy, and in the organizer's tracking list.</summary>
    /// <param name="tells">Whether the organizer hears of it (sendResponse).</param>
    public void Respond(StoredItem copy, ResponseType response, bool tells = true)
    {
        var account = AccountOf(copy);
        (copy.Response, copy.RespondedAt) = (response, Now);
        copy.ShowAs = response switch
        {
            ResponseType.Accepted => copy.IntendedShowAs,
            ResponseType.Declined => ShowAs.Free,
            _ => ShowAs.Tentative,
        };
        Touch(copy);
        if (response == ResponseType.Declined && !account.PreservesDeclined) Discard(copy);
        if (!tells || OriginalOf(copy) is not { } original || original.Attendees.Find(a => account.HasAddress(a.Address)) is not { } tracked) return;
        (tracked.Response, tracked.RespondedAt) = (response, Now);
        Touch(original);
    }

    private void RoomWillAnswer(StoredItem copy, Account account)
    {
        if (account.Room is not { } room || room.Policy == RoomPolicy.NeverAnswers) return;
        state.Pending.RemoveAll(p => p.Kind == EffectKind.RoomAnswer && p.Item == copy.Key);
        var after = room.AnswersAfter ?? behaviour.RoomAnswersAfter;
        state.Pending.Add(new() { Kind = EffectKind.RoomAnswer, Due = Now + after, Item = copy.Key });
    }

    private void RoomAnswers(StoredItem copy)
    {
        var account = AccountOf(copy);
        var isTaken = View(account, null, copy.Start, copy.End)
            .Any(i => i.ICalUId != copy.ICalUId && i.ShowAs != ShowAs.Free && !CameLater(i, copy));
        var room = account.Room!;
        var answer = !IsWithinPolicy(room, copy) ? ResponseType.Declined : room.Policy switch
        {
            RoomPolicy.AcceptsUnlessBusy => isTaken ? ResponseType.Declined : ResponseType.Accepted,
            RoomPolicy.AlwaysAccepts => ResponseType.Accepted,
            RoomPolicy.AsksDelegate => isTaken ? ResponseType.Declined : ResponseType.TentativelyAccepted,
            RoomPolicy.AlwaysDeclines or RoomPolicy.NeverAnswers => ResponseType.Declined,
        };
        // Set-CalendarProcessing AddOrganizerToSubject and DeleteSubject are on by default.
        copy.Subject = copy.OrganizerName;
        Respond(copy, answer);
    }

    private bool IsWithinPolicy(Room room, StoredItem request) =>
        request.Start <= Now + Duration.FromDays(room.BookingWindowDays)
        && (room.MaximumMinutes is not { } most || request.End - request.Start <= Duration.FromMinutes(most))
        && room.Bookers?.Contains(request.OrganizerAddress, StringComparer.OrdinalIgnoreCase) != false;

    /// <summary>Of two requests for one time the first to arrive is accepted.</summary>
    private bool CameLater(StoredItem other, StoredItem copy) =>
        other.Response == ResponseType.NotResponded
        && state.Items.FindIndex(i => i.Key == other.Key) > state.Items.IndexOf(copy);

    public StoredItem? OriginalOf(StoredItem copy) => state.Items.Find(i => i.ICalUId == copy.ICalUId && i.IsOrganizer);

    private List<StoredItem> Copies(StoredItem original) =>
        state.Items.Where(i => i.ICalUId == original.ICalUId && !i.IsOrganizer).ToList();

    private StoredItem? CopyOf(StoredItem original, Account account) =>
        state.Items.Find(i => i.ICalUId == original.ICalUId && i.Account == account.Id && !i.IsOrganizer);

    /// <summary>Somebody of the organizer's own tenant, by any address; null is a stranger.</summary>
    private Account? Colleague(StoredItem original, string address)
    {
        var tenant = AccountOf(original).Tenant;
        return state.Accounts.Find(a => a.Tenant == tenant && a.HasAddress(address));
    }

    private void Align(StoredItem copy, StoredItem original)
    {
        if (AccountOf(copy).Room is null) copy.Subject = original.Subject;
        copy.BodyHtml = original.BodyHtml;
        (copy.Start, copy.End, copy.StartZone, copy.EndZone) = (original.Start, original.End, original.StartZone, original.EndZone);
        (copy.IsAllDay, copy.Sensitivity, copy.Importance) = (original.IsAllDay, original.Sensitivity, original.Importance);
        (copy.Teams, copy.Attendees) = (original.Teams, original.Attendees);
        copy.Locations = (System.Text.Json.Nodes.JsonArray)original.Locations.DeepClone();
    }

    private void Write(StoredItem original, string to, string kind) =>
        state.Invitations.Add(new(Now, original.OrganizerAddress, to, kind, original.Subject, original.ICalUId));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
