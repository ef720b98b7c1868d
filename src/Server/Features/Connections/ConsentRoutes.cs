using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.Connections;

/// <summary>「管理者の承認が必要」: the member's page, the administrator's page, and the way back from Microsoft (SPEC M8).</summary>
internal static class ConsentRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connections/consent", AskAsync).RequireAuthorization();
        var group = routes.MapGroup("/consent").AllowAnonymous();
        group.MapGet("/done", Done);
        group.MapGet("/{token}", (string token, ConsentLinks links, IOptionsMonitor<Microsoft365Options> microsoft, HttpContext http) =>
            links.Open(token) is { } request && microsoft.CurrentValue.IsConfigured
                ? Page.Of<ConsentAdministratorPage>(new ConsentAdministratorView(
                    request, links.AtMicrosoft(token, request).AbsoluteUri, microsoft.CurrentValue.ClientId!, http.Request.Host.Host, Languages.OtherUrl(http)))
                : (IResult)Page.Of<ConsentDonePage>(new ConsentDoneView(ConsentOutcome.LinkOver, null, Languages.OtherUrl(http)), StatusCodes.Status404NotFound));
    }

    private static async Task<IResult> AskAsync(
        string? problem, string? feature, ConsentLinks links, ShowShell shell, SignedIn signedIn, Db db, HttpContext http, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var wanted = Forms.WordOf<OptionalFeature>(feature);
        // The only proof there is: what Microsoft granted to somebody who signed in.
        var granted = await db.Connections.AsNoTracking()
            .Where(c => c.State == ConnectionState.Connected && c.Member != signedIn.Member.Id).Select(c => c.Scopes).ToListAsync(ct);
        var (frame, _) = await shell.RunAsync(http, Section.Connections, null, ct);
        return Page.Of<ConsentPage>(new ConsentView(
            frame, links.Make(organization, signedIn.Member, wanted), Forms.WordOf<SignInProblem>(problem), wanted,
            granted.Any(scopes => wanted is not { } more || OptionalScopes.Covers(scopes, more))));
    }

    /// <summary>Nothing in this address is believed: it can be forged, and only a member's sign-in proves the grant.</summary>
    private static IResult Done(string? state, string? error, string? error_description, ConsentLinks links, HttpContext http)
    {
        var request = links.Open(state);
        var outcome = request is null ? ConsentOutcome.LinkOver
            : error is null ? ConsentOutcome.NotYetConfirmed
            : MicrosoftIdentity.Explain(error, error_description, []) switch
            {
                SignInProblem.Declined or SignInProblem.ConsentMissing => ConsentOutcome.Declined,
                SignInProblem.AdminApprovalNeeded => ConsentOutcome.NoAdministrator,
                _ => ConsentOutcome.Failed,
            };
        return Page.Of<ConsentDonePage>(new ConsentDoneView(outcome, request, Languages.OtherUrl(http)));
    }
}

/// <param name="Url">For the Microsoft 365 administrator.</param>
/// <param name="Problem">What Microsoft said, where the member comes from there.</param>
/// <param name="IsGranted">Seen from what Microsoft granted to another member.</param>
public sealed record ConsentView(ShellView Shell, string Url, SignInProblem? Problem, OptionalFeature? Feature, bool IsGranted);

/// <param name="MicrosoftUrl">Microsoft's page of consent for the organization.</param>
public sealed record ConsentAdministratorView(
    ConsentRequest Request, string MicrosoftUrl, string ClientId, string Host, string OtherLanguageUrl);

public sealed record ConsentDoneView(ConsentOutcome Outcome, ConsentRequest? Request, string OtherLanguageUrl);

public enum ConsentOutcome { NotYetConfirmed, Declined, NoAdministrator, Failed, LinkOver }
