using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.Smtp;
using Hidori.Server.Features.Connections;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>Which page a request of the set-up ends on.</summary>
public sealed class SetupPages(
    ShowSetup show, ShowShell shell, SignedIn signedIn, IServiceProvider services, IOptionsMonitor<Microsoft365Options> microsoft)
{
    public const string Path = "/administration/microsoft365";

    private static IResult Back(string done) => Results.Redirect($"{Path}?done={done}");

    internal static async ValueTask<object?> OnlyOperatorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var member = http.RequestServices.GetRequiredService<SignedIn>().Member;
        return member.IsAdministrator
            && await http.RequestServices.GetRequiredService<OperatorGate>().IsOperatorAsync(member.Organization, http.RequestAborted)
            ? await next(context)
            : Page.Message(http, MessageKind.Forbidden);
    }

    public Task<IResult> ShowAsync(HttpContext http, string? done, CancellationToken ct) =>
        ShowAsync(http, null, Text.BannerFor(done), StatusCodes.Status200OK, ct);

    public async Task<IResult> SaveAsync(IFormCollection form, HttpContext http, CancellationToken ct)
    {
        var typed = new Forms(form);
        var options = microsoft.CurrentValue;
        var isOwnAddress = MicrosoftCloudAddresses.CloudOf(options.LoginAddress, options.GraphAddress) is null;
        var (_, zone) = await shell.RunAsync(http, Section.Administration, null, ct);
        var read = await services.GetRequiredService<SetupForm>()
            .ReadAsync(typed, form.Files.GetFile("certificate"), zone, isOwnAddress ? options.LoginAddress : null, ct);
        if (read is not null)
        {
            var result = await services.GetRequiredService<SaveRegistration>().RunAsync(read, ct);
            if (result.Succeeded(out _))
            {
                await services.GetRequiredService<SetupChecks>().RunAsync(microsoft.CurrentValue, ct);
                return Back("saved");
            }

            typed.Refuse("", Text.Of(result.Refusal!.Value));
        }

        return await ShowAsync(http, typed.State, null, StatusCodes.Status422UnprocessableEntity, ct);
    }

    public async Task<IResult> MakeKeyPairAsync(CancellationToken ct)
    {
        await services.GetRequiredService<SaveRegistration>().MakeKeyPairAsync(ct);
        return Back("key-pair");
    }

    public async Task<IResult> CertificateAsync(HttpContext http, CancellationToken ct) =>
        await show.PublicHalfAsync(ct) is { } bytes
            ? Results.File(bytes, "application/pkix-cert", "hidori.cer")
            : Page.Message(http, MessageKind.NotFound);

    public async Task<IResult> CheckAsync(CancellationToken ct)
    {
        await services.GetRequiredService<SetupChecks>().RunAsync(microsoft.CurrentValue, ct);
        return Back("checked");
    }

    /// <summary>Sent now and not by the outbox: the administrator waits for what the mail server says.</summary>
    public async Task<IResult> SendTestMailAsync(CancellationToken ct)
    {
        var mail = services.GetRequiredService<IOptions<MailOptions>>().Value;
        SetupProblem? problem = null;
        try
        {
            await services.GetRequiredService<IMailer>().SendAsync(
                TestMail.To(signedIn.Member, services.GetRequiredService<IOptions<ServerOptions>>().Value), ct);
        }
        catch (MailRefusedException)
        {
            problem = SetupProblem.Refused;
        }
        catch (ProviderException)
        {
            problem = SetupProblem.NoAnswer;
        }

        await services.GetRequiredService<SetupChecks>().KeepAsync(SetupStep.Mail, ShowSetup.MailMark(mail), (problem, null), ct);
        return Back(problem is null ? "mailed" : "checked");
    }

    /// <summary>A real sign-in is the only proof of the redirect address and of the permissions.</summary>
    public IResult TrySignIn() => MicrosoftChallenge.To($"{Path}?done=signed-in", signedIn.Member.Id);

    private async Task<IResult> ShowAsync(HttpContext http, FormState? form, Banner? banner, int status, CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(http, Section.Administration, banner, ct);
        var reached = new Uri($"{http.Request.Scheme}://{http.Request.Host}");
        return Page.Of<SetupPage>(
            await show.RunAsync(
                frame, zone, form, reached, services.GetRequiredService<IOptions<ServerOptions>>().Value,
                services.GetRequiredService<IOptions<MailOptions>>().Value, ct),
            status);
    }
}
