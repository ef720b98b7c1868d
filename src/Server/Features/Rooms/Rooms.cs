using Hidori.Domain;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Rooms;

public static class RoomRoutes
{
    public static IServiceCollection AddRooms(this IServiceCollection services)
    {
        services.AddScoped<ShowRooms>();
        services.AddScoped<ShowRoom>();
        services.AddScoped<RefreshRooms>();
        services.AddScoped<ChangeRooms>();
        services.AddScoped<RoomPages>();
        return services;
    }

    public static void MapRooms(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/rooms").RequireAuthorization().AddEndpointFilter(OnlyAdministrators);
        group.MapGet("", (RoomPages pages, CancellationToken ct) => pages.ListAsync(FormState.Empty, null, StatusCodes.Status200OK, ct));
        group.MapPost("", (IFormCollection form, RoomPages pages, CancellationToken ct) => pages.AddAsync(form, ct));
        group.MapPost("/refresh", (IFormCollection _, RoomPages pages, CancellationToken ct) => pages.RefreshAsync(ct));
        group.MapGet("/{id:guid}", (Guid id, RoomPages pages, CancellationToken ct) =>
            pages.OneAsync(new RoomId(id), FormState.Empty, null, StatusCodes.Status200OK, ct));
        group.MapPost("/{id:guid}", (Guid id, IFormCollection form, RoomPages pages, CancellationToken ct) =>
            pages.EditAsync(new RoomId(id), form, ct));
        group.MapPost("/{id:guid}/offer", async (Guid id, IFormCollection form, ChangeRooms change, CancellationToken ct) =>
        {
            await change.OfferAsync(new RoomId(id), form["offer"] == "true", ct);
            return Results.Redirect("/rooms");
        });
    }

    private static async ValueTask<object?> OnlyAdministrators(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<SignedIn>().Member.IsAdministrator
            ? await next(context)
            : Page.Message(context.HttpContext, MessageKind.Forbidden);
}
