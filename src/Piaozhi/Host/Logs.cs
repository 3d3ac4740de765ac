using Microsoft.AspNetCore.Routing;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Piaozhi.Host;

/// <summary>
/// Structured logs: warnings on the console, everything from the level of the options in files of one day in the data folder. What people
/// typed does not get into them: a request is its route and not its address, a person is an id, SQL comes without its values.
/// </summary>
public static class Logs
{
    private const int Days = 31;

    public static void Add(IServiceCollection services, PiaozhiOptions options) => services.AddSerilog((_, log) =>
    {
        var level = Enum.TryParse<LogEventLevel>(options.LogLevel, ignoreCase: true, out var asked) ? asked : LogEventLevel.Information;
        log.MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            // The keys lie in a folder that only the operator can read; the framework's advice to encrypt them there is known.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            .Enrich.FromLogContext()
            .WriteTo.Console(restrictedToMinimumLevel: LogEventLevel.Warning, formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        if (options.LogFiles)
            log.WriteTo.File(new CompactJsonFormatter(), options.InData("logs", "piaozhi-.log"), rollingInterval: RollingInterval.Day, retainedFileCountLimit: Days, fileSizeLimitBytes: 100 * 1024 * 1024, rollOnFileSizeLimit: true);
    }, preserveStaticLogger: true, writeToProviders: false);

    /// <summary>One line a request, without anything that somebody wrote into the address.</summary>
    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(o =>
    {
        o.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        o.MessageTemplate = "HTTP {Method} {Route} {Status} in {Elapsed:0.0} ms";
        o.GetMessageTemplateProperties = (http, _, elapsed, status) =>
        [
            new("Method", new ScalarValue(http.Request.Method)),
            new("Route", new ScalarValue((http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "-")),
            new("Status", new ScalarValue(status)),
            new("Elapsed", new ScalarValue(elapsed)),
            new("Actor", new ScalarValue(http.RequestServices.GetRequiredService<Access.Who>().Actor.Id)),
        ];
        o.GetLevel = (http, _, failure) => failure is not null || http.Response.StatusCode >= 500 ? LogEventLevel.Error
            : http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null || http.Request.Path.StartsWithSegments("/health") ? LogEventLevel.Verbose
            : LogEventLevel.Information;
    });
}
