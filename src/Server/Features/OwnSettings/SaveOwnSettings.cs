using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;

namespace Hidori.Server.Features.OwnSettings;

/// <summary>Keeps what a member settled for themselves.</summary>
public sealed class SaveOwnSettings(Db db, SignedIn signedIn)
{
    public async Task RunAsync(MemberPreferences preferences, CancellationToken ct)
    {
        var member = await db.Members.FindAsync([signedIn.Member.Id], ct);
        member!.Prefer(preferences);
        await db.SaveChangesAsync(ct);
    }
}
