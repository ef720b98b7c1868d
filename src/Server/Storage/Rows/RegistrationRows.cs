using Hidori.Domain;
using Hidori.Integrations;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>This installation's registration at a vendor, as an administrator entered it. One a vendor, for all organizations.</summary>
public sealed class ProviderRegistrationRow
{
    public ProviderKind Provider { get; set; }

    /// <summary>Which of the vendor's clouds.</summary>
    public string Cloud { get; set; } = "";

    /// <summary>The vendor's tenant by id, or its word for all of them.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>Empty while only a key pair was made, or where the registration is configured elsewhere.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Sealed, like the certificates with their private keys. One of the two proves us.</summary>
    public string? ProtectedSecret { get; set; }

    public string? ProtectedCertificate { get; set; }

    /// <summary>A key pair made here whose public half is on its way to the vendor.</summary>
    public string? ProtectedNextCertificate { get; set; }

    /// <summary>Changes with whatever decides how we prove ourselves, so that other nodes notice.</summary>
    public Guid Stamp { get; set; }

    public Instant ChangedAt { get; set; }
    public MemberId? ChangedBy { get; set; }

    /// <summary>When the credential in use runs out, as far as it was told or can be read.</summary>
    public Instant? CredentialEndsAt { get; set; }

    /// <summary>Fewest days before its end of which the administrators were warned.</summary>
    public int? WarnedDays { get; set; }

    /// <summary>The vendor's own number for why it does not take the registration now.</summary>
    public int? TroubleCode { get; set; }

    /// <summary>Which kind of trouble; null while there is none.</summary>
    public string? Trouble { get; set; }

    public Instant? TroubleSince { get; set; }
}

/// <summary>What a check of the set-up found.</summary>
public sealed class SetupFindingRow
{
    /// <summary>Which check.</summary>
    public string Step { get; set; } = "";

    /// <summary>Of what it was found: another registration makes it old.</summary>
    public string Mark { get; set; } = "";

    /// <summary>What is wrong; null when it was right.</summary>
    public string? Problem { get; set; }

    /// <summary>The vendor's own number.</summary>
    public int? Code { get; set; }

    public Instant FoundAt { get; set; }
}
