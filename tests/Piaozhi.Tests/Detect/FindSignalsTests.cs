using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Detect;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Diagnose;

namespace Piaozhi.Tests.Detect;

public sealed class FindSignalsTests
{
    [Fact]
    public async Task A_fault_in_the_facts_is_kept_once_and_served()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var app = await PiaozhiApp.StartAsync();
        await using (var session = app.Session())
            await session.Facts.AppendAsync(FactKind.Events, [.. FindProblemsTests.Payments()], new Arrival("i", FindProblemsTests.First), ct);
        var found = new List<int>();
        for (var run = 0; run < 2; run++)
        {
            await using var session = app.Session();
            found.Add(await FindSignals.RunAsync(session, ct: ct));
        }

        Assert.True(found[0] > 0);
        Assert.Equal(found[0], found[1]);
        using var client = app.Client();
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/v1/detect/signals?bad=true", UriKind.Relative), ct));
        var signals = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(signals.Count, signals.Select(s => s.GetProperty("id").GetString()).Distinct().Count());
        var sharpest = signals.Where(s => s.GetProperty("indicator").GetString() == "K22").MinBy(s => s.GetProperty("q_value").GetDouble());
        Assert.StartsWith("2026-02-24", sharpest.GetProperty("start").GetString(), StringComparison.Ordinal);
        Assert.Contains("2026-02-24", await client.GetStringAsync(new Uri("/detect", UriKind.Relative), ct), StringComparison.Ordinal);
    }
}
