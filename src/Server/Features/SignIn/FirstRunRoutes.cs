using Hidori.Server.Features.Administration;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.SignIn;

/// <summary>The page behind the console's one-time link (SPEC E1).</summary>
internal static class FirstRunRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/first-run", async (string? token, FirstRunToken first, HttpContext http, CancellationToken ct) =>
            first.Fits(token) && await first.LinkAsync(ct) is not null
                ? Page.Of<FirstRunPage>(new FirstRunView(token!, FormState.Empty, Languages.OtherUrl(http)))
                : (IResult)Page.Message(http, MessageKind.NotFound));
        group.MapPost("/first-run", CreateAsync).RequireRateLimiting(SignInRoutes.RateLimit);
    }

    private static async Task<IResult> CreateAsync(
        IFormCollection form, FirstRunToken first, CreateOrganization create, HttpContext http, CancellationToken ct)
    {
        var token = form["token"].ToString();
        if (!first.Fits(token))
            return Page.Message(http, MessageKind.NotFound);

        var typed = new Forms(form);
        var organization = typed.RequiredText("organizationName", 100, Text.Of("OrganizationNameMissing"));
        var name = typed.RequiredText("name", 100, Text.Of("NameMissing"));
        var mail = typed.Mail("email");
        if (mail.Length == 0)
            typed.Refuse("email", Text.Of("MailMissing"));
        var password = InvitationRoutes.Password(form, typed);
        if (typed.IsValid)
        {
            var result = await create.RunAsync(new NewOrganization(organization, name, mail, password), ct);
            if (result.Succeeded(out var member))
                return await SignInRoutes.EnterAsync(http, member, "/administration/microsoft365");
            typed.Refuse("", Text.Of("AlreadyCreated"));
        }

        return Page.Of<FirstRunPage>(
            new FirstRunView(token, typed.State, Languages.OtherUrl(http)), StatusCodes.Status422UnprocessableEntity);
    }
}
