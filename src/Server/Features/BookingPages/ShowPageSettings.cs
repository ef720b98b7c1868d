using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>Reads 予約ページの設定: the fields as they are, and what can be chosen in them.</summary>
public sealed class ShowPageSettings(Db db, PreviewSlots preview, IOptions<ServerOptions> server, IClock clock)
{
    /// <param name="form">What was typed; null for what is kept.</param>
    /// <param name="asTyped">The page as typed, where nothing is wrong with it.</param>
    public async Task<PageSettingsView> RunAsync(ShellView shell, Member reader, BookingPage page, FormState? form, PageAsTyped? asTyped, CancellationToken ct)
    {
        var linked = (await WritableConnections.Of(db).AsNoTracking().Select(c => c.Member).ToListAsync(ct)).ToHashSet();
        var troubles = await MemberTroubles.OfAllAsync(db, ct);
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        return new PageSettingsView(
            shell,
            page.Id.ToString(),
            page.Name,
            page.State,
            server.Value.BookingPage(organization.Slug, ""),
            server.Value.EmbedScript,
            page.Slug,
            form ?? PageFields.Of(page),
            [
                .. (await db.Members.AsNoTracking().ToListAsync(ct)).OrderBy(m => m.DisplayName, StringComparer.Ordinal)
                    .Select(m => new PersonChoice(m.Id.ToString(), m.DisplayName, linked.Contains(m.Id), m.State == MemberState.Suspended)
                    {
                        Trouble = troubles.TryGetValue(m.Id, out var trouble) ? new MemberInTrouble(m.DisplayName, trouble, m.Id == reader.Id) : null,
                    }),
            ],
            [
                .. (await db.Rooms.AsNoTracking().ToListAsync(ct)).OrderBy(r => r.Building, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal)
                    .Select(r => new PageRoomChoice(r.Id.ToString(), r.Name, r.Building, r.Capacity, r.IsActive)),
            ],
            await PreviewAsync(page, form is not null, asTyped, ct),
            clock.GetCurrentInstant(),
            reader.IsAdministrator);
    }

    /// <summary>Of what was typed where that can be; of what is kept where nothing was typed.</summary>
    private async Task<SlotPreview?> PreviewAsync(BookingPage page, bool isTyped, PageAsTyped? asTyped, CancellationToken ct)
    {
        if (!isTyped)
            return PageCheck.Of(page.Slug, page.Name, page.Settings, page.Seats).Count == 0 ? await preview.RunAsync(page, saved: null, ct) : null;
        if (asTyped is null)
            return null;
        var changed = new BookingPage(page.Organization, page.Owner, asTyped.Slug, asTyped.Name, asTyped.Settings, asTyped.Seats, page.CreatedAt);
        return await preview.RunAsync(changed, page, ct);
    }
}

/// <param name="Base">The address without its readable end.</param>
/// <param name="Script">What a site that embeds the page loads from us.</param>
/// <param name="Preview">Null while something typed is wrong.</param>
public sealed record PageSettingsView(
    ShellView Shell,
    string Id,
    string Name,
    BookingPageState State,
    string Base,
    string Script,
    string Slug,
    FormState Form,
    IReadOnlyList<PersonChoice> People,
    IReadOnlyList<PageRoomChoice> Rooms,
    SlotPreview? Preview,
    Instant Now,
    bool ReaderIsAdministrator)
{
    public PageAttendance Attendance => Forms.WordOf<PageAttendance>(Form.Value("rule")) ?? PageAttendance.Everyone;

    public string Address => Base + Slug;
}

/// <summary>A member who can stand on a page.</summary>
public sealed record PersonChoice(string Id, string Name, bool IsLinked, bool IsSuspended)
{
    /// <summary>Null where their calendar can be asked.</summary>
    public MemberInTrouble? Trouble { get; init; }
}

public sealed record PageRoomChoice(string Id, string Name, string Building, int? Capacity, bool IsActive);
