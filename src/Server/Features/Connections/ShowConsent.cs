using System.Globalization;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.Smtp;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>Reads 管理者の承認をお願いする: the link, to whom it was mailed, and what is known of the approval (SPEC M8).</summary>
public sealed class ShowConsent(
    Db db, ConsentLinks links, ConsentProgress progress, ShowShell shell, IOptions<MailOptions> mail, IHttpContextAccessor accessor)
{
    /// <param name="problem">What Microsoft said, where the member comes from there.</param>
    /// <param name="number">Microsoft's own, for the administrator to look up.</param>
    public async Task<IResult> RunAsync(SignInProblem? problem, int? number, OptionalFeature? feature, FormState form, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var member = accessor.HttpContext!.RequestServices.GetRequiredService<SignedIn>().Member;
        var (frame, zone) = await shell.RunAsync(accessor.HttpContext!, Section.Connections, null, ct);
        var state = await progress.RunAsync(organization, member.Id, feature, ct);
        var name = ConsentTrail.NameOf(feature);
        var request = await db.ConsentRequests.AsNoTracking().FirstOrDefaultAsync(r => r.Member == member.Id && r.Feature == name, ct);
        return Page.Of<ConsentPage>(
            new ConsentView(
                frame, links.Make(organization, member, feature), problem, number, feature, state, zone, request?.MailedTo, request?.MailedAt,
                mail.Value.IsConfigured, form),
            form.HasErrors ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}

/// <param name="Url">For the Microsoft 365 administrator.</param>
/// <param name="MailedTo">The address to which the link was last mailed from here; null when never.</param>
/// <param name="Form">Fields: administrator, letter.</param>
public sealed record ConsentView(
    ShellView Shell, string Url, SignInProblem? Problem, int? Number, OptionalFeature? Feature, ConsentState State, string Zone,
    string? MailedTo, Instant? MailedAt, bool CanMail, FormState Form)
{
    /// <summary>The page's own address, with what it was opened for.</summary>
    public string Address => "/connections/consent" + QueryString.Create(new Dictionary<string, string?>
    {
        ["problem"] = Problem?.ToString(),
        ["number"] = Number?.ToString(CultureInfo.InvariantCulture),
        ["feature"] = Feature?.ToString(),
    }.Where(word => word.Value is not null));
}
