using System.Text.Json;
using Piaozhi.Core.Measure;
using Piaozhi.Detect;
using Piaozhi.Host;

namespace Piaozhi.Tests.Detect;

public sealed class FindSignalsTests
{
    private static readonly string[] Columns =
        ["service_id", "case_id", "indicator", "version", "grain", "bucket", "dimension", "value", "n", "numerator", "denominator", "sum_squares", "quantile", "low", "high", "complete"];

    [Fact]
    public async Task A_fault_in_the_measured_days_is_kept_once_and_served()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var app = await PiaozhiApp.StartAsync();
        var indicator = IndicatorCatalog.BuiltIn.All.First(i => i.Chart == ChartKind.LaneyP && i.Direction == Direction.Down);
        await using (var session = app.Session())
        {
            var rows = Enumerable.Range(0, 70).Select(d => new object?[]
            {
                session.Options.ServiceId, "", indicator.Code, 1, "day", new DateTime(2026, 6, 1).AddDays(d), "", "",
                2000L, (d < 60 ? 80d : 200d) + d * 7 % 13, 2000d, 0d, null, null, null, true,
            });
            await session.Facts.BulkAsync("measure_point", Columns, rows, ct);
        }

        for (var run = 0; run < 2; run++)
        {
            await using var session = app.Session();
            Assert.Equal(1, await FindSignals.RunAsync(session, ct));
        }

        using var client = app.Client();
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/v1/detect/signals?bad=true", UriKind.Relative), ct));
        var signal = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(indicator.Code, signal.GetProperty("indicator").GetString());
        Assert.Equal("2026-07-31T00:00:00", signal.GetProperty("start").GetString());
        Assert.Equal(JsonValueKind.Null, signal.GetProperty("label").ValueKind);

        var page = await client.GetStringAsync(new Uri("/detect", UriKind.Relative), ct);
        Assert.Contains("2026-07-31", page, StringComparison.Ordinal);
    }
}
