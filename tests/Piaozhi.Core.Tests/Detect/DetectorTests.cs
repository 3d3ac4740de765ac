using System.Diagnostics;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Detect;

public sealed class DetectorTests
{
    private static readonly DateTime First = new(2026, 3, 2);

    private static Indicator Failures(string code) => new()
    {
        Code = code, Name = new("失败率", "Failure rate"), Formula = new("失败/全部", "failed / all"), Unit = Unit.Percent,
        Direction = Direction.Down, Journey = "pay", Chart = ChartKind.LaneyP,
        Definition = new ShareDefinition { Population = new Selector() },
    };

    /// <summary>Approximate binomial days; <paramref name="rate"/> gives the true share of each day.</summary>
    private static SliceSeries Series(Rng rng, string code, Slice slice, int days, int n, Func<int, double> rate) =>
        new(Failures(code), slice, Grain.Day, [.. Enumerable.Range(0, days).Select(d =>
        {
            var p = rate(d);
            var k = (long)Math.Round(Math.Clamp(rng.Normal(n * p, Math.Sqrt(n * p * (1 - p))), 0, n));
            return new Point(First.AddDays(d), Sufficient.Proportion(k, n));
        })]);

    [Fact]
    public void Runs_without_a_change_stay_silent_at_the_stated_level()
    {
        var alarmed = 0;
        for (var run = 0; run < 100; run++)
        {
            var rng = Rng.Named((ulong)run, "null");
            var charts = Enumerable.Range(0, 20).Select(c => Series(rng, "K" + c, Slice.Whole, 90, 800, d => d % 7 >= 5 ? .06 : .04));
            if (Detector.Find(charts, new DetectOptions { Level = .05 }).Count > 0)
                alarmed++;
        }

        Assert.True(alarmed <= 9, $"{alarmed} of 100 runs alarmed at the level .05"); // 99 % bound of a binomial of .05
    }

    [Theory]
    [InlineData(.04, .08, 60, 90)]
    [InlineData(.04, .05, 65, 90)]
    public void A_step_is_found_with_its_start(double before, double after, int at, int days)
    {
        var charts = new[] { Series(new Rng(7), "K1", Slice.Whole, days, 3000, d => d < at ? before : after) };
        var signal = Assert.Single(Detector.Find(charts, new DetectOptions()));
        Assert.InRange((signal.Start - First).TotalDays, at - 2, at + 2);
        Assert.Null(signal.End);
        Assert.True(signal.Bad);
        Assert.True(signal.QValue <= .01);
        Assert.InRange(signal.Expected, before * .95, before * 1.05);
        Assert.InRange(signal.Excess, (after - before) * 3000 * (days - at) * .7, (after - before) * 3000 * (days - at) * 1.3);
    }

    [Fact]
    public void A_fault_that_was_mended_has_an_end_and_keeps_its_id()
    {
        var all = Series(new Rng(3), "K1", Slice.Of("channel", "app"), 90, 2000, d => d is >= 40 and < 46 ? .09 : .04);
        var signal = Assert.Single(Detector.Find([all], new DetectOptions()));
        Assert.Equal(First.AddDays(40), signal.Start);
        Assert.Equal(First.AddDays(46), signal.End);
        var later = Assert.Single(Detector.Find([all with { Points = [.. all.Points.Take(80)] }], new DetectOptions()));
        Assert.Equal(signal.Id, later.Id);
    }

    [Fact]
    public void A_significant_trifle_is_no_signal()
    {
        var huge = Series(new Rng(5), "K1", Slice.Whole, 90, 5_000_000, d => d < 60 ? .0400 : .0404);
        Assert.Empty(Detector.Find([huge], new DetectOptions()));
    }

    [Fact]
    public void A_shift_of_weights_alone_is_named_mix()
    {
        var rng = new Rng(11);
        var app = Slice.Of("channel", "app");
        var desk = Slice.Of("channel", "desk");
        var a = Series(rng, "K1", app, 60, 8000, _ => .02);
        var b = Series(rng, "K1", desk, 60, 2000, _ => .10);
        static Point Grown(Point p, int day, double by) => day < 50
            ? p
            : p with { Statistic = Sufficient.Proportion((long)(p.Statistic.Numerator * by), (long)(p.Statistic.Denominator * by)) };
        a = a with { Points = [.. a.Points.Select((p, d) => Grown(p, d, .5))] };
        b = b with { Points = [.. b.Points.Select((p, d) => Grown(p, d, 3))] };
        var whole = a with { Slice = Slice.Whole, Points = [.. a.Points.Zip(b.Points, (x, y) => x with { Statistic = x.Statistic + y.Statistic })] };
        var signals = Detector.Find([whole, a, b], new DetectOptions());
        Assert.Equal(NullChange.Mix, Assert.Single(signals).Label);
    }

    [Fact]
    public void Holidays_and_new_definitions_are_named()
    {
        var peak = Series(new Rng(2), "K1", Slice.Whole, 90, 3000, d => d is >= 70 and < 74 ? .08 : .04);
        var holidays = new DetectOptions
        {
            Calendar = day => (day.DayNumber - DateOnly.FromDateTime(First).DayNumber) is >= 70 and < 74 ? DayKind.Holiday : DayKind.Ordinary,
        };
        Assert.Equal(NullChange.Calendar, Assert.Single(Detector.Find([peak], holidays)).Label);
        var changed = new DetectOptions { DefinitionChanges = [new("K1", First.AddDays(70))] };
        Assert.Equal(NullChange.Definition, Assert.Single(Detector.Find([peak], changed)).Label);
        Assert.Null(Assert.Single(Detector.Find([peak], new DetectOptions())).Label);
    }

    [Fact]
    public void Six_thousand_charts_take_seconds_at_the_most()
    {
        var rng = new Rng(1);
        var charts = Enumerable.Range(0, 6000).Select(c => Series(rng, "K" + c / 60, Slice.Of("outlet", "o" + c), 90, 500, _ => .04)).ToArray();
        var watch = Stopwatch.StartNew();
        Assert.True(Detector.Find(charts, new DetectOptions()).Count <= 2);
        TestContext.Current.SendDiagnosticMessage($"6000 charts: {watch.ElapsedMilliseconds} ms");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
    }
}
