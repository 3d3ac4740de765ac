using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Piaozhi.Storage.Facts;
using Piaozhi.Storage.Records;

namespace Piaozhi.Host;

/// <summary>
/// <c>/health/live</c>: the process answers (restart it when it does not). <c>/health/ready</c>: both stores answer (send it requests).
/// <c>/health</c>: both and the last run of the loop, as JSON. Names and states only, for anybody may ask.
/// </summary>
public static class Health
{
    private const string Ready = "ready";

    public static void Add(IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<RecordsHealth>("records", tags: [Ready], timeout: TimeSpan.FromSeconds(5))
        .AddCheck<FactsHealth>("facts", tags: [Ready], timeout: TimeSpan.FromSeconds(5))
        .AddCheck<LoopHealth>("loop");

    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), detail = e.Value.Exception is null ? e.Value.Description : null }),
        }));
    }

    private sealed class RecordsHealth(Func<Records> records) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var open = records();
            await open.Set<SettingRow>().AnyAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }

    private sealed class FactsHealth(FactStore facts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await facts.ScalarAsync<long>("SELECT 1", ct: cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }

    /// <summary>A loop that fails leaves everything readable, only older than it could be.</summary>
    private sealed class LoopHealth(LoopRunner loop) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(loop.LastRun switch
        {
            null => HealthCheckResult.Healthy("not run since the start"),
            { Failed: true } run => HealthCheckResult.Degraded(FormattableString.Invariant($"failed at {run.EndedAt:yyyy-MM-ddTHH:mm:ssZ}")),
            var run => HealthCheckResult.Healthy(FormattableString.Invariant($"ended at {run.EndedAt:yyyy-MM-ddTHH:mm:ssZ}, took {run.Took.TotalSeconds:0.0} s")),
        });
    }
}
