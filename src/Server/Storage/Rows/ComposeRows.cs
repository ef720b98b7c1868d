using Hidori.Domain;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>下書き: the compose screen's fields as they were left. No appointment yet, and nothing outside knows of it.</summary>
public sealed class DraftRow
{
    /// <summary>Made with the page, so that keeping it twice at once makes one.</summary>
    public Guid Id { get; set; }
    public OrganizationId Organization { get; set; }
    public MemberId Member { get; set; }

    /// <summary>Counts from 1. Who keeps it says which one they saw.</summary>
    public int Revision { get; set; }

    /// <summary>The page that kept it last: its own answer may not have reached it yet.</summary>
    public Guid KeptBy { get; set; }
    public Instant ChangedAt { get; set; }

    /// <summary>As typed so far; may be empty.</summary>
    public string Title { get; set; } = "";

    /// <summary>Company and name of the first guest, as typed so far; may be empty.</summary>
    public string Guest { get; set; } = "";

    /// <summary>How many times are marked.</summary>
    public int Candidates { get; set; }

    /// <summary>JSON: each field's name and what stood in it.</summary>
    public string Fields { get; set; } = "";
}

/// <summary>テンプレート: a text for guests that is written once and put into many proposals.</summary>
public sealed class MessageTemplateRow
{
    /// <summary>Made with the page, so that saving it twice at once makes one.</summary>
    public Guid Id { get; set; }
    public OrganizationId Organization { get; set; }

    /// <summary>Whose it is; null: everybody's in the organization.</summary>
    public MemberId? Member { get; set; }
    public string Name { get; set; } = "";
    public string Text { get; set; } = "";
    public Instant ChangedAt { get; set; }
}
