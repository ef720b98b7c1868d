using System.ComponentModel.DataAnnotations;

namespace Hidori.Integrations.Smtp;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>TLS from the start on port 465; elsewhere STARTTLS when the server offers it.</summary>
    Auto,

    /// <summary>STARTTLS, or no mail at all.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    Tls,

    /// <summary>In the clear. For a relay on the same machine.</summary>
    None,
}

/// <summary>The mail server that takes Hidori's mail. Absent as a whole, no mail is sent.</summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>Name or address of the server.</summary>
    public string? Host { get; set; }

    /// <summary>Port of the server: 587 for submission, 465 for TLS from the start, 25 for a plain relay.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Sender address of every mail.</summary>
    [EmailAddress]
    public string? From { get; set; }

    /// <summary>Name shown beside the sender address where a mail brings none of its own.</summary>
    public string FromName { get; set; } = "Hidori";

    /// <summary>Account at the server; absent for a relay that asks for none.</summary>
    public string? User { get; set; }

    /// <summary>Password of the account.</summary>
    public string? Password { get; set; }

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.Auto;

    /// <summary>Whether there is enough to send mail.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(Host) && !string.IsNullOrWhiteSpace(From);

    /// <summary>What is malformed, with the key's name (SPEC X5).</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Host) && string.IsNullOrWhiteSpace(From))
            yield return new($"{Section}:{nameof(From)} is needed beside the host.", [nameof(From)]);
        if (!string.IsNullOrWhiteSpace(Password) && string.IsNullOrWhiteSpace(User))
            yield return new($"{Section}:{nameof(User)} is needed beside the password.", [nameof(User)]);
    }
}
