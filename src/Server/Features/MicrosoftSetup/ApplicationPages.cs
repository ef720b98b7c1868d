using Hidori.Domain;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>Which page a request about the application's own access ends on.</summary>
public sealed class ApplicationPages(
    Db db, ShowApplicationAccess show, TurnApplicationAccess turn, ShowShell shell, IOptionsMonitor<Microsoft365Options> microsoft)
{
    private const string Path = SetupPages.Path + "/application";

    public async Task<IResult> ShowAsync(HttpContext http, FormState? form, int status, CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(http, Section.Administration, null, ct);
        return Page.Of<ApplicationAccessPage>(await show.RunAsync(frame, zone, form, ct), status);
    }

    public async Task<IResult> TurnAsync(IFormCollection form, HttpContext http, CancellationToken ct)
    {
        var typed = new Forms(form);
        var group = typed.Mail("group");
        var letIn = (await db.Organizations.AsNoTracking().SingleAsync(ct)).MicrosoftTenants;
        var options = microsoft.CurrentValue;
        if (!options.IsConfigured)
            typed.Refuse("", Text.Of("NotEntered"));
        else if (SetupChecks.TenantToTry(options, letIn) is not { } tenant || !Guid.TryParse(tenant, out _))
            typed.Refuse("", Text.Of("TenantNotNamed"));
        else if (typed.IsValid)
        {
            await turn.RunAsync(typed.Text("on") == "true", tenant, group, ct);
            return Results.Redirect(Path);
        }

        return await ShowAsync(http, typed.State, StatusCodes.Status422UnprocessableEntity, ct);
    }

    public async Task<IResult> AskAgainAsync(Guid member, CancellationToken ct)
    {
        await turn.AskAgainAsync(new MemberId(member), ct);
        return Results.Redirect(Path);
    }
}
