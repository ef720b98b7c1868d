using Hidori.Integrations.Ics;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Approvals;

public sealed class TheGuestsCalendarObject
{
    [Theory]
    [InlineData(InvitationMethod.Request, 2, "invite.request.ics")]
    [InlineData(InvitationMethod.Cancel, 3, "invite.cancel.ics")]
    public void An_invitation_and_its_cancellation_are_written_as_approved(InvitationMethod method, int sequence, string name)
    {
        var start = Instant.FromUtc(2027, 4, 7, 5, 0);

        var calendar = InvitationCalendar.Write(
            new Invitation(
                method, "0198a2b400007000800000000000abcd@hidori", sequence, new Interval(start, start + Duration.FromHours(1)),
                "製品のご紹介", "https://teams.example/join/1\n\nよろしくお願いいたします。", "本社; 8階, 会議室A", new Uri("https://teams.example/join/1"),
                new InvitedPerson("田中 美咲", "tanaka@sample.example"), [new InvitedPerson("高橋 直子", "takahashi@guest.example")]),
            Instant.FromUtc(2027, 4, 5, 0, 0));

        Approve.Text(name, calendar.Content);
    }
}
