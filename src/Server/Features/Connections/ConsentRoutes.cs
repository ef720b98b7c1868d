using Hidori.Integrations.Microsoft365;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.Connections;

/// <summary>「管理者の承認が必要」: the member's page, the administrator's page, and the way back from Microsoft (SPEC M8).</summary>
internal static class ConsentRoutes
{
    private const int LongestLetter = 2000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connections/consent", AskAsync).RequireAuthorization();
        // The page's own address, so that a refused form can be looked at again and in the other language.
        routes.MapPost("/connections/consent", MailAsync).RequireAuthorization();
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

    private static Task<IResult> AskAsync(
        string? problem, string? number, string? feature, ShowConsent show, CancellationToken ct) =>
        show.RunAsync(Forms.WordOf<SignInProblem>(problem), Forms.NumberOf(number), Forms.WordOf<OptionalFeature>(feature), FormState.Empty, ct);

    private static async Task<IResult> MailAsync(
        IFormCollection form, string? problem, string? number, string? feature, ConsentLinks links, MailConsentRequest mail, ShowConsent show, SignedIn signedIn, Db db, CancellationToken ct)
    {
        var typed = new Forms(form);
        var wanted = Forms.WordOf<OptionalFeature>(feature);
        Task<IResult> ShowAgainAsync() => show.RunAsync(Forms.WordOf<SignInProblem>(problem), Forms.NumberOf(number), wanted, typed.State, ct);
        var address = typed.Mail("administrator");
        if (address.Length == 0)
            typed.Refuse("administrator", Text.Of("ConsentAddressMissing"));
        var letter = typed.RequiredText("letter", LongestLetter, Text.Of("ConsentLetterMissing"));
        if (!typed.IsValid)
            return await ShowAgainAsync();
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        if (!await mail.RunAsync(organization, signedIn.Member, wanted, address, letter, links.Make(organization, signedIn.Member, wanted), ct))
        {
            typed.Refuse("administrator", Text.Of("ConsentMailsUsedUp"));
            return await ShowAgainAsync();
        }

        return Results.Redirect("/connections/consent" + (wanted is null ? "" : $"?feature={wanted}"));
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

/// <param name="MicrosoftUrl">Microsoft's page of consent for the organization.</param>
public sealed record ConsentAdministratorView(
    ConsentRequest Request, string MicrosoftUrl, string ClientId, string Host, string OtherLanguageUrl);

public sealed record ConsentDoneView(ConsentOutcome Outcome, ConsentRequest? Request, string OtherLanguageUrl);

public enum ConsentOutcome { NotYetConfirmed, Declined, NoAdministrator, Failed, LinkOver }
