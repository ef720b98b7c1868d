namespace Hidori.Server.Ui;

/// <summary>Bare status codes and faults become a page in words with the next step.</summary>
public static class FailurePages
{
    public static IApplicationBuilder UsePagesForFailures(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = http => Page.Message(http, MessageKind.Error).ExecuteAsync(http),
        });
        return app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed =>
                Page.Message(context.HttpContext, MessageKind.NotFound).ExecuteAsync(context.HttpContext),
            // What our forms refuse they answer in words themselves; left is a form without, or with an old, token.
            StatusCodes.Status400BadRequest => Page.Message(context.HttpContext, MessageKind.FormStale).ExecuteAsync(context.HttpContext),
            StatusCodes.Status413PayloadTooLarge => Page.Message(context.HttpContext, MessageKind.TooLarge).ExecuteAsync(context.HttpContext),
            StatusCodes.Status403Forbidden => Page.Message(context.HttpContext, MessageKind.Forbidden).ExecuteAsync(context.HttpContext),
            _ => Task.CompletedTask,
        });
    }
}
