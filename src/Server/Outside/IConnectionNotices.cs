using Hidori.Server.Storage.Rows;

namespace Hidori.Server.Outside;

/// <summary>The mails about connections. Declared here and made by Features/Notifications, which knows languages and layout.</summary>
public interface IConnectionNotices
{
    /// <summary>To its owner and the administrators: it broke (SPEC M9). None where no mail server is configured.</summary>
    Task<IReadOnlyList<Notice>> PrepareBrokenAsync(ConnectionRow connection, CancellationToken ct);
}
