using System.Buffers.Binary;

namespace Hidori.Domain.BookingPages;

/// <summary>Why a file is no logo.</summary>
public enum LogoRefusal
{
    /// <summary>Neither PNG nor JPEG, which every mail program shows.</summary>
    NotAPicture,
    FileTooLarge,

    /// <summary>More pixels than any mail shows.</summary>
    TooManyPixels,
}

/// <summary>ロゴ of a page's mails. Its kind is what its bytes say, whatever its name.</summary>
public sealed record LogoPicture(string MediaType, int Width, int Height, byte[] Bytes)
{
    public const int LargestFile = 100 * 1024;
    public const int MostPixels = 2000;
    private const int ShownHeight = 56;
    private const int ShownWidth = 240;

    /// <summary>The size it is shown at: never larger than it is.</summary>
    public (int Width, int Height) Shown
    {
        get
        {
            var scale = Math.Min(1.0, Math.Min((double)ShownHeight / Height, (double)ShownWidth / Width));
            return (Math.Max(1, (int)Math.Round(Width * scale)), Math.Max(1, (int)Math.Round(Height * scale)));
        }
    }

    public static Result<LogoPicture, LogoRefusal> Read(byte[] file)
    {
        if (file.Length > LargestFile)
            return LogoRefusal.FileTooLarge;
        if ((PngSize(file) ?? JpegSize(file)) is not { } found || found.Width < 1 || found.Height < 1)
            return LogoRefusal.NotAPicture;
        return found.Width > MostPixels || found.Height > MostPixels
            ? LogoRefusal.TooManyPixels
            : new LogoPicture(found.MediaType, found.Width, found.Height, file);
    }

    /// <summary>PNG (ISO/IEC 15948) §5.2 and §11.2.2: signature, then the header's width and height.</summary>
    private static (string MediaType, int Width, int Height)? PngSize(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> beginning = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
        return file.Length >= 33 && file.StartsWith(beginning) && file[12..16].SequenceEqual("IHDR"u8)
            ? ("image/png", BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]))
            : null;
    }

    /// <summary>JPEG (ITU-T T.81) annex B: the first frame header says height, then width.</summary>
    private static (string MediaType, int Width, int Height)? JpegSize(ReadOnlySpan<byte> file)
    {
        if (file.Length < 4 || file[0] != 0xFF || file[1] != 0xD8)
            return null;
        for (var at = 2; at + 9 < file.Length;)
        {
            if (file[at] != 0xFF)
                return null;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            // SOF0–SOF15 without DHT, JPG and DAC.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return ("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }
}
