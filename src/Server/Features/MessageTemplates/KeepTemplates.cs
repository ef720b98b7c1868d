using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.MessageTemplates;

/// <summary>Texts for guests: whose each is, who may change it, and what a member is offered.</summary>
public sealed class KeepTemplates(Db db, IClock clock)
{
    public const int LongestName = 60;

    /// <summary>Of one's own, and again of everybody's.</summary>
    public const int Most = 100;

    /// <summary>Those a member may put into a proposal: their own first, each kind by name.</summary>
    public Task<List<MessageTemplateRow>> OfferedAsync(Member member, CancellationToken ct) =>
        Offered(member).OrderBy(t => t.Member == null).ThenBy(t => t.Name).ThenBy(t => t.Id).ToListAsync(ct);

    /// <summary>One of those; null when there is none (any more).</summary>
    public Task<MessageTemplateRow?> FindAsync(Member member, Guid id, CancellationToken ct) =>
        Offered(member).FirstOrDefaultAsync(t => t.Id == id, ct);

    /// <summary>One that this member may change or delete; null when there is none.</summary>
    public async Task<MessageTemplateRow?> FindToChangeAsync(Member member, Guid id, CancellationToken ct) =>
        await FindAsync(member, id, ct) is { } template && MayChange(member, template) ? template : null;

    private static bool MayChange(Member member, MessageTemplateRow template) =>
        template.Member is null ? member.KeepsSharedTemplates : template.Member == member.Id;

    /// <summary>Writes a new one or changes one that is there. Saving the same twice leaves one.</summary>
    /// <param name="id">Made with the page.</param>
    public async Task<Result<Done, TemplateRefusal>> SaveAsync(Member member, Guid id, TemplateText typed, CancellationToken ct)
    {
        try
        {
            return await TryAsync(member, id, typed, ct);
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            // Pressed twice: the other press has made it meanwhile.
            db.ChangeTracker.Clear();
            return await db.MessageTemplates.AnyAsync(t => t.Id == id, ct) ? await TryAsync(member, id, typed, ct) : TemplateRefusal.NotAllowed;
        }
    }

    private async Task<Result<Done, TemplateRefusal>> TryAsync(Member member, Guid id, TemplateText typed, CancellationToken ct)
    {
        MemberId? owner = typed.IsShared ? null : member.Id;
        var template = await db.MessageTemplates.FirstOrDefaultAsync(t => t.Id == id, ct);
        if ((typed.IsShared && !member.KeepsSharedTemplates) || (template is not null && !MayChange(member, template)))
            return TemplateRefusal.NotAllowed;
        if (template is null || template.Member != owner)
        {
            if (await db.MessageTemplates.CountAsync(t => t.Member == owner, ct) >= Most)
                return TemplateRefusal.TooMany;
        }

        if (template is null)
        {
            template = new MessageTemplateRow { Id = id, Organization = member.Organization };
            db.MessageTemplates.Add(template);
        }

        (template.Member, template.Name, template.Text, template.ChangedAt) = (owner, typed.Name, typed.Text, clock.GetCurrentInstant());
        await db.SaveChangesAsync(ct);
        return Done.Value;
    }

    /// <returns>False when there was none that this member may delete.</returns>
    public async Task<bool> DeleteAsync(Member member, Guid id, CancellationToken ct)
    {
        if (await FindToChangeAsync(member, id, ct) is null)
            return false;
        await db.MessageTemplates.Where(t => t.Id == id).ExecuteDeleteAsync(ct);
        return true;
    }

    private IQueryable<MessageTemplateRow> Offered(Member member) =>
        db.MessageTemplates.AsNoTracking().Where(t => t.Member == null || t.Member == member.Id);
}

/// <param name="IsShared">For everybody in the organization.</param>
public sealed record TemplateText(string Name, string Text, bool IsShared);

/// <summary>Why a template is not kept.</summary>
public enum TemplateRefusal
{
    /// <summary>It is somebody else's, or everybody's and the member does not keep those.</summary>
    NotAllowed,
    TooMany,
}
