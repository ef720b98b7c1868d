using Hidori.Integrations;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

public abstract partial class CalendarProviderContract
{
    [Fact]
    public async Task A_hold_becomes_the_meeting_in_place_with_its_link()
    {
        var hold = await PutAsync(Hold());

        var meeting = await PutAsync(Meeting(), hold);

        var seen = TheOnlyEntry();
        Assert.Equal(hold.RemoteId, seen.Id);
        Assert.Equal(("ご相談", Shown.Busy, true, "本社 3F"), (seen.Subject, seen.Shown, seen.HasReminder, seen.Place));
        Assert.NotNull(meeting.JoinLink);
        Assert.Equal(seen.JoinLink, meeting.JoinLink);
        Assert.False(meeting.RefusesJoinLink);
    }

    [Fact]
    public async Task A_meeting_made_at_once_has_its_link_too()
    {
        var meeting = await PutAsync(Meeting());

        Assert.NotNull(meeting.JoinLink);
    }

    [Fact]
    public async Task A_co_host_gets_a_copy_that_is_found()
    {
        var hold = await PutAsync(Hold());
        Assert.False(await Outside.Calendar.HasCopyAsync(Outside.Sato, hold.ICalUid, Ct));

        var meeting = await PutAsync(Meeting(), hold);

        Assert.Equal(hold.ICalUid, meeting.ICalUid);
        Assert.True(await Outside.Calendar.HasCopyAsync(Outside.Sato, meeting.ICalUid, Ct));
        Assert.False(await Outside.Calendar.HasCopyAsync(Outside.Tanaka, meeting.ICalUid, Ct));
        Assert.Equal("ご相談", Assert.Single(Outside.CalendarOf(Outside.Sato)).Subject);
    }

    [Fact]
    public async Task A_link_that_comes_late_is_read_later()
    {
        Outside.LinksTake(Outside.Tanaka, Duration.FromMinutes(2));
        var meeting = await PutAsync(Meeting());
        Assert.Null(meeting.JoinLink);
        Assert.False(meeting.RefusesJoinLink);

        Outside.TimePasses(Duration.FromMinutes(3));
        var later = await Outside.Calendar.ReadAsync(Outside.Tanaka, meeting.RemoteId, Ct);

        Assert.NotNull(later.JoinLink);
        Assert.Equal(meeting.RemoteId, later.RemoteId);
    }

    [Fact]
    public async Task A_mailbox_without_links_says_so()
    {
        Outside.LinksTake(Outside.Tanaka, null);

        var meeting = await PutAsync(Meeting());

        Assert.Null(meeting.JoinLink);
        Assert.True(meeting.RefusesJoinLink);
    }

    [Fact]
    public async Task A_meeting_without_a_link_asks_for_none()
    {
        var meeting = await PutAsync(Meeting(withLink: false));

        Assert.Null(meeting.JoinLink);
        Assert.False(meeting.RefusesJoinLink);
    }

