using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.BookingPages;

/// <summary>What a page offers is what it books: with somebody whose calendar can be written to (SPEC A0, B3, B10), and moved past itself (B9).</summary>
public sealed class DecidingAtTheDesk
{
    private static readonly Instant Now = Instant.FromUtc(2027, 4, 5, 0, 0);
    private static readonly MemberId Tanaka = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly MemberId Sato = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly MemberId Suzuki = new(new Guid(3, 0, 0, new byte[8]));
    private static readonly MemberId[] OnlyTanaka = [Tanaka];

    /// <summary>Tanaka is linked and busy from 14:00 to 15:00, the others are not and free.</summary>
    private static readonly Dictionary<MemberId, BusyTimes> TanakaAlone = new()
    {
        [Tanaka] = Linked(Entry("14:00", "15:00")), [Sato] = Unlinked(), [Suzuki] = Unlinked(),
    };

    public static TheoryData<string, string> Rules => new()
    {
        { "any one", "any" }, { "two of three", "two" }, { "unlinked and one of two", "group" }, { "unlinked, and linked when free", "optional" },
    };

    [Theory, MemberData(nameof(Rules))]
    public void Nothing_is_offered_where_nobody_who_would_come_can_be_written_to(string name, string rule)
    {
        var desk = DeskOf(PageOf(rule), TanakaAlone);

        var offered = Times(desk.Offer.Find(30, new(2027, 4, 7), new(2027, 4, 7), Now));

        Assert.DoesNotContain("14:00", offered);
        Assert.DoesNotContain("14:30", offered);
        Assert.Superset(new HashSet<string> { "10:00", "13:30", "15:00" }, offered.ToHashSet());
        foreach (var time in offered)
            Assert.Equal((name, Tanaka), (name, Booked(desk.Accept(Asking(time), new HashSet<MemberId>(OnlyTanaka), evenPaused: false, Now)).MainHost));
        Assert.Equal(BookingRefusal.SlotTaken, desk.Accept(Asking("14:00"), new HashSet<MemberId>(OnlyTanaka), evenPaused: false, Now).Refusal);
        Assert.Contains(desk.Explain(30, At("14:00"), Now).Obstacles, o => o.Decides && o.Whose == Tanaka && o.Kind == ObstacleKind.Entry);
    }

    [Theory]
    [InlineData(HostChoice.EvenLoad)]
    [InlineData(HostChoice.Priority)]
    [InlineData(HostChoice.Random)]
    public void Whoever_is_chosen_somebody_who_comes_can_be_written_to(HostChoice choice)
    {
        var busy = new Dictionary<MemberId, BusyTimes> { [Sato] = Unlinked(), [Suzuki] = Linked(), [Tanaka] = Unlinked() };
        foreach (var needed in (int[])[1, 2, 3])
        {
            var page = PageOf("two", choice, needed);
            var desk = DeskOf(page, busy, new PageBooking(At("10:00"), [Suzuki]));
            for (var seed = 0; seed < 40; seed++)
            {
                var booked = Booked(desk.Accept(Asking("14:00", seed), new HashSet<MemberId> { Suzuki }, evenPaused: false, Now));

                Assert.Equal(Suzuki, booked.MainHost);
                Assert.Equal(needed, booked.Hosts.Distinct().Count());
            }
        }
    }

    [Theory]
    [InlineData("everyone")]
    [InlineData("any")]
    [InlineData("two")]
    [InlineData("group")]
    [InlineData("optional")]
    public void Without_anybody_linked_nothing_is_offered_and_that_is_said(string rule)
    {
        var desk = DeskOf(PageOf(rule), new() { [Tanaka] = Unlinked(), [Sato] = Unlinked(), [Suzuki] = Unlinked() });

        Assert.Empty(desk.Offer.Find(30, new(2027, 4, 7), new(2027, 4, 7), Now));
        Assert.Equal(BookingRefusal.HostNotConnected, desk.Accept(Asking("14:00"), new HashSet<MemberId>(), evenPaused: false, Now).Refusal);
        Assert.False(desk.Explain(30, At("14:00"), Now).IsOffered);
        Assert.Equal(NothingOffered.CalendarUnknown, desk.WhyNothing(30, new(2027, 4, 7), new(2027, 4, 7), Now));
    }

    [Fact]
    public void A_link_that_was_lost_since_the_calendar_was_read_is_refused()
    {
        var desk = DeskOf(PageOf("everyone"), new() { [Tanaka] = Linked(), [Sato] = Linked(), [Suzuki] = Linked() });

        Assert.Equal(BookingRefusal.HostNotConnected, desk.Accept(Asking("14:00"), new HashSet<MemberId>(), evenPaused: false, Now).Refusal);
        Assert.Equal(Sato, Booked(desk.Accept(Asking("14:00"), new HashSet<MemberId> { Sato }, evenPaused: false, Now)).MainHost);
    }

