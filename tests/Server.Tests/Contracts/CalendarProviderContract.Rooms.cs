using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Rooms are asked as attendees and answer by themselves (SPEC M12, M15, M17).</summary>
public abstract partial class CalendarProviderContract
{
    private const int MostLooks = 30;

    [Fact]
    public async Task A_room_answers_and_stays_with_the_hold_that_becomes_the_meeting()
    {
        var room = Outside.Room();
        var hold = await PutAsync(WithRoom(Hold(), room));
        var asked = await AnswerAsync(_key, hold.RemoteId, room, AttendeeAnswer.Accepted);

        var meeting = await PutAsync(WithRoom(Meeting(), room), hold);
        await PutAsync(WithRoom(Meeting() with { Body = "別のご案内" }, room), meeting);

        Assert.Equal([room, Outside.AddressOf(Outside.Sato)], TheOnlyEntry().Attendees.Order(StringComparer.Ordinal));
        // Not asked again: what it said, and when, is as it was.
        var later = (await Outside.Calendar.LookAsync(Outside.Tanaka, _key, meeting.RemoteId, Ct))!;
        Assert.Equal((AttendeeAnswer.Accepted, asked.AnsweredAt[room]), (later.Answers[room], later.AnsweredAt[room]));
    }

    [Fact]
    public async Task A_room_is_asked_anew_when_the_meeting_moves()
    {
        var room = Outside.Room();
        var meeting = await PutAsync(WithRoom(Meeting(), room));
        var before = await AnswerAsync(_key, meeting.RemoteId, room, AttendeeAnswer.Accepted);
        Outside.TimePasses(Duration.FromSeconds(5));

        await PutAsync(WithRoom(Meeting("2026-04-09 15:00 Asia/Tokyo"), room), meeting);
        var after = await AnswerAsync(_key, meeting.RemoteId, room, AttendeeAnswer.Accepted, since: before.AnsweredAt[room]);

        Assert.True(after.AnsweredAt[room] > before.AnsweredAt[room]);
        Assert.Equal(At("2026-04-09 06:00 UTC"), Assert.Single(await RoomIsTaken(room)).Time.Start);
    }

    [Fact]
    public async Task Of_two_bookings_at_once_a_room_takes_one()
    {
        var room = Outside.Room();
        var other = new EntryKey(AppointmentId.New(), CandidateId.New(), MemberId.New());

        var both = await Task.WhenAll(
            PutAsync(WithRoom(Meeting(withLink: false), room)),
            Outside.Calendar.PutAsync(Outside.Sato, other, WithRoom(Hold(), room), null, 0, inDoubt: false, ours: null, Ct));
        var first = await AnswerAsync(_key, both[0].RemoteId, room, AttendeeAnswer.None, differs: true);
        var second = await AnswerAsync(other, both[1].RemoteId, room, AttendeeAnswer.None, differs: true, via: Outside.Sato);

        Assert.Equal([AttendeeAnswer.Accepted, AttendeeAnswer.Declined], new[] { first.Answers[room], second.Answers[room] }.Order());
        Assert.Single(await RoomIsTaken(room));
    }

    [Fact]
    public async Task A_room_that_is_no_longer_wanted_is_free_again_and_so_is_that_of_a_removed_meeting()
    {
        var room = Outside.Room();
        var meeting = await PutAsync(WithRoom(Meeting(withLink: false), room));
        await AnswerAsync(_key, meeting.RemoteId, room, AttendeeAnswer.Accepted);
        Assert.Single(await RoomIsTaken(room));

        await PutAsync(Meeting(withLink: false), meeting);
        Assert.Empty(await RoomIsTaken(room));

        await PutAsync(WithRoom(Meeting(withLink: false), room), meeting);
        await AnswerAsync(_key, meeting.RemoteId, room, AttendeeAnswer.Accepted);
        await Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, meeting.RemoteId, inDoubt: false, Ct);
        Assert.Empty(await RoomIsTaken(room));
    }

    private static CalendarContent WithRoom(CalendarContent content, string room) => content with
    {
        Attendees = [.. content.Attendees, new Attendee("会議室", room, AttendeeKind.Resource)],
    };

    /// <summary>Looks until the room has answered so; a room takes a moment.</summary>
    /// <param name="differs">Until it has answered anything else.</param>
    /// <param name="since">Answers that are no newer do not count.</param>
    private async Task<RemoteEntry> AnswerAsync(
        EntryKey key, string remoteId, string room, AttendeeAnswer answer, bool differs = false, Instant? since = null, Connection? via = null)
    {
        for (var looks = 0; ; looks++)
        {
            var seen = (await Outside.Calendar.LookAsync(via ?? Outside.Tanaka, key, remoteId, Ct))!;
            var isNew = since is null || (seen.AnsweredAt.TryGetValue(room, out var at) && at > since);
            if (isNew && seen.Answers[room] == answer != differs)
                return seen;
            Assert.True(looks < MostLooks, $"The room says {seen.Answers[room]}.");
            Outside.TimePasses(Duration.FromSeconds(2));
        }
    }

    private async Task<IReadOnlyList<BusyEntry>> RoomIsTaken(string room)
    {
        var april = Between("2026-04-01 00:00 Asia/Tokyo", "2026-05-01 00:00 Asia/Tokyo");
        var shown = await Outside.Calendar.ReadFreeBusyAsync(Outside.Tanaka, [room], april, Ct);
        return Assert.IsType<BusyTimes.Known>(shown[room]).Entries;
    }
}