    [Fact]
    public async Task A_new_text_keeps_the_link_and_what_the_host_wrote()
    {
        var meeting = await PutAsync(Meeting());
        Outside.AddsNote(Outside.Tanaka, meeting.RemoteId, "手土産を忘れずに");

        var changed = await PutAsync(Meeting() with { Body = "お客様: サンプル商事 山本\n補足: 資料を持参" }, meeting);

        Assert.Equal(meeting.JoinLink, changed.JoinLink);
        var seen = TheOnlyEntry();
        Assert.Contains("補足: 資料を持参", seen.Body, StringComparison.Ordinal);
        Assert.Contains("手土産を忘れずに", seen.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("太字ではない", seen.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moved_meeting_keeps_id_link_and_attendees()
    {
        var meeting = await PutAsync(Meeting());

        var moved = await PutAsync(Meeting("2026-04-09 15:00 Asia/Tokyo"), meeting);

        Assert.Equal((meeting.RemoteId, meeting.ICalUid, meeting.JoinLink), (moved.RemoteId, moved.ICalUid, moved.JoinLink));
        Assert.Equal(At("2026-04-09 06:00 UTC"), TheOnlyEntry().Time.Start);
        Assert.Equal(At("2026-04-09 06:00 UTC"), Assert.Single(Outside.CalendarOf(Outside.Sato)).Time.Start);
    }

    [Fact]
    public async Task Somebody_added_by_the_host_stays_when_the_meeting_changes()
    {
        var meeting = await PutAsync(Meeting());
        await Outside.AddsAttendeeAsync(Outside.Tanaka, meeting.RemoteId, "added@elsewhere.example");

        await PutAsync(Meeting("2026-04-09 15:00 Asia/Tokyo"), meeting);

        Assert.Equal(
            [Outside.AddressOf(Outside.Sato), "added@elsewhere.example"],
            TheOnlyEntry().Attendees);
    }

    [Fact]
    public async Task A_co_host_who_no_longer_takes_part_is_taken_off_and_nobody_else()
    {
        var meeting = await PutAsync(Meeting());
        await Outside.AddsAttendeeAsync(Outside.Tanaka, meeting.RemoteId, "added@elsewhere.example");

        await PutAsync(Meeting() with { Attendees = [] }, meeting);

        Assert.Equal(["added@elsewhere.example"], TheOnlyEntry().Attendees);
        Assert.Empty(Outside.CalendarOf(Outside.Sato));
    }

    [Fact]
    public async Task A_removed_meeting_takes_the_copies_along()
    {
        var meeting = await PutAsync(Meeting());

        await Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, meeting.RemoteId, inDoubt: false, Ct);

        Assert.Empty(Outside.CalendarOf(Outside.Tanaka));
        Assert.Empty(Outside.CalendarOf(Outside.Sato));
        Assert.False(await Outside.Calendar.HasCopyAsync(Outside.Sato, meeting.ICalUid, Ct));
    }

    [Fact]
    public async Task Reading_an_entry_that_is_gone_says_so()
    {
        var meeting = await PutAsync(Meeting());
        Outside.DeletesByHand(Outside.Tanaka, meeting.RemoteId);

        await Assert.ThrowsAsync<EntryGoneException>(
            () => Outside.Calendar.ReadAsync(Outside.Tanaka, meeting.RemoteId, Ct));
    }

    /// <summary>SPEC M16. A second time does nothing; what the owner answered stays.</summary>
    [Fact]
    public async Task A_co_hosts_copy_is_accepted_once_it_is_there()
    {
        var meeting = await PutAsync(Meeting());
        Assert.False(await Outside.Calendar.AcceptCopyAsync(Outside.Tanaka, meeting.ICalUid, Ct));

        Assert.True(await Outside.Calendar.AcceptCopyAsync(Outside.Sato, meeting.ICalUid, Ct));
        Assert.True(await Outside.Calendar.AcceptCopyAsync(Outside.Sato, meeting.ICalUid, Ct));

        Assert.Equal(Shown.Busy, Assert.Single(Outside.CalendarOf(Outside.Sato)).Shown);
    }

    /// <summary>SPEC M19: nothing is written over what somebody moved, unless it is asked for.</summary>
    [Fact]
    public async Task A_moved_entry_is_seen_and_left_where_it_is()
    {
        var meeting = await PutAsync(Meeting());
        var before = Meeting().Time;
        var byHand = new Interval(before.Start + Duration.FromHours(2), before.End + Duration.FromHours(2));
        await PutAsync(Meeting() with { Time = byHand }, meeting);

        var ours = new WrittenEntry([before], Meeting().Subject, Meeting().Place, Meeting().IsPrivate);
        var moved = await Assert.ThrowsAsync<EntryMovedException>(() => PutAsync(Meeting() with { Subject = "新しい題名" }, meeting, ours: ours));

        Assert.Equal(byHand, moved.To);
        Assert.Equal(byHand, (await Outside.Calendar.LookAsync(Outside.Tanaka, _key, meeting.RemoteId, Ct))!.Time);
        Assert.Equal(Meeting().Subject, TheOnlyEntry().Subject);
        Outside.DeletesByHand(Outside.Tanaka, meeting.RemoteId);
        Assert.Null(await Outside.Calendar.LookAsync(Outside.Tanaka, _key, meeting.RemoteId, Ct));
    }
}
