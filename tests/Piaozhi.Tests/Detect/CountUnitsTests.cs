using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Measure;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Detect;

/// <summary>What the detection counts in memory is what the pages show out of the store: one definition, two ways to work it out.</summary>
public sealed class CountUnitsTests
{
    private static readonly Period Told = Period.Days(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 22));

    public static TheoryData<ulong> Seeds => [1, 2];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_indicator_of_the_catalogue_counts_the_same_in_memory_and_in_the_store(ulong seed)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var opened = await FactStoreUnderTest.OpenAsync("duckdb");
        var log = new LogFacts(TimeSpan.FromHours(8));
        var facts = ARandomLog.Make(seed);
        foreach (var (kind, rows) in facts)
            await opened.Store.AppendAsync(kind, rows, new Arrival("i", ARandomLog.Start.AddDays(60)), ct);
        foreach (var row in facts.OrderBy(f => f.Key != FactKind.Surveys).SelectMany(f => f.Value))
            log.Add(row);
        // So late that nothing waits any more.
        var memory = log.Build(ARandomLog.Start.DateTime.AddDays(400));
        var wrong = new List<string>();
        var compared = 0;
        foreach (var indicator in IndicatorCatalog.BuiltIn.All)
        {
            var stored = (await AskFacts.RunAsync(new FactQuery(indicator, Told, Grain.Day, Slice.Whole, []), opened.Store, new PiaozhiOptions(), null, ct)).ToDictionary(r => r.Point.At, r => r.Point.Statistic);
            var counted = CountUnits.Of(indicator, memory) is { } units ? DaySeries.Of(memory, units, Slice.Whole).Where(p => p.At < Told.To).ToDictionary(p => p.At, p => p.Statistic) : [];
            // In memory rare events are counted against what lies between them, which adds up; the gaps themselves do not. Only their number can be compared.
            if (indicator.Statistic == StatisticKind.Gap)
            {
                var events = CountUnits.Of(indicator, memory)?.Parts[0].Num.Sum() ?? 0;
                Assert.True(stored.Values.Sum(s => s.N) <= events, indicator.Code);
                continue;
            }

            foreach (var at in stored.Keys.Union(counted.Keys).Order())
            {
                compared++;
                var (a, b) = (stored.GetValueOrDefault(at), counted.GetValueOrDefault(at));
                // Before anything is old the store says that there is none; the memory begins with the first.
                if (indicator.Statistic == StatisticKind.Level && a is { N: 0, Numerator: 0 } && b is { N: 0, Numerator: 0 })
                    continue;
                if (!Same(indicator, a, b))
                    wrong.Add($"{indicator.Code} {at:MM-dd} stored {a} counted {b}");
            }
        }

        Assert.True(compared > 1000, compared.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.GroupBy(w => w[..4]).SelectMany(g => g.Take(2))));
    }

    private static bool Same(Indicator indicator, Sufficient a, Sufficient b)
    {
        static bool Near(double x, double y) => double.IsNaN(x) == double.IsNaN(y) && !(Math.Abs(x - y) > 1e-9 * Math.Max(1, Math.Abs(x)));
        return indicator.Statistic == StatisticKind.Quantile
            ? a.N == b.N && (a.N == 0 || Near(a.Quantile, b.Quantile))
            : Near(a.Numerator, b.Numerator) && Near(a.Denominator, b.Denominator);
    }
}
