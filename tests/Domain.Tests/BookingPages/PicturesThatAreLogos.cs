using Hidori.Domain.BookingPages;
using Xunit;

namespace Hidori.Domain.Tests.BookingPages;

/// <summary>A logo is what its bytes say: PNG or JPEG, within bounds (SPEC B11).</summary>
public sealed class PicturesThatAreLogos
{
    [Fact]
    public void A_png_says_its_size_in_its_header()
    {
        Assert.True(LogoPicture.Read(Png(480, 120)).Succeeded(out var logo));
        Assert.Equal(("image/png", 480, 120), (logo.MediaType, logo.Width, logo.Height));
        Assert.Equal((224, 56), logo.Shown);
    }

    [Fact]
    public void A_jpeg_says_its_size_in_its_first_frame_whatever_stands_before()
    {
        byte[] jpeg =
        [
            0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 9,
            0xFF, 0xFF, 0xC2, 0, 11, 8, 0, 100, 3, 0x20, 1, 1, 0x11, 0, 0xFF, 0xD9,
        ];

        Assert.True(LogoPicture.Read(jpeg).Succeeded(out var logo));
        Assert.Equal(("image/jpeg", 800, 100, (240, 30)), (logo.MediaType, logo.Width, logo.Height, logo.Shown));
    }

    [Fact]
    public void What_is_small_is_not_made_larger()
    {
        Assert.True(LogoPicture.Read(Png(20, 10)).Succeeded(out var logo));
        Assert.Equal((20, 10), logo.Shown);
    }

    [Theory]
    [InlineData(2001, 10, LogoRefusal.TooManyPixels)]
    [InlineData(10, 2001, LogoRefusal.TooManyPixels)]
    [InlineData(0, 10, LogoRefusal.NotAPicture)]
    [InlineData(-1, 10, LogoRefusal.NotAPicture)]
    public void Its_sides_have_bounds(int width, int height, LogoRefusal refusal) =>
        Assert.Equal(refusal, LogoPicture.Read(Png(width, height)).Refusal);

    [Fact]
    public void Nothing_else_is_one()
    {
        Assert.Equal(LogoRefusal.NotAPicture, LogoPicture.Read([]).Refusal);
        Assert.Equal(LogoRefusal.NotAPicture, LogoPicture.Read("GIF89a"u8.ToArray()).Refusal);
        Assert.Equal(LogoRefusal.NotAPicture, LogoPicture.Read("<svg onload='alert(1)'/>"u8.ToArray()).Refusal);
        // A length of nothing would be read for ever.
        Assert.Equal(LogoRefusal.NotAPicture, LogoPicture.Read([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0]).Refusal);
        Assert.Equal(LogoRefusal.FileTooLarge, LogoPicture.Read([.. Png(10, 10), .. new byte[LogoPicture.LargestFile]]).Refusal);
    }

    private static byte[] Png(int width, int height) =>
    [
        0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R',
        .. Big(width), .. Big(height), 8, 6, 0, 0, 0, 0, 0, 0, 0,
    ];

    private static byte[] Big(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
