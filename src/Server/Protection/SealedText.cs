using Microsoft.AspNetCore.DataProtection;

namespace Hidori.Server.Protection;

/// <summary>Encrypts text that the database keeps: tokens, links, mails that wait (SPEC X6).</summary>
public sealed class SealedText(IDataProtectionProvider provider)
{
    public const string JoinLink = "join-link";
    public const string Mail = "mail";
    public const string GuestLink = "guest-link";
    public const string OneTimeLink = "one-time-link";
    public const string PendingBooking = "pending-booking";
    public const string Token = "token";
    public const string Consent = "consent";
    public const string Registration = "registration";
    public const string BusyCopy = "busy-copy";

    public string Seal(string purpose, string text) => provider.CreateProtector(purpose).Protect(text);

    public string Open(string purpose, string sealedText) => provider.CreateProtector(purpose).Unprotect(sealedText);

    public byte[] Seal(string purpose, byte[] bytes) => provider.CreateProtector(purpose).Protect(bytes);

    public byte[] Open(string purpose, byte[] sealedBytes) => provider.CreateProtector(purpose).Unprotect(sealedBytes);
}
