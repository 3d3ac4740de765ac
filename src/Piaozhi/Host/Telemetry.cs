using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Piaozhi.Host;

/// <summary>Figures and traces of the running product. They leave it only when an address for them is set.</summary>
public static class Telemetry
{
    public const string Name = "Piaozhi";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("piaozhi.listen.rows", "{row}", "Rows that were handed in, by kind and what became of them");
    private static readonly Histogram<double> Runs = Meter.CreateHistogram<double>("piaozhi.loop.duration", "s", "Time of one run of the loop");

    public static ActivitySource Source { get; } = new(Name);

    public static void TookRows(string kind, long accepted, long duplicates, long rejected)
    {
        foreach (var (outcome, count) in (ReadOnlySpan<(string, long)>)[("accepted", accepted), ("duplicate", duplicates), ("rejected", rejected)])
        {
            if (count > 0)
                Rows.Add(count, new("kind", kind), new("outcome", outcome));
        }
    }

    public static void RanLoop(TimeSpan took, bool failed) => Runs.Record(took.TotalSeconds, new KeyValuePair<string, object?>("failed", failed));

    /// <summary>Sends to the collector of the options or of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; without either nothing is even recorded.</summary>
    public static void Add(IServiceCollection services, PiaozhiOptions options)
    {
        var address = options.Otlp ?? Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT");
        if (string.IsNullOrWhiteSpace(address))
            return;
        // The variable of the standard also says over which protocol; it is read by the exporter itself.
        Action<OpenTelemetry.Exporter.OtlpExporterOptions> to = options.Otlp is null ? _ => { } : o =>
        {
            o.Endpoint = new Uri(options.Otlp);
            o.Protocol = OpenTelemetry.Exporter.OtlpExportProtocol.Grpc;
        };
        services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("piaozhi", serviceVersion: typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion))
            .WithTracing(t => t.AddSource(Name).AddAspNetCoreInstrumentation(o => o.Filter = http => !http.Request.Path.StartsWithSegments("/health")).AddOtlpExporter(to))
            .WithMetrics(m => m.AddMeter(Name, "System.Runtime").AddAspNetCoreInstrumentation().AddOtlpExporter(to));
    }
}
