using System.Security.Claims;
using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>A member's way into their organization: the sign-in cookie, checked against the member as they are now.</summary>
public static class MemberGate
{
    private const string MemberClaim = "member";
    private const string GenerationClaim = "generation";
    private const string MicrosoftClaim = "microsoft";

    /// <summary>What the cookie says. Nothing in it is believed without a look at the member.</summary>
    public static ClaimsPrincipal Principal(Member member, bool byMicrosoft, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(MemberClaim, member.Id.ToString()),
            new Claim(GenerationClaim, member.SessionGeneration.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new Claim(MicrosoftClaim, byMicrosoft ? "yes" : "no"),
        ], scheme));

    public static IApplicationBuilder UseMemberGate(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.User.Identity is { IsAuthenticated: true } && !await LetAsync(http))
        {
            await http.SignOutAsync();
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
        }

        await next(http);
    });

    private static async Task<bool> LetAsync(HttpContext http)
    {
        if (!Guid.TryParse(http.User.FindFirstValue(MemberClaim), out var id))
            return false;
        await using var db = http.RequestServices.GetRequiredService<DbFactory>().OpenOutsideOrganizations();
        var member = await db.Members.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
            .FirstOrDefaultAsync(m => m.Id == new MemberId(id), http.RequestAborted);
        if (member is not { State: MemberState.Active }
            || http.User.FindFirstValue(GenerationClaim) != member.SessionGeneration.ToString(System.Globalization.CultureInfo.InvariantCulture))
            return false;

        var admission = http.RequestServices.GetRequiredService<Admission>();
        if (admission.IsDecided && admission.Organization.Id != member.Organization)
        {
            // A guest here, whatever they are elsewhere: a link led into another organization, and the sign-in stays theirs.
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
            return true;
        }

        admission.Let(new CurrentOrganization(member.Organization));
        http.RequestServices.GetRequiredService<SignedIn>().Is(member, http.User.FindFirstValue(MicrosoftClaim) == "yes");
        return true;
    }
}
