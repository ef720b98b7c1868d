using Hidori.Server.Ui;

namespace Hidori.Server.Features.MessageTemplates;

/// <summary>テンプレート: texts for guests, a member's own and the organization's (SPEC P3).</summary>
public static class MessageTemplateRoutes
{
    public static IServiceCollection AddMessageTemplates(this IServiceCollection services)
    {
        services.AddScoped<KeepTemplates>();
        services.AddScoped<TemplatePages>();
        return services;
    }

    public static void MapMessageTemplates(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/templates").RequireAuthorization();
        group.MapGet("", (string? done, TemplatePages pages, CancellationToken ct) => pages.ListAsync(done, ct));
        group.MapGet("/new", (TemplatePages pages, CancellationToken ct) =>
            pages.EditAsync(Guid.CreateVersion7(), isNew: true, FormState.Empty, StatusCodes.Status200OK, ct));
        var one = group.MapGroup("/{id:guid}");
        one.MapGet("", (Guid id, TemplatePages pages, CancellationToken ct) =>
            pages.EditAsync(id, isNew: false, FormState.Empty, StatusCodes.Status200OK, ct));
        one.MapPost("", (Guid id, IFormCollection form, TemplatePages pages, CancellationToken ct) => pages.SaveAsync(id, form, ct));
        one.MapGet("/delete", (Guid id, TemplatePages pages, CancellationToken ct) => pages.AskAsync(id, ct));
        one.MapPost("/delete", (Guid id, IFormCollection _, TemplatePages pages, CancellationToken ct) => pages.DeleteAsync(id, ct));
    }
}
