using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>What a guest was told by mail, and would have to be told otherwise when they are not asked any more.</summary>
public enum GuestKnowledge
{
    /// <summary>Never written to, or told that they are not asked any more.</summary>
    Nothing,

    /// <summary>Asked to choose.</summary>
    Candidates,

    /// <summary>Told a fixed time, which stands in their own calendar.</summary>
    FixedTime,
}

/// <summary>An outside person who is asked to choose. Never needs an account.</summary>
public sealed class Guest
{
    private Guest() { }

    /// <param name="invitation">Who it is and how to reach them.</param>
    /// <param name="position">Order on the screen, from 0.</param>
    internal Guest(GuestInvitation invitation, int position)
    {
        Id = GuestId.New();
        Position = position;
        Company = invitation.Company;
        Name = WithoutSama(invitation.Name);
        Mail = invitation.Mail;
        Language = invitation.Language;
        ZoneId = invitation.ZoneId;
        LinkHash = invitation.LinkHash;
        ProtectedLink = invitation.ProtectedLink;
    }

    public GuestId Id { get; private set; }

    /// <summary>Order on the screen, from 0.</summary>
    public int Position { get; private set; }

    public string Company { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>Lower-cased address; empty when the link is handed over by other means.</summary>
    public string Mail { get; private set; } = "";

    /// <summary>Two-letter language of mails and pages until the guest chooses another.</summary>
    public string Language { get; private set; } = "ja";

    /// <summary>IANA zone of mails and pages until the guest chooses another; empty for the appointment's own.</summary>
    public string ZoneId { get; private set; } = "";

    /// <summary>SHA-256 of the secret in the guest's link, so that a copy of the database opens no page.</summary>
    public string LinkHash { get; private set; } = "";

    /// <summary>The secret itself, encrypted, so that the host can be shown the link again.</summary>
    public string ProtectedLink { get; private set; } = "";

    /// <summary>The present announcement is for this guest, not for those who are not marked so.</summary>
    public bool IsToldAlone { get; internal set; }

    /// <summary>What the last mail to this guest left them knowing.</summary>
    public GuestKnowledge Knowledge { get; private set; }

    /// <summary>Since when this guest is not asked any more, and the link is dead; null while they are.</summary>
    public Instant? RemovedAt { get; private set; }

    /// <summary>様 is added by the product; typed with the name it would stand there twice.</summary>
    public static string WithoutSama(string name) => name.EndsWith('様') ? name[..^1].TrimEnd() : name;

    internal void Knows(GuestKnowledge what) => Knowledge = what;

    internal void Leaves(Instant now) => RemovedAt = now;

    /// <returns>False when all of it was so already.</returns>
    internal bool IsCorrectedBy(GuestCorrection correction)
    {
        var name = WithoutSama(correction.Name);
        if ((Company, Name, Mail) == (correction.Company, name, correction.Mail))
            return false;
        if (Mail != correction.Mail)
            (LinkHash, ProtectedLink) = (correction.LinkHash, correction.ProtectedLink);
        (Company, Name, Mail) = (correction.Company, name, correction.Mail);
        return true;
    }

    internal void Speaks(string language) => Language = language;
}

/// <summary>Whom a proposal is for.</summary>
public sealed record GuestInvitation(
    string Company, string Name, string Mail, string Language, string LinkHash, string ProtectedLink)
{
    /// <summary>IANA zone; empty for the one the appointment is planned in.</summary>
    public string ZoneId { get; init; } = "";
}
