using System.Text;
using NodaTime;

namespace Hidori.Simulator;

/// <summary>Stands in front of all vendors: keeps a record of each exchange and breaks connections when a fault says so.</summary>
internal sealed class Wiretap(RequestLog log, TimeProvider time)
{
    private const string FaultItem = "hidori.fault";
    private const string MailboxItem = "hidori.mailbox";

    /// <summary>A handler that met a fault says so here; the wiretap breaks the connection if need be.</summary>
    public static void Note(HttpContext http, FaultKind? fault, string? mailbox)
    {
        http.Items[FaultItem] = fault;
        http.Items[MailboxItem] = mailbox;
    }

    public async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        http.Request.EnableBuffering();
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8, leaveOpen: true);
        var requestBody = await reader.ReadToEndAsync(http.RequestAborted);
        http.Request.Body.Position = 0;
        var answer = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        try
        {
            await next(http);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A defect of the simulator must look like one, and must not hide in an empty answer.
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await http.Response.WriteAsync("The simulator failed: " + e, http.RequestAborted);
        }
        finally
        {
            http.Response.Body = answer;
        }
        var fault = http.Items[FaultItem] as FaultKind;
        var lost = fault as FaultKind.Lost;
        Record(http, requestBody, Encoding.UTF8.GetString(kept.ToArray()), fault);
        if (lost is not null)
        {
            http.Abort();
            return;
        }
        if (kept.Length > 0)
        {
            http.Response.ContentLength = kept.Length;
            kept.Position = 0;
            await kept.CopyToAsync(answer, http.RequestAborted);
        }
    }

    private void Record(HttpContext http, string requestBody, string responseBody, FaultKind? fault)
    {
        var lost = fault as FaultKind.Lost;
        var answered = lost is { HandlerRuns: false } ? 0 : http.Response.StatusCode;
        log.Add(number => new Exchange(
            number,
            Instant.FromDateTimeOffset(time.GetUtcNow()),
            http.Request.Method,
            http.Request.Path + http.Request.QueryString.Value,
            Flat(http.Request.Headers),
            requestBody,
            lost is null ? http.Response.StatusCode : 0,
            answered,
            Flat(http.Response.Headers),
            responseBody,
            http.Items[MailboxItem] as string,
            fault));
    }

    public static Dictionary<string, string> Flat(IHeaderDictionary headers) =>
        headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
