using Hidori.Integrations;
using Hidori.Server.Tests.Kit;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

public abstract partial class CalendarProviderContract
{
    [Fact]
    public async Task A_hold_is_tentative_quiet_and_at_the_right_time()
    {
        await PutAsync(Hold());

        var hold = TheOnlyEntry();
        Assert.Equal("【仮予約】サンプル商事:山本", hold.Subject);
        Assert.Equal(Between("2026-04-06 01:00 UTC", "2026-04-06 02:00 UTC"), hold.Time);
        Assert.Equal((Shown.Tentative, false), (hold.Shown, hold.HasReminder));
        Assert.Empty(hold.Attendees);
        Assert.Contains("&lt;b&gt;太字ではない&lt;/b&gt;", hold.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_twice_leaves_one_entry()
    {
        var first = await PutAsync(Hold());

        var second = await PutAsync(Hold(), first);

        Assert.Equal(first with { Answers = second.Answers, AnsweredAt = second.AnsweredAt, AsksNobodyAnew = true }, second);
        Assert.Equal(first.Answers, second.Answers);
        Assert.Equal(first.AnsweredAt, second.AnsweredAt);
        Assert.Equal(first.RemoteId, TheOnlyEntry().Id);
    }

    [Fact]
    public async Task Put_in_doubt_without_knowing_the_entry_finds_it()
    {
        var first = await PutAsync(Hold());

        var second = await PutAsync(Hold("2026-04-06 14:00 Asia/Tokyo"), known: null, inDoubt: true);

        Assert.Equal(first.RemoteId, second.RemoteId);
        Assert.Equal(At("2026-04-06 05:00 UTC"), TheOnlyEntry().Time.Start);
    }

    [Fact, Trap(8)]
    public async Task Put_after_a_lost_answer_leaves_one_entry()
    {
        Outside.GoesWrong(new Trouble.AnswerLost());
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => PutAsync(Hold()));

        var entry = await PutAsync(Hold(), inDoubt: true);

        Assert.Equal(entry.RemoteId, TheOnlyEntry().Id);
    }

    [Fact, Trap(8)]
    public async Task Put_again_with_a_used_key_leaves_one_entry_even_when_nobody_remembers_the_doubt()
    {
        Outside.GoesWrong(new Trouble.AnswerLost());
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => PutAsync(Hold()));

        var entry = await PutAsync(Hold("2026-04-06 14:00 Asia/Tokyo"), inDoubt: false);

        Assert.Equal(entry.RemoteId, TheOnlyEntry().Id);
        Assert.Equal(At("2026-04-06 05:00 UTC"), TheOnlyEntry().Time.Start);
    }

    [Fact]
    public async Task A_write_that_never_arrived_is_not_repeated_by_the_adapter()
    {
        Outside.GoesWrong(new Trouble.NeverArrives());

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => PutAsync(Hold()));

        Assert.Empty(Outside.CalendarOf(Outside.Tanaka));
    }

    [Fact]
    public async Task An_update_whose_answer_was_lost_is_made_once()
    {
        var first = await PutAsync(Hold());
        Outside.GoesWrong(new Trouble.AnswerLost());
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => PutAsync(Meeting(), first));

        var second = await PutAsync(Meeting(), first, inDoubt: true);

        Assert.Equal(first.RemoteId, second.RemoteId);
        Assert.Equal("ご相談", TheOnlyEntry().Subject);
        Assert.Single(Outside.CalendarOf(Outside.Sato));
    }

    [Fact]
    public async Task An_entry_deleted_by_hand_is_gone_and_comes_back_with_the_next_generation()
    {
        var first = await PutAsync(Hold());
        Outside.DeletesByHand(Outside.Tanaka, first.RemoteId);

        await Assert.ThrowsAsync<EntryGoneException>(() => PutAsync(Hold(), first));
        var second = await PutAsync(Hold(), generation: 1);

        Assert.NotEqual(first.RemoteId, second.RemoteId);
        Assert.Equal(second.RemoteId, TheOnlyEntry().Id);
    }

    [Fact]
    public async Task A_generation_that_was_used_up_is_not_used_again()
    {
        var first = await PutAsync(Hold());
        Outside.DeletesByHand(Outside.Tanaka, first.RemoteId);

        await Assert.ThrowsAsync<EntryGoneException>(() => PutAsync(Hold(), known: null, generation: 0, inDoubt: true));
    }

    [Fact]
    public async Task Of_two_entries_of_one_key_the_older_stays()
    {
        var first = await PutAsync(Hold());
        Outside.TimePasses(Duration.FromMinutes(1));
        await PutAsync(Hold(), known: null, generation: 1);

        var found = await PutAsync(Hold(), known: null, generation: 1, inDoubt: true);

        Assert.Equal(first.RemoteId, found.RemoteId);
        Assert.Equal(first.RemoteId, TheOnlyEntry().Id);
    }

    [Fact]
    public async Task Remove_twice_is_quiet()
    {
        var entry = await PutAsync(Hold());

        await Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, entry.RemoteId, inDoubt: false, Ct);
        await Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, entry.RemoteId, inDoubt: false, Ct);
        await Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, null, inDoubt: true, Ct);

        Assert.Empty(Outside.CalendarOf(Outside.Tanaka));
    }

    [Fact]
    public async Task Remove_finds_what_a_lost_answer_left_behind()
    {
        Outside.GoesWrong(new Trouble.AnswerLost());
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => PutAsync(Hold()));

        await Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, known: null, inDoubt: true, Ct);

        Assert.Empty(Outside.CalendarOf(Outside.Tanaka));
    }

    [Fact]
    public async Task A_removal_whose_answer_was_lost_is_done()
    {
        var entry = await PutAsync(Meeting());
        Outside.GoesWrong(new Trouble.AnswerLost());
        await Assert.ThrowsAsync<ProviderUnavailableException>(
            () => Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, entry.RemoteId, inDoubt: false, Ct));

        await Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, entry.RemoteId, inDoubt: true, Ct);

        Assert.Empty(Outside.CalendarOf(Outside.Tanaka));
        Assert.Empty(Outside.CalendarOf(Outside.Sato));
    }

    [Fact]
    public async Task Other_peoples_entries_and_other_keys_are_left_alone()
    {
        Takes("2026-04-06 10:00 Asia/Tokyo", "2026-04-06 11:00 Asia/Tokyo");
        var other = _key with { Whose = Domain.MemberId.New() };
        await Outside.Calendar.PutAsync(Outside.Tanaka, other, Hold(), null, 0, false, ours: null, Ct);
        await PutAsync(Hold());

        await Outside.Calendar.RemoveAsync(Outside.Tanaka, _key, known: null, inDoubt: true, Ct);

        Assert.Equal(2, Outside.CalendarOf(Outside.Tanaka).Count);
    }
}
