using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Hidori.Server;

/// <summary>What a person on call looks at (SPEC X7).</summary>
public static class Telemetry
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var isSent = Uri.TryCreate(configuration[nameof(ServerOptions.TelemetryAddress)], UriKind.Absolute, out var address);
        var telemetry = services.AddOpenTelemetry()
            .WithTracing(tracing =>
            {
                tracing
                    .AddSource(OutboxWorker.Activities.Name)
                    // The path of a guest page is a secret: only the route's pattern is kept.
                    .AddAspNetCoreInstrumentation(o => o.EnrichWithHttpRequest = (activity, _) =>
                    {
                        activity.SetTag("url.path", null);
                        activity.SetTag("url.query", null);
                    })
                    .AddHttpClientInstrumentation();
                // Sent nowhere, only the ids are needed, which a page of failure shows and a log line bears.
                if (!isSent)
                    tracing.SetSampler(new AlwaysOffSampler());
            });
        if (isSent)
        {
            telemetry.WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation());
            telemetry.UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, address!);
        }

        return services;
    }

    /// <summary>/health: alive and able to reach the database. No detail for strangers.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health", async (DbFactory factory, CancellationToken ct) =>
        {
            try
            {
                await using var db = factory.OpenOutsideOrganizations();
                await db.ProtectionKeys.AsNoTracking().CountAsync(ct);
                return Results.Text("healthy");
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                return Results.Text("unhealthy", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        }).AllowAnonymous();
}