    [Theory]
    [InlineData("ご相談", BusyKind.Tentative, true)]
    [InlineData(null, BusyKind.Busy, true)]
    [InlineData("部会", BusyKind.Busy, false)]
    public void A_co_hosts_copy_is_known_by_its_time_and_what_it_says_of_itself(string? title, BusyKind kind, bool isCopy)
    {
        var page = PageOf("everyone");
        var booking = Booked(DeskOf(page, AllFree).Accept(Asking("14:00"), new HashSet<MemberId>(OnlyTanaka), evenPaused: false, Now));
        var after = new Dictionary<MemberId, BusyTimes>(AllFree)
        {
            [Tanaka] = Linked(Meeting(booking, "ご相談")),
            [Sato] = Linked(Entry("14:00", "14:30", title, kind)),
        };

        var offered = Times(DeskOf(page, after).FindToMove(booking, Now));

        Assert.Equal(isCopy, offered.Contains("14:00"));
        Assert.Contains("14:30", offered);
    }

    [Fact]
    public void Of_two_entries_at_the_very_same_time_one_alone_is_the_copy()
    {
        var page = PageOf("everyone");
        var booking = Booked(DeskOf(page, AllFree).Accept(Asking("14:00"), new HashSet<MemberId>(OnlyTanaka), evenPaused: false, Now));
        BusyTimes With(params BusyEntry[] entries) => Linked(entries);
        bool OffersWith(BusyTimes sato) => Times(DeskOf(page, new(AllFree) { [Tanaka] = Linked(Meeting(booking, "ご相談")), [Sato] = sato }).FindToMove(booking, Now)).Contains("14:00");

        Assert.True(OffersWith(With(Entry("14:00", "14:30", "ご相談"))));
        Assert.False(OffersWith(With(Entry("14:00", "14:30", "ご相談"), Entry("14:00", "14:30", "ご相談"))));
        Assert.False(OffersWith(With(Entry("14:00", "14:30", null), Entry("14:00", "14:30", null, BusyKind.WorkingElsewhere))));
        Assert.False(OffersWith(With(Entry("14:00", "15:00", "ご相談"))));
        // Where a copy keeps our mark, nothing else is it.
        Assert.False(OffersWith(With(Meeting(booking, "ご相談"), Entry("14:00", "14:30", "ご相談"))));
        // Nothing of it stands in the main host's calendar: then nobody has a copy of it.
        Assert.DoesNotContain("14:00", Times(DeskOf(page, new(AllFree) { [Sato] = With(Entry("14:00", "14:30", "ご相談")) }).FindToMove(booking, Now)));
    }

    [Fact]
    public void Who_declined_the_copy_has_none()
    {
        var page = PageOf("everyone");
        var booking = Booked(DeskOf(page, AllFree).Accept(Asking("14:00"), new HashSet<MemberId>(OnlyTanaka), evenPaused: false, Now));
        var around = AroundOf(new(AllFree) { [Tanaka] = Linked(Meeting(booking, "ご相談")), [Sato] = Linked(Entry("14:00", "14:30")) });

        Assert.Contains("14:00", Times(new PageDesk(page, around).FindToMove(booking, Now)));
        Assert.DoesNotContain("14:00", Times(new PageDesk(page, around with { HaveNoCopy = new HashSet<MemberId> { Sato } }).FindToMove(booking, Now)));
    }

    [Fact]
    public void What_moves_asks_for_its_own_room_first_and_then_for_the_pages_in_order()
    {
        var (sakura, matsu, fuji) = (RoomId.New(), RoomId.New(), RoomId.New());
        var page = PageOf("everyone", rooms: [sakura, matsu, fuji]);
        var rooms = new Dictionary<RoomId, BusyTimes> { [sakura] = Linked(Entry("14:00", "14:30")), [matsu] = Linked(), [fuji] = Linked() };
        var around = AroundOf(AllFree) with { Rooms = rooms };
        var booking = Booked(new PageDesk(page, around).Accept(Asking("14:00"), new HashSet<MemberId>(OnlyTanaka), evenPaused: false, Now));
        RoomId? RoomAt(string time) => new PageDesk(page, around with { Rooms = new Dictionary<RoomId, BusyTimes>(rooms) { [matsu] = Linked(Entry("14:00", "14:30"), Entry("16:00", "17:00")) } })
            .AcceptMove(booking, At(time), Now).Succeeded(out var slot) ? slot.Room : null;

        Assert.Equal(matsu, booking.Chosen!.Room);
        Assert.Equal([matsu, sakura, fuji], page.RoomsFor(booking));
        Assert.Equal((matsu, sakura), (RoomAt("15:00"), RoomAt("16:00")));

        booking.NoteRoomAnswer(booking.Chosen.Id, matsu, RoomAnswer.Declined, Now);
        Assert.Equal([sakura, matsu, fuji], page.RoomsFor(booking));
        booking.ChooseRoom(booking.Chosen.Id, null, [], Now);
        Assert.Empty(page.RoomsFor(booking));
        Assert.Equal(page.Settings.Rooms, page.RoomsFor(moving: null));
    }

