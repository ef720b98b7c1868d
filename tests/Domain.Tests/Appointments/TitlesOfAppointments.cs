using Hidori.Domain.Appointments;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>SPEC M13.</summary>
public sealed class TitlesOfAppointments
{
    [Theory]
    [InlineData("新製品のご相談", "サンプル商事", "山本", "新製品のご相談")]
    [InlineData("", "サンプル商事", "山本", "サンプル商事:山本")]
    [InlineData("  ", "サンプル商事", "山本", "サンプル商事:山本")]
    [InlineData("", "", "山本", "山本")]
    [InlineData("", "サンプル商事", " ", "サンプル商事")]
    public void The_meeting_title_else_who_comes(string title, string company, string name, string expected) =>
        Assert.Equal(expected, AppointmentTitle.For(title, company, name));

    [Fact]
    public void A_visit_with_a_code_says_so() =>
        Assert.Equal("来訪: サンプル商事:山本", AppointmentTitle.ForVisit("", "サンプル商事", "山本"));
}
