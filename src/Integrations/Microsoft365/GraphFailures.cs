using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using NodaTime;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Turns what Graph and the network say into the words of <see cref="ProviderException"/>.</summary>
/// <remarks>
/// Graph's own messages name people and mailboxes, so they are never passed on; status, code and request-id are.
/// https://learn.microsoft.com/graph/errors
/// </remarks>
internal static class GraphFailures
{
    /// <summary>Runs one call and translates its failure. A missing answer is a failure too.</summary>
    public static async Task<T> TranslateAsync<T>(Func<Task<T?>> call, IClock clock, CancellationToken ct)
        where T : class
    {
        try
        {
            return await call() ?? throw new ProviderUnavailableException("Microsoft Graph sent an empty answer.");
        }
        catch (ApiException e)
        {
            throw Translate(e, clock);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            throw new ProviderUnavailableException("Microsoft Graph does not answer.", e);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // The SDK's reader meets what is not JSON with any of these.
            throw new ProviderUnavailableException("Microsoft Graph sent an answer that cannot be read.", e);
        }
    }

    private static ProviderException Translate(ApiException e, IClock clock)
    {
        var status = (HttpStatusCode)e.ResponseStatusCode;
        var codes = Codes(e).ToList();
        var said = $"Microsoft Graph answered {e.ResponseStatusCode} {codes.FirstOrDefault()} " +
            $"(request-id {Header(e, "request-id")}).";

        if (codes.Contains("ErrorDuplicateTransactionId"))
            return new TransactionSpentException(ExistingEntryId(e), said);
        if (codes.Contains("ErrorIrresolvableConflict") || status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
            return new StaleVersionException(said);

        // Said of an immutable id whose item was deleted for good (msgraph-sdk-dotnet issue 3047).
        if (codes.Contains("ErrorCannotDeleteObject"))
            return new EntryGoneException(said);

        if (status == HttpStatusCode.Gone || codes.Any(SaysThatAMarkIsSpent))
            return new ChangeMarkExpiredException(said);

        return status switch
        {
            HttpStatusCode.Unauthorized => new ConnectionBrokenException(said, problem: GrantProblem.TokenRejected),
            HttpStatusCode.Forbidden => new PermissionLostException(said),
            HttpStatusCode.NotFound => Missing(codes, said),
            HttpStatusCode.TooManyRequests => new ThrottledException(Until(e, clock), said),
            HttpStatusCode.ServiceUnavailable when Until(e, clock) is { } until => new ThrottledException(until, said),
            HttpStatusCode.InsufficientStorage => new ProviderRefusedException(codes.FirstOrDefault() ?? "507", said),
            HttpStatusCode.RequestTimeout => new ProviderUnavailableException(said),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError =>
                new ProviderRefusedException(codes.FirstOrDefault() ?? $"{e.ResponseStatusCode}", said),
            _ => new ProviderUnavailableException(said),
        };
    }

    /// <summary>Seen with 400 and 404 as well as with 410.</summary>
    private static bool SaysThatAMarkIsSpent(string code) =>
        code.Equals("syncStateNotFound", StringComparison.OrdinalIgnoreCase)
        || code.Equals("syncStateInvalid", StringComparison.OrdinalIgnoreCase)
        || code.Equals("resyncRequired", StringComparison.OrdinalIgnoreCase);

    private static ProviderException Missing(List<string> codes, string said)
    {
        if (codes.Any(c => c is "MailboxNotEnabledForRESTAPI" or "MailboxNotSupportedForRESTAPI" or "ResourceNotFound"))
            return new MailboxMissingException(said);
        if (codes.Any(c => c is "Request_ResourceNotFound" or "ErrorInvalidUser"))
            return new ConnectionBrokenException(said, problem: GrantProblem.AccountClosed);
        return codes.Count == 0 || codes.Contains("ErrorItemNotFound")
            ? new EntryGoneException(said)
            : new ProviderRefusedException(codes[0], said);
    }

    /// <summary>The error's code and those nested in it; the innermost is the most specific.</summary>
    private static IEnumerable<string> Codes(ApiException e)
    {
        if (e is not ODataError { Error: { } error })
            yield break;
        if (!string.IsNullOrEmpty(error.Code))
            yield return error.Code;
        if (error.InnerError?.AdditionalData.TryGetValue("code", out var inner) == true && inner is string { Length: > 0 } code)
            yield return code;
    }

    /// <summary>Some answers to a repeated creation name the first one's entry; this is not documented.</summary>
    private static string? ExistingEntryId(ApiException e) =>
        e is ODataError { Error: { } error } && error.AdditionalData.TryGetValue("@event.existingEventId", out var id)
            ? id as string
            : null;

    private static Instant? Until(ApiException e, IClock clock) =>
        RetryConditionHeaderValue.TryParse(Header(e, "Retry-After"), out var after)
            ? after.Delta is { } wait
                ? clock.GetCurrentInstant() + Duration.FromTimeSpan(wait)
                : Instant.FromDateTimeOffset(after.Date!.Value)
            : null;

    private static string? Header(ApiException e, string name) =>
        e.ResponseHeaders?.FirstOrDefault(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase))
            .Value?.FirstOrDefault();
}

/// <summary>The transactionId of a creation was used before. Stays inside this folder.</summary>
internal sealed class TransactionSpentException(string? existingId, string message) : ProviderException(message, null)
{
    public string? ExistingId { get; } = existingId;
}

/// <summary>The entry changed since it was read. Stays inside this folder.</summary>
internal sealed class StaleVersionException(string message) : ProviderException(message, null);
