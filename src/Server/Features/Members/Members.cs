using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Integrations.Smtp;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.Members;

public static class MemberRoutes
{
    public static IServiceCollection AddMembers(this IServiceCollection services)
    {
        services.AddScoped<ShowShell>();
        services.AddScoped<ShowMembers>();
        services.AddScoped<AddMember>();
        services.AddScoped<ChangeRole>();
        services.AddScoped<SuspendMember>();
        return services;
    }

    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/members").RequireAuthorization().AddEndpointFilter(OnlyAdministrators);
        group.MapGet("", (ShowMembers show, ShowShell shell, HttpContext http, CancellationToken ct) =>
            ShowAsync(show, shell, http, FormState.Empty, null, StatusCodes.Status200OK, ct));
        group.MapPost("", AddAsync);
        group.MapPost("/{id:guid}/invite", AgainAsync);
        group.MapGet("/{id:guid}/suspend", async (Guid id, SuspendMember suspend, ShowShell shell, HttpContext http, CancellationToken ct) =>
        {
            var (frame, _) = await shell.RunAsync(http, Section.Members, null, ct);
            return await suspend.ShowAsync(new MemberId(id), frame, ct) is { } view
                ? Page.Of<SuspendPage>(view)
                : (IResult)Results.Redirect("/members");
        });
        group.MapPost("/{id:guid}/suspend", (Guid id, IFormCollection _, SuspendMember suspend, HttpContext http, CancellationToken ct) =>
            SuspendAsync(new MemberId(id), true, suspend, http, ct));
        group.MapPost("/{id:guid}/resume", (Guid id, IFormCollection _, SuspendMember suspend, HttpContext http, CancellationToken ct) =>
            SuspendAsync(new MemberId(id), false, suspend, http, ct));
        group.MapPost("/{id:guid}/role", async (Guid id, IFormCollection form, ChangeRole change, HttpContext http, CancellationToken ct) =>
            (await change.RunAsync(new MemberId(id), RoleOf(form["role"]), ct)).Match<IResult>(
                _ => Results.Redirect("/members"), _ => Page.Message(http, MessageKind.Forbidden)));
    }

    private static async Task<IResult> SuspendAsync(MemberId id, bool suspends, SuspendMember suspend, HttpContext http, CancellationToken ct) =>
        await suspend.RunAsync(id, suspends, ct) ? Results.Redirect("/members") : Page.Message(http, MessageKind.Forbidden);

    private static async ValueTask<object?> OnlyAdministrators(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<SignedIn>().Member.IsAdministrator
            ? await next(context)
            : Page.Message(context.HttpContext, MessageKind.Forbidden);

    private static async Task<IResult> AddAsync(
        IFormCollection form, AddMember add, ShowMembers show, ShowShell shell, IOptions<MailOptions> mail, HttpContext http, CancellationToken ct)
    {
        var typed = new Forms(form);
        var address = typed.Mail("email");
        if (address.Length == 0)
            typed.Refuse("email", Text.Of("MailMissing"));
        var name = typed.Text("name", 100);
        if (typed.IsValid)
        {
            var result = await add.RunAsync(address, name, RoleOf(form["role"]), ct);
            if (result.Succeeded(out var link))
                return await ShowAsync(
                    show, shell, http, FormState.Empty, new NewInvitation(address, link, mail.Value.IsConfigured), StatusCodes.Status200OK, ct);
            typed.Refuse("email", Text.Of("MailTaken"));
        }

        return await ShowAsync(show, shell, http, typed.State, null, StatusCodes.Status422UnprocessableEntity, ct);
    }

    private static async Task<IResult> AgainAsync(
        Guid id, IFormCollection _, AddMember add, ShowMembers show, ShowShell shell, IOptions<MailOptions> mail, HttpContext http, CancellationToken ct)
    {
        var result = await add.AgainAsync(new MemberId(id), ct);
        return result.Succeeded(out var link)
            ? await ShowAsync(
                show, shell, http, FormState.Empty, new NewInvitation("", link, mail.Value.IsConfigured), StatusCodes.Status200OK, ct)
            : Page.Message(http, MessageKind.NotFound);
    }

    private static async Task<IResult> ShowAsync(
        ShowMembers show, ShowShell shell, HttpContext http, FormState form, NewInvitation? invitation, int status, CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(http, Section.Members, null, ct);
        return Page.Of<MembersPage>(await show.RunAsync(frame, zone, form, invitation, ct), status);
    }

    private static MemberRole RoleOf(string? posted) => Forms.WordOf<ViewRole>(posted) is { } role
        ? role switch
        {
            ViewRole.MainAdministrator or ViewRole.Administrator => MemberRole.Administrator,
            ViewRole.AppointmentManager => MemberRole.AppointmentManager,
            ViewRole.Member => MemberRole.Member,
        }
        : MemberRole.Member;
}
