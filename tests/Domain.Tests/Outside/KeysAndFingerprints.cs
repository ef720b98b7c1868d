using CsCheck;
using Hidori.Domain.Outside;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Outside;

public sealed class KeysAndFingerprints
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 4, 6, 3, 0);

    private static readonly CalendarContent Content = new(
        EntryPurpose.Meeting, "題名", new Interval(Noon, Noon + Duration.FromHours(1)), "Asia/Tokyo", "本文", "場所", true,
        [new Attendee("佐藤", "sato@example.com"), new Attendee("鈴木", "suzuki@example.com")]);

    [Fact]
    public void A_key_is_read_as_it_was_written() =>
        Gen.Select(Gen.Guid, Gen.Guid, Gen.Guid).Sample((a, c, w) =>
        {
            var key = new EntryKey(new AppointmentId(a), new CandidateId(c), new MemberId(w));
            return EntryKey.Parse(key.ToString()) == key;
        });

    [Fact]
    public void What_is_no_key_of_ours_is_none() =>
        Gen.OneOf(Gen.String, Gen.Const((string)null!), Gen.String.Select(s => $"{Guid.Empty:N}.{s}.{Guid.Empty:N}"))
            .Sample(text => EntryKey.Parse(text) is null || text.Length == 98);

    [Fact]
    public void Equal_content_has_one_fingerprint_whatever_the_order_of_attendees() =>
        Assert.Equal(Content.Fingerprint(), (Content with { Attendees = [.. Content.Attendees.Reverse()] }).Fingerprint());

    [Fact]
    public void Every_difference_shows()
    {
        CalendarContent[] all =
        [
            Content,
            Content with { Purpose = EntryPurpose.Hold },
            Content with { Subject = "別" },
            Content with { Time = new Interval(Noon, Noon + Duration.FromHours(2)) },
            Content with { ZoneId = "Europe/London" },
            Content with { Body = "別" },
            Content with { Place = "別" },
            Content with { WithJoinLink = false },
            Content with { Attendees = [] },
            Content with { Attendees = [new Attendee("佐藤", "sato@example.com")] },
            Content with { Subject = "題名本文", Body = "" },
        ];

        Assert.Equal(all.Length, all.Select(c => c.Fingerprint()).Distinct().Count());
    }
}
