using Hidori.Domain;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.BookingPages;

/// <summary>予約ページ, as its hosts see to it (SPEC B1–B7, B11b, B14).</summary>
public static class BookingPageRoutes
{
    public const string RereadLimit = "reread";

    public static IServiceCollection AddBookingPages(this IServiceCollection services)
    {
        services.AddScoped<KeepPages>();
        services.AddScoped<MakePages>();
        services.AddScoped<ShowPages>();
        services.AddScoped<ShowPageSettings>();
        services.AddScoped<PreviewSlots>();
        services.AddScoped<KeepLinks>();
        services.AddScoped<KeepWishes>();
        services.AddScoped<WishPages>();
        services.AddScoped<LinkPages>();
        services.AddScoped<KeepOrganization>();
        services.AddScoped<OrganizationDayPages>();
        services.AddScoped<ShowWhy>();
        services.AddScoped<ReadAnew>();
        services.AddScoped<WhyPages>();
        services.AddScoped<KeepPageMails>();
        services.AddScoped<PreviewPageMails>();
        services.AddScoped<SendTestMail>();
        services.AddScoped<ShowPageMails>();
        services.AddScoped<PageMailPages>();
        services.AddScoped<PageListPages>();
        services.AddScoped<PageSettingsPages>();
        return services;
    }

    public static void MapBookingPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/booking-pages").RequireAuthorization();
        group.MapGet("", (string? whose, string? done, PageListPages pages, CancellationToken ct) => pages.ListAsync(whose, done, ct));
        group.MapPost("", (IFormCollection _, PageListPages pages, CancellationToken ct) => pages.NewAsync(ct));
        MapOrganization(group.MapGroup("/organization").AddEndpointFilter(OnlyAdministrators));
        var one = group.MapGroup("/{id:guid}");
        one.MapGet("", (Guid id, string? done, PageSettingsPages pages, CancellationToken ct) => pages.ShowAsync(new BookingPageId(id), done, ct));
        one.MapPost("", (Guid id, IFormCollection form, PageSettingsPages pages, CancellationToken ct) => pages.PostAsync(new BookingPageId(id), form, ct));
        one.MapGet("/why", (Guid id, string? page, string? date, string? start, string? offset, string? minutes, string? read, WhyPages pages, CancellationToken ct) =>
            pages.ShowAsync(new BookingPageId(id), new WhyQuery(page, date, start, offset, minutes, read), ct));
        one.MapPost("/why/read", (Guid id, IFormCollection form, WhyPages pages, CancellationToken ct) =>
            pages.ReadAnewAsync(new BookingPageId(id), form, ct)).RequireRateLimiting(RereadLimit);
        one.MapGet("/links", (Guid id, string? done, LinkPages pages, CancellationToken ct) => pages.ListAsync(new BookingPageId(id), done, ct));
        one.MapPost("/links", (Guid id, IFormCollection form, LinkPages pages, CancellationToken ct) => pages.MakeAsync(new BookingPageId(id), form, ct));
        one.MapPost("/links/{link:guid}/delete", (Guid id, Guid link, IFormCollection _, LinkPages pages, CancellationToken ct) =>
            pages.DeleteAsync(new BookingPageId(id), link, ct));
        MapMails(one.MapGroup("/mails"));
        one.MapGet("/wishes", (Guid id, string? done, WishPages pages, CancellationToken ct) => pages.ListAsync(new BookingPageId(id), done, ct));
        one.MapPost("/wishes/{wish:guid}/delete", (Guid id, Guid wish, IFormCollection _, WishPages pages, CancellationToken ct) =>
            pages.DeleteAsync(new BookingPageId(id), wish, ct));
        one.MapPost("/state", (Guid id, IFormCollection form, PageListPages pages, CancellationToken ct) =>
            pages.TurnAsync(new BookingPageId(id), form["publish"] == "true", ct));
        one.MapPost("/duplicate", (Guid id, IFormCollection _, PageListPages pages, CancellationToken ct) => pages.DuplicateAsync(new BookingPageId(id), ct));
        one.MapGet("/delete", (Guid id, PageListPages pages, CancellationToken ct) => pages.AskAsync(new BookingPageId(id), ct));
        one.MapPost("/delete", (Guid id, IFormCollection _, PageListPages pages, CancellationToken ct) => pages.DeleteAsync(new BookingPageId(id), ct));
    }

    private static void MapMails(RouteGroupBuilder mails)
    {
        mails.MapGet("", (Guid id, string? done, PageMailPages pages, CancellationToken ct) => pages.ShowAsync(new BookingPageId(id), done, ct));
        mails.MapPost("", (Guid id, IFormCollection form, PageMailPages pages, CancellationToken ct) => pages.PostAsync(new BookingPageId(id), form, ct));
        mails.MapPost("/logo", (Guid id, IFormCollection form, PageMailPages pages, CancellationToken ct) => pages.LogoAsync(new BookingPageId(id), form, ct));
        mails.MapPost("/logo/delete", (Guid id, IFormCollection _, PageMailPages pages, CancellationToken ct) => pages.RemoveLogoAsync(new BookingPageId(id), ct));
    }

    private static void MapOrganization(RouteGroupBuilder group)
    {
        group.MapGet("", (string? done, OrganizationDayPages pages, CancellationToken ct) => pages.ShowAsync(done, ct));
        group.MapPost("/days", (IFormCollection form, OrganizationDayPages pages, CancellationToken ct) => pages.AddAsync(form, ct));
        group.MapPost("/days/delete", (IFormCollection form, OrganizationDayPages pages, CancellationToken ct) => pages.DeleteAsync(form, ct));
        group.MapPost("/slug", (IFormCollection form, OrganizationDayPages pages, CancellationToken ct) => pages.MoveAsync(form, ct));
    }

    private static async ValueTask<object?> OnlyAdministrators(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<SignedIn>().Member.IsAdministrator
            ? await next(context)
            : Page.Message(context.HttpContext, MessageKind.Forbidden);
}
