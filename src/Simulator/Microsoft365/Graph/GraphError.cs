using System.Text.Json.Nodes;
using NodaTime.Text;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>A refusal of the service, on its way to the error body.</summary>
internal sealed class GraphError(int status, string code, string message, string? existingItem = null, int? retryAfterSeconds = null, string? location = null)
    : Exception(message)
{
    public static GraphError Bad(string code, string message) => new(400, code, message);

    public static GraphError BadBody(string message) => new(400, "RequestBodyRead", message);

    public static GraphError Invalid(string message) => new(400, "ErrorInvalidRequest", "Your request can't be completed. " + message);

    public static GraphError NotFound() => new(404, "ErrorItemNotFound", "The specified object was not found in the store.");

    public static GraphError Malformed() => new(400, "ErrorInvalidIdMalformed", "Id is malformed.");

    public static GraphError Denied() => new(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");

    public static GraphError Throttled(int seconds) =>
        new(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", retryAfterSeconds: seconds);

    public static GraphError TooMany(int seconds) =>
        new(429, "TooManyRequests", "Application is over its request limit for this mailbox.", retryAfterSeconds: seconds);

    public static GraphError DuplicateTransaction(int status, string? existing) => new(status, "ErrorDuplicateTransactionId",
        "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.", existing);

    public static GraphError Stale(int status) =>
        new(status, "ErrorIrresolvableConflict", "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.");

    public static GraphError Mailbox(MailboxState state) => state switch
    {
        MailboxState.OnPremises => new(404, "MailboxNotEnabledForRESTAPI", "REST API is not yet supported for this mailbox."),
        MailboxState.SoftDeleted or MailboxState.Provisioning or MailboxState.Missing =>
            new(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise."),
        MailboxState.ConsumerAccount => new(404, "MailboxNotSupportedForRESTAPI", "REST API is not supported for this mailbox."),
        MailboxState.Ready => throw new ArgumentException("Nothing is wrong with this mailbox.", nameof(state)),
    };

    public int Status => status;

    public GraphReply Reply(GraphCall call)
    {
        var headers = new Dictionary<string, string>();
        if (retryAfterSeconds is { } seconds) headers["Retry-After"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (location is not null) headers["Location"] = location;
        if (status == 401) headers["WWW-Authenticate"] = "Bearer realm=\"\"";
        return new GraphReply(status, Body(call, code, Message, existingItem), headers);
    }

    public static JsonObject Body(GraphCall call, string code, string message, string? existingItem = null)
    {
        var error = new JsonObject
        {
            ["code"] = code,
            ["message"] = message,
            ["innerError"] = new JsonObject
            {
                ["date"] = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss").Format(call.Outlook.Now.InUtc().LocalDateTime),
                ["request-id"] = call.RequestId,
                ["client-request-id"] = call.Header("client-request-id") ?? call.RequestId,
            },
        };
        if (existingItem is not null) error["@event.existingEventId"] = existingItem;
        return new JsonObject { ["error"] = error };
    }
}
