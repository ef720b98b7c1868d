using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hidori.Server.Ui;

/// <summary>Answers a request with a page.</summary>
public static class Page
{
    /// <remarks>The type says only that it answers: what writes the handlers' delegates cannot see the types of Razor files.</remarks>
    /// <param name="view">What the page's one parameter, View, gets.</param>
    public static IResult Of<TPage>(object view, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["View"] = view }) { StatusCode = status };

    /// <summary>A short answer in words, with the next step.</summary>
    public static IResult Message(HttpContext http, MessageKind kind, int retryAfterSeconds = 30) =>
        new RazorComponentResult<MessagePage>(new Dictionary<string, object?>
        {
            ["Kind"] = kind,
            ["RetryAfterSeconds"] = retryAfterSeconds,
            ["OtherLanguageUrl"] = Languages.OtherUrl(http),
            ["TraceId"] = kind == MessageKind.Error ? System.Diagnostics.Activity.Current?.TraceId.ToString() : null,
        })
        {
            StatusCode = kind switch
            {
                MessageKind.FormStale => StatusCodes.Status400BadRequest,
                MessageKind.Forbidden => StatusCodes.Status403Forbidden,
                MessageKind.NotFound => StatusCodes.Status404NotFound,
                MessageKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
                MessageKind.TooManyRequests => StatusCodes.Status429TooManyRequests,
                MessageKind.Error => StatusCodes.Status500InternalServerError,
                MessageKind.Busy => StatusCodes.Status503ServiceUnavailable,
            },
        };
}
