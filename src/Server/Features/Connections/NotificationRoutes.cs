using System.Text.Json;
using Hidori.Server.Outside.Mailboxes;
using Microsoft.AspNetCore.Mvc;

namespace Hidori.Server.Features.Connections;

/// <summary>Where Microsoft Graph posts what changed (reference/graph.md §7.2). Answers at once; the work is done later.</summary>
public static class NotificationRoutes
{
    /// <summary>Name of the rate limit; far above what Microsoft sends, because it posts for everybody from a few addresses.</summary>
    public const string RateLimit = "notifications";

    /// <summary>A delivery holds up to some hundred notices of half a kilobyte.</summary>
    private const int LongestBody = 1 << 20;

    /// <summary>Tokens seen are below 200 letters; what is longer is not from there.</summary>
    private const int LongestToken = 4_096;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(MailboxSubscriptions.NotificationPath + "microsoft365").AllowAnonymous()
            .RequireRateLimiting(RateLimit).WithMetadata(new RequestSizeLimitAttribute(LongestBody));
        group.MapPost("", TakeAsync);
        group.MapPost(MailboxSubscriptions.LifecyclePath, TakeAsync);
    }

    /// <remarks>What nobody here knows is taken with 202 like everything else: the answer tells a stranger nothing.</remarks>
    private static async Task<IResult> TakeAsync(string? validationToken, HttpContext http, MailboxNotices notices, CancellationToken ct)
    {
        if (validationToken is not null)
            return validationToken.Length <= LongestToken ? Results.Text(validationToken, "text/plain") : Results.BadRequest();
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: ct);
            await notices.TakeAsync(Read(body.RootElement), ct);
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (JsonException)
        {
            return Results.BadRequest();
        }
        catch (BadHttpRequestException refused)
        {
            return Results.StatusCode(refused.StatusCode);
        }
    }

    private static List<MailboxNotice> Read(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("value", out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. from item in items.EnumerateArray()
                  where item.ValueKind == JsonValueKind.Object
                  let subscription = TextOf(item, "subscriptionId")
                  where subscription is not null
                  select new MailboxNotice(subscription, TextOf(item, "clientState"), KindOf(TextOf(item, "lifecycleEvent")))]
            : [];

    private static string? TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static MailboxNoticeKind KindOf(string? lifecycleEvent) => lifecycleEvent switch
    {
        "reauthorizationRequired" => MailboxNoticeKind.SubscriptionEnding,
        "subscriptionRemoved" => MailboxNoticeKind.SubscriptionLost,
        _ => MailboxNoticeKind.Changed,
    };
}
