using Hidori.Domain.Appointments;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>A language chosen on the page holds for the guest's mails too.</summary>
public sealed class GuestLanguage(Db db, DbFactory factory)
{
    public async Task KeepAsync(GuestSight sight, HttpContext http, CancellationToken ct)
    {
        // Only a switch pressed on this page, and not by a member who looks in: their own language is no wish of the guest.
        if (http.User.Identity is { IsAuthenticated: true } || !Languages.IsAskedFor(http) || sight.Guest.Language == Languages.Current)
            return;
        var id = sight.Guest.Id;
        using var turn = await factory.WriterTurnAsync(ct);
        await db.Set<Guest>().Where(g => g.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.Language, Languages.Current), ct);
    }
}
