using Hidori.Domain.Time;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Domain.Tests.Time;

/// <summary>Public holidays as the Cabinet Office published them (SPEC B4).</summary>
public sealed class HolidaysOfJapan
{
    [Theory]
    [InlineData(2019, "01-01 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-23 10-14 10-22 11-03 11-04 11-23")]
    [InlineData(2020, "01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-23 07-24 08-10 09-21 09-22 11-03 11-23")]
    [InlineData(2021, "01-01 01-11 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-22 07-23 08-08 08-09 09-20 09-23 11-03 11-23")]
    [InlineData(2024, "01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-22 09-23 10-14 11-03 11-04 11-23")]
    [InlineData(2025, "01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24")]
    [InlineData(2026, "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23")]
    [InlineData(2027, "01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23")]
    public void Of_a_published_year(int year, string published)
    {
        var days = Enumerable.Range(0, CalendarSystem.Iso.GetDaysInYear(year)).Select(d => new LocalDate(year, 1, 1).PlusDays(d));
        var pattern = LocalDatePattern.CreateWithInvariantCulture("MM-dd");

        Assert.Equal(published, string.Join(' ', days.Where(d => PublicHolidays.On(d) is not null).Select(pattern.Format)));
    }

    [Fact]
    public void Each_has_its_name()
    {
        Assert.Equal(PublicHoliday.Substitute, PublicHolidays.On(new LocalDate(2026, 5, 6)));
        Assert.Equal(PublicHoliday.BetweenTwo, PublicHolidays.On(new LocalDate(2026, 9, 22)));
        Assert.Equal(PublicHoliday.BetweenTwo, PublicHolidays.On(new LocalDate(2032, 9, 21)));
        Assert.Equal(PublicHoliday.OnceByLaw, PublicHolidays.On(new LocalDate(2019, 5, 1)));
        Assert.Equal(PublicHoliday.EmperorsBirthday, PublicHolidays.On(new LocalDate(2018, 12, 23)));
        Assert.Equal(PublicHoliday.VernalEquinox, PublicHolidays.On(new LocalDate(2027, 3, 21)));
    }

    [Fact]
    public void A_year_that_is_not_known_has_none() =>
        Assert.Null(PublicHolidays.On(new LocalDate(PublicHolidays.LastYear + 1, 1, 1)));
}