    private static readonly Dictionary<MemberId, BusyTimes> AllFree = new() { [Tanaka] = Linked(), [Sato] = Linked(), [Suzuki] = Linked() };

    private static BookingPage PageOf(string rule, HostChoice choice = HostChoice.EvenLoad, int needed = 2, IReadOnlyList<RoomId>? rooms = null)
    {
        var settings = BookingPageSettings.Usual("Asia/Tokyo", AppointmentFormat.Online);
        var (attendance, parts) = rule switch
        {
            "any" => (new PageRule(PageAttendance.AnyOne, choice), (PagePart[])[PagePart.Attends, PagePart.Attends, PagePart.Attends]),
            "two" => (new PageRule(PageAttendance.Detailed, choice, needed), [PagePart.OneOfGroup, PagePart.OneOfGroup, PagePart.OneOfGroup]),
            "group" => (new PageRule(PageAttendance.Detailed, choice), [PagePart.OneOfGroup, PagePart.Attends, PagePart.OneOfGroup]),
            "optional" => (new PageRule(PageAttendance.Detailed, choice), [PagePart.Optional, PagePart.Attends, PagePart.Attends]),
            _ => (new PageRule(PageAttendance.Everyone), [PagePart.Attends, PagePart.Attends, PagePart.Attends]),
        };
        // Whoever is linked comes last, so that the order alone does not choose them.
        PageSeat[] seats = [new(Sato, parts[1], 0), new(Suzuki, parts[2], 1), new(Tanaka, parts[0], 2)];
        return new BookingPage(
            OrganizationId.New(), Tanaka, "soudan", "ご相談", settings with { Rule = attendance, Hours = settings.Hours with { WithinWorkingHours = false }, Rooms = rooms ?? [] }, seats, Now);
    }

    private static PageDesk DeskOf(BookingPage page, Dictionary<MemberId, BusyTimes> busy, params PageBooking[] bookings) => new(page, AroundOf(busy, bookings));

    private static PageSurroundings AroundOf(Dictionary<MemberId, BusyTimes> busy, params PageBooking[] bookings) => new(
        busy, new Dictionary<RoomId, BusyTimes>(), [], new PageBookings(bookings),
        new Dictionary<LocalDate, OrganizationDay>(), new Dictionary<MemberId, BookingHours>());

    private static BookingRequest Asking(string time, int seed = 0) => new(
        At(time), 30, new GuestInvitation("港産業", "森", "mori@guest.example", "ja", "hash", "link"), "", "", new Guid(seed, 0, 0, new byte[8]));

    private static Appointment Booked(Result<Appointment, BookingRefusal> result) =>
        result.Succeeded(out var booked) ? booked : throw new Xunit.Sdk.XunitException($"{result.Refusal}");

    private static BusyTimes Linked(params BusyEntry[] entries) => new BusyTimes.Known(entries, Now);

    private static BusyTimes Unlinked() => new BusyTimes.Known([], Now, IsFreeBusyAlone: true);

    private static BusyEntry Entry(string start, string end, string? title = null, BusyKind kind = BusyKind.Busy) =>
        new(new Interval(At(start), At(end)), kind, $"{start}{title}{kind}", title, Ours: null);

    private static BusyEntry Meeting(Appointment booking, string title) => new(
        booking.Chosen!.Time, BusyKind.Busy, "main", title, new EntryKey(booking.Id, booking.Chosen.Id, booking.MainHost));

    private static Instant At(string time) => (new LocalDate(2027, 4, 7) + NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value)
        .InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]).ToInstant();

    private static List<string> Times(IEnumerable<Instant> starts) =>
    [
        .. starts.Select(s => s.InZone(DateTimeZoneProviders.Tzdb["Asia/Tokyo"])).Where(s => s.Date == new LocalDate(2027, 4, 7))
            .Select(s => s.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
