using System.Text;
using Hidori.Integrations.Ics;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>The guest's calendar object (SPEC N1, A3; RFC 5545, RFC 5546).</summary>
public sealed class InvitingTheGuest
{
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 1, 0, 0);
    private static readonly Instant Ten = Instant.FromUtc(2026, 4, 6, 1, 0);

    private static readonly Invitation Confirmed = new(
        InvitationMethod.Request, "0197aa@hidori.example", 3, new Interval(Ten, Ten + Duration.FromMinutes(45)),
        "新製品のご相談", "Web会議: https://teams.example/l/1\n場所, 時間; ほか\\以上", "", new Uri("https://hidori.example/g/abc"),
        new InvitedPerson("日取 花子", "hanako@sample.example"), [new InvitedPerson("山本 恵", "yamamoto@example.jp")]);

    private static List<string> Lines(Invitation invitation) =>
        [.. InvitationCalendar.Write(invitation, Now).Content.Replace("\r\n ", "", StringComparison.Ordinal).TrimEnd().Split("\r\n")];

    [Fact]
    public void An_invitation_says_all_a_calendar_needs() =>
        Assert.Equal(
            [
                "BEGIN:VCALENDAR",
                "METHOD:REQUEST",
                "PRODID:-//Hidori//Hidori//EN",
                "VERSION:2.0",
                "BEGIN:VEVENT",
                "ATTENDEE;CN=山本 恵;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:yamamoto@example.jp",
                @"DESCRIPTION:Web会議: https://teams.example/l/1\n場所\, 時間\; ほか\\以上",
                "DTEND:20260406T014500Z",
                "DTSTAMP:20260401T000000Z",
                "DTSTART:20260406T010000Z",
                "ORGANIZER;CN=日取 花子:mailto:hanako@sample.example",
                "SEQUENCE:3",
                "STATUS:CONFIRMED",
                "SUMMARY:新製品のご相談",
                "TRANSP:OPAQUE",
                "UID:0197aa@hidori.example",
                "URL:https://hidori.example/g/abc",
                "END:VEVENT",
                "END:VCALENDAR",
            ],
            Lines(Confirmed));

    [Fact]
    public void A_cancellation_names_the_same_and_a_later_revision()
    {
        var cancelled = Confirmed with { Method = InvitationMethod.Cancel, Sequence = 4 };

        var lines = Lines(cancelled);

        Assert.Equal("CANCEL", InvitationCalendar.Write(cancelled, Now).Method);
        foreach (var line in new[] { "METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:4", "UID:0197aa@hidori.example", "ORGANIZER;CN=日取 花子:mailto:hanako@sample.example" })
            Assert.Contains(line, lines);
    }

    [Fact]
    public void Lines_are_folded_by_octets_between_characters()
    {
        var content = InvitationCalendar.Write(
            Confirmed with { Summary = string.Concat(Enumerable.Repeat("打合せ𠮷", 40)), Place = new string('あ', 100) }, Now).Content;

        Assert.All(content.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\uFFFD', content);
        Assert.DoesNotContain('\n', content.Replace("\r\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_can_write_further_properties_into_a_name_or_text()
    {
        var lines = Lines(Confirmed with
        {
            Summary = "題名\r\nATTENDEE:mailto:spy@evil.example",
            Place = "場所\nEND:VEVENT",
            Organizer = new InvitedPerson("花子\r\nX-EVIL:1\"; PARTSTAT=DECLINED", "hanako@sample.example"),
        });

        Assert.Single(lines, l => l.StartsWith("ATTENDEE", StringComparison.Ordinal));
        Assert.Single(lines, l => l == "END:VEVENT");
        Assert.DoesNotContain(lines, l => l.StartsWith("X-EVIL", StringComparison.Ordinal));
    }
}
