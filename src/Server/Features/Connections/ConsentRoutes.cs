using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
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
        group.MapGet("/done", DoneAsync);
        group.MapGet("/{token}", OpenAsync);
    }

    private static async Task<IResult> OpenAsync(
        string token, ConsentLinks links, ConsentTrail trail, IOptionsMonitor<Microsoft365Options> microsoft, HttpContext http, CancellationToken ct)
    {
        if (links.Open(token) is not { } request || !microsoft.CurrentValue.IsConfigured)
            return Page.Of<ConsentDonePage>(new ConsentDoneView(ConsentOutcome.LinkOver, null, Languages.OtherUrl(http)), StatusCodes.Status404NotFound);
        await trail.NoteOpenedAsync(request, ct);
        return Page.Of<ConsentAdministratorPage>(new ConsentAdministratorView(
            request, links.AtMicrosoft(token, request).AbsoluteUri, microsoft.CurrentValue.ClientId!, http.Request.Host.Host, Languages.OtherUrl(http)));
    }

    private static async Task<IResult> AskAsync(
        string? problem, string? number, string? feature, ConsentLinks links, ConsentProgress progress, ShowShell shell, SignedIn signedIn, Db db,
        HttpContext http, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var wanted = Forms.WordOf<OptionalFeature>(feature);
        var (frame, zone) = await shell.RunAsync(http, Section.Connections, null, ct);
        return Page.Of<ConsentPage>(new ConsentView(
            frame, links.Make(organization, signedIn.Member, wanted), Forms.WordOf<SignInProblem>(problem),
            Forms.NumberOf(number), wanted,
            await progress.RunAsync(organization, signedIn.Member.Id, wanted, ct), zone));
    }

    /// <summary>Nothing in this address is believed: it can be forged, and only a member's sign-in proves the grant.</summary>
    private static async Task<IResult> DoneAsync(
        string? state, string? error, string? error_description, ConsentLinks links, ConsentTrail trail, HttpContext http, CancellationToken ct)
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
        if (request is not null && outcome == ConsentOutcome.NotYetConfirmed)
            await trail.NoteReturnedAsync(request, ct);
        return Page.Of<ConsentDonePage>(new ConsentDoneView(outcome, request, Languages.OtherUrl(http)));
    }
}

/// <param name="Url">For the Microsoft 365 administrator.</param>
/// <param name="Problem">What Microsoft said, where the member comes from there.</param>
/// <param name="Number">Microsoft's own, for the administrator to look up.</param>
public sealed record ConsentView(
    ShellView Shell, string Url, SignInProblem? Problem, int? Number, OptionalFeature? Feature, ConsentState State, string Zone);

/// <param name="MicrosoftUrl">Microsoft's page of consent for the organization.</param>
public sealed record ConsentAdministratorView(
    ConsentRequest Request, string MicrosoftUrl, string ClientId, string Host, string OtherLanguageUrl);

public sealed record ConsentDoneView(ConsentOutcome Outcome, ConsentRequest? Request, string OtherLanguageUrl);

public enum ConsentOutcome { NotYetConfirmed, Declined, NoAdministrator, Failed, LinkOver }
