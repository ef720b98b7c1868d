using QRCoder;

namespace Hidori.Server.Ui;

/// <summary>A QR code (ISO/IEC 18004) as a picture.</summary>
public static class QrCode
{
    private const int PixelsPerModule = 6;

    /// <summary>PNG, with the quiet zone that readers ask for. Of a reception code the payload is its six digits and nothing else.</summary>
    public static byte[] Png(string payload)
    {
        using var data = QRCodeGenerator.GenerateQrCode(payload, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(PixelsPerModule);
    }
}
