using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Xunit;

namespace Hidori.Domain.Tests.BookingPages;

/// <summary>会議タイトル, made of what a page's host wrote and what its guest typed (SPEC B2).</summary>
public sealed class TitlesOfBookings
{
    private static readonly PageMeeting Meeting = BookingPageSettings.Usual("Asia/Tokyo", AppointmentFormat.Online).Meeting;

    [Fact]
    public void What_is_known_at_booking_takes_its_place() =>
        Assert.Equal("港産業 森 一郎様(製品のご相談)", TitleOf("{会社名} {氏名}様({ページ名})", "港産業"));

    /// <summary>Half a character is no text, and no database takes it.</summary>
    [Theory]
    [InlineData(198, 200)]
    [InlineData(199, 199)]
    [InlineData(200, 200)]
    public void A_title_that_is_too_long_ends_before_a_character_that_has_no_room(int before, int length)
    {
        var title = TitleOf("{会社名}", new string('長', before) + "🏢の会社");

        Assert.Equal(length, title.Length);
        Assert.False(char.IsHighSurrogate(title[^1]));
    }

    private static string TitleOf(string template, string company) =>
        (Meeting with { TitleTemplate = template }).TitleFor("製品のご相談", company, "森 一郎");
}
