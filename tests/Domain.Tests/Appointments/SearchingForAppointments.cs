using Hidori.Domain.Appointments;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>SPEC A1: people find what they look for, however it was typed.</summary>
public sealed class SearchingForAppointments
{
    [Theory]
    [InlineData("サンプル", "ｻﾝﾌﾟﾙ")]
    [InlineData("サンプル", "さんぷる")]
    [InlineData("ガ行ヴ", "ｶﾞ行ゔ")]
    [InlineData("ＡＢＣ商事", "abc商事")]
    [InlineData("㈱みなと", "(株)みなと")]
    [InlineData("高橋　直子", "高橋直子")]
    public void Kana_width_case_and_spaces_make_no_difference(string kept, string typed)
    {
        Assert.Contains(string.Concat(SearchText.WordsOf(typed)), SearchText.Of([kept]), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_word_may_stand_anywhere_and_half_a_character_does_no_harm()
    {
        Assert.Equal(["高橋", "みなと"], SearchText.WordsOf(" 高橋　ミナト  高橋 "));
        Assert.Empty(SearchText.WordsOf(" 　\0 "));
        Assert.Equal(["\uFFFD"], SearchText.WordsOf("\uD83D"));
    }

    [Fact]
    public void What_can_be_found_follows_the_guest_and_the_title()
    {
        var appointment = Given.Proposed();

        Assert.True(appointment.Edit(appointment.Words with { Title = "シンサービス" }, Given.Now).Succeeded(out _));

        Assert.Contains("しんさーびす", appointment.Findable, StringComparison.Ordinal);
        Assert.Contains(SearchText.Of([appointment.FirstGuest.Name]), appointment.Findable, StringComparison.Ordinal);
    }
}
