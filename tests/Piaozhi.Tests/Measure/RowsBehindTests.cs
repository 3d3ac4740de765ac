using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Sql;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Measure;

public class RowsBehindTests
{
    public static TheoryData<string> Engines => ["duckdb", "postgres"];

    private static readonly Period All = new(ARandomLog.Start.DateTime, ARandomLog.Start.DateTime.AddDays(ARandomLog.Days));

    private static async Task<PiaozhiApp> FilledAsync(string engine, ulong seed)
    {
        var connection = engine == "postgres" ? await FactStoreUnderTest.NewDatabaseAsync() : null;
        var app = await PiaozhiApp.StartAsync(o => (o.Facts, o.Postgres) = (engine, connection));
        await using var session = app.Session();
        foreach (var (kind, facts) in ARandomLog.Make(seed))
            await session.Facts.AppendAsync(kind, facts, new Arrival("i", ARandomLog.Start.AddDays(40)));
        return app;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_rows_behind_a_figure_add_up_to_it(string engine)
    {
        await using var app = await FilledAsync(engine, 7);
        await using var session = app.Session();
        var (wrong, filled) = (new List<string>(), 0);
        foreach (var indicator in IndicatorCatalog.BuiltIn.All)
            foreach (var day in new[] { All, Period.Days(new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 9)) })
            {
                var grain = indicator.Definition is StockDefinition ? Grain.Day : (Grain?)null;
                var figures = await AskFacts.RunAsync(new FactQuery(indicator, day, grain, Slice.Of("outlet", "东站"), ["channel"]), session);
                foreach (var figure in figures.Where(f => grain is null || f.Point.At == day.To.AddDays(-1)))
                {
                    var by = figure.Slice.IsWhole ? null : "channel";
                    var slice = figure.Slice.With("outlet", "东站");
                    var all = (await RowsBehind.RunAsync(new(indicator.Code, day, slice, by, Take: 10_000), session)).Value;
                    var others = indicator.Definition is RateDefinition ? (await RowsBehind.RunAsync(new(indicator.Code, day, slice, by, RowPart.Others, Take: 10_000), session)).Value.Rows : [.. all.Rows.Where(r => !r.Counted)];
                    List<BehindRow> counted = [.. all.Rows.Where(r => r.Counted)];
                    filled += counted.Count > 0 ? 1 : 0;
                    var s = figure.Point.Statistic;
                    (double, double) expected = indicator.Definition switch
                    {
                        ShareDefinition => (s.Numerator, s.Denominator - s.Numerator),
                        RateDefinition { Complement: true } => (s.Denominator - s.Numerator, s.Denominator),
                        RateDefinition => (s.Numerator, s.Denominator),
                        StockDefinition => (s.Numerator, 0),
                        _ => (s.N, 0),
                    };
                    (double, double) found = indicator.Definition is ShareDefinition or RateDefinition ? (counted.Sum(r => r.Amount), others.Sum(r => r.Amount)) : (counted.Count, 0);
                    if (Math.Abs(expected.Item1 - found.Item1) + Math.Abs(expected.Item2 - found.Item2) > 1e-6)
                        wrong.Add($"{indicator.Code} {figure.Slice} {day.Length.TotalDays} d: {expected} but rows {found}");
                }
            }

        Assert.Empty(wrong);
        Assert.True(filled > 150, $"only {filled} figures had rows");
    }

    [Fact]
    public async Task Both_engines_count_the_same()
    {
        await using var embedded = await FilledAsync("duckdb", 11);
        await using var server = await FilledAsync("postgres", 11);
        await using var a = embedded.Session();
        await using var b = server.Session();
        var wrong = new List<string>();
        foreach (var indicator in IndicatorCatalog.BuiltIn.All)
        {
            var query = new FactQuery(indicator, All, Grain.Day, Slice.Whole, ["channel", "staff_id"]);
            string Text(IEnumerable<FactRow> rows) => string.Join('\n', rows.Select(r => $"{r.Point.At:MM-dd} {r.Slice} {r.Point.Statistic.N} {r.Point.Statistic.Numerator:0.######} {r.Point.Statistic.Denominator:0.######} {r.Point.Statistic.Quantile:0.######} {r.Point.Statistic.Low:0.######}").Order(StringComparer.Ordinal));
            if (Text(await AskFacts.RunAsync(query, a)) != Text(await AskFacts.RunAsync(query, b)))
                wrong.Add(indicator.Code);
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Rows_come_in_pages_and_only_to_those_who_may_read_them()
    {
        await using var app = await FilledAsync("duckdb", 7);
        await using var session = app.Session();
        var first = (await RowsBehind.RunAsync(new("K22", All, Slice.Whole, Take: 5), session)).Value;
        var second = (await RowsBehind.RunAsync(new("K22", All, Slice.Whole, Skip: 5, Take: 5), session)).Value;
        Assert.True(first.Total > 10);
        Assert.Equal((5, 5), (first.Rows.Count, second.Rows.Count));
        Assert.Empty(first.Rows.Intersect(second.Rows));
        Assert.All(first.Rows, r => Assert.Equal("payment.initiated", r.What));

        await using var clerk = app.Services.GetRequiredService<Sessions>().Open(new Actor("u", "u", new HashSet<string> { Roles.Clerk }));
        Assert.Equal("access.forbidden", Assert.Single((await RowsBehind.RunAsync(new("K22", All, Slice.Whole), clerk)).Refusals).Code);
        await using var manager = app.Services.GetRequiredService<Sessions>().Open(new Actor("u", "u", new HashSet<string> { Roles.Auditor }, new HashSet<string> { "西站" }));
        Assert.All((await RowsBehind.RunAsync(new("K22", All, Slice.Whole), manager)).Value.Rows, r => Assert.Equal("西站", r.Outlet));
        Assert.Empty((await RowsBehind.RunAsync(new("K22", All, Slice.Of("outlet", "东站")), manager)).Value.Rows);
    }
}
