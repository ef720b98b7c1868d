using System.Globalization;
using System.Text.Json;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>下書き: keeps the compose screen's fields for the member who types them, and gives them back (SPEC P5).</summary>
public sealed class KeepDrafts(Db db, IClock clock)
{
    public const int Most = 50;

    /// <summary>Of all fields together: ten guests and every text at its longest fit.</summary>
    private const int LongestFields = 64 * 1024;

    /// <summary>For a list: what is too long is said when it is sent.</summary>
    private const int LongestName = 200;

    // What was asked of the page at that moment is no part of the draft.
    private static readonly string[] NotKept = ["action", "draft", "draftRevision", "newHost", "tab", "sameRoom", "template", "newTemplate"];

    /// <param name="seen">Which draft, and what the page saw of it.</param>
    /// <param name="overwrite">Whatever was kept meanwhile gives way: who asks was told of it.</param>
    /// <returns>The revision that stands now.</returns>
    public async Task<Result<int, DraftRefusal>> KeepAsync(
        Member member, DraftSeen seen, IFormCollection posted, bool overwrite, CancellationToken ct)
    {
        var (id, revision, tab) = seen;
        var fields = Write(posted);
        if (fields.Length > LongestFields)
            return DraftRefusal.TooLong;
        var attempt = Guid.TryParse(posted["attempt"], out var sent) ? sent : Guid.Empty;
        if (await db.Attempts.AnyAsync(a => a.Attempt == attempt, ct))
            return DraftRefusal.Sent;

        var typed = new Forms(posted);
        var draft = new DraftRow
        {
            Id = id,
            Organization = member.Organization,
            Member = member.Id,
            Revision = 1,
            KeptBy = tab,
            ChangedAt = clock.GetCurrentInstant(),
            Title = LongText.Cut(typed.Text("title"), LongestName),
            Guest = LongText.Cut($"{typed.Text("company")} {typed.Text("guestName")}".Trim(), LongestName),
            Candidates = posted["candidate"].Count,
            Fields = fields,
        };
        var kept = await Own(member).Where(d => d.Id == id && (overwrite || d.Revision == revision || d.KeptBy == tab)).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.Revision, d => d.Revision + 1)
                .SetProperty(d => d.KeptBy, draft.KeptBy)
                .SetProperty(d => d.ChangedAt, draft.ChangedAt)
                .SetProperty(d => d.Title, draft.Title)
                .SetProperty(d => d.Guest, draft.Guest)
                .SetProperty(d => d.Candidates, draft.Candidates)
                .SetProperty(d => d.Fields, draft.Fields), ct);
        if (kept > 0)
            return await Own(member).Where(d => d.Id == id).Select(d => d.Revision).FirstOrDefaultAsync(ct);
        // Discarded elsewhere, or kept by another page in between: either way not what this page saw.
        if (revision > 0 && !overwrite)
            return DraftRefusal.ChangedElsewhere;
        if (await Own(member).CountAsync(ct) >= Most)
            return DraftRefusal.TooMany;
        return await BeginAsync(draft, ct);
    }

    private async Task<Result<int, DraftRefusal>> BeginAsync(DraftRow draft, CancellationToken ct)
    {
        db.Drafts.Add(draft);
        try
        {
            await db.SaveChangesAsync(ct);
            return draft.Revision;
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            db.ChangeTracker.Clear();
            return DraftRefusal.ChangedElsewhere;
        }
    }

    /// <summary>The fields as they were left; null when there is no such draft of this member's (any more).</summary>
    public async Task<Dictionary<string, StringValues>?> OpenAsync(Member member, Guid id, CancellationToken ct)
    {
        if (await FindAsync(member, id, ct) is not { } draft)
            return null;
        var fields = Read(draft);
        fields["draft"] = draft.Id.ToString();
        fields["draftRevision"] = draft.Revision.ToString(CultureInfo.InvariantCulture);
        return fields;
    }

    public Task<DraftRow?> FindAsync(Member member, Guid id, CancellationToken ct) => Own(member).FirstOrDefaultAsync(d => d.Id == id, ct);

    public Task DiscardAsync(Member member, Guid id, CancellationToken ct) => Own(member).Where(d => d.Id == id).ExecuteDeleteAsync(ct);

    private IQueryable<DraftRow> Own(Member member) => db.Drafts.AsNoTracking().Where(d => d.Member == member.Id);

    private static string Write(IFormCollection posted) => JsonSerializer.Serialize(
        posted.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal) && !NotKept.Contains(f.Key)).ToDictionary(f => f.Key, f => f.Value.ToArray()));

    private static Dictionary<string, StringValues> Read(DraftRow draft) =>
        JsonSerializer.Deserialize<Dictionary<string, string?[]>>(draft.Fields)!.ToDictionary(f => f.Key, f => new StringValues(f.Value));
}

/// <summary>A draft as one page knows it.</summary>
/// <param name="Revision">0 where it was not kept yet.</param>
/// <param name="Tab">The page, over all its buttons.</param>
public readonly record struct DraftSeen(Guid Id, int Revision, Guid Tab);

/// <summary>Why a draft is not kept.</summary>
public enum DraftRefusal
{
    /// <summary>Another page kept or discarded it since this one was drawn.</summary>
    ChangedElsewhere,
    TooMany,
    TooLong,

    /// <summary>The proposal is out: there is nothing to keep any more.</summary>
    Sent,
}
