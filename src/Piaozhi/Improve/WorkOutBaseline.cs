using System.Globalization;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Improve;

/// <summary>Works out the level before an improvement from the facts, without the spike that led to it, and what it lets one promise.</summary>
public static class WorkOutBaseline
{
    /// <summary>Days looked back at the most.</summary>
    private const int Back = 90;

    /// <param name="Until">First day that is no longer baseline (the start of a problem that goes on); null = today.</param>
    public sealed record Input(string Indicator, string? Scope, DateOnly? SpikeFrom = null, DateOnly? SpikeTo = null, DateOnly? Until = null);

    /// <param name="During">The level in the spike, or since <c>Until</c>; null when neither was named.</param>
    public sealed record Result(Indicator Indicator, Slice Scope, Period Window, Period? Spike, Baseline Before, Baseline? During)
    {
        /// <summary>In a sentence, with its interval, n, days, and what was left out.</summary>
        public string Say(CultureInfo culture)
        {
            var zh = Bilingual.IsChinese(culture);
            if (!Before.HasValue)
                return zh ? "开始之前没有数据，基线无法算出。" : "There are no data before the start, so no baseline can be worked out.";
            string Value(double v) => Shown.Value(v, Indicator.Unit, culture);
            string Level(Baseline b) => double.IsNaN(b.Low) ? Value(b.Level)
                : zh ? $"{Value(b.Level)}（95% 区间 {Value(b.Low)} 至 {Value(b.High)}）" : $"{Value(b.Level)} (95% interval {Value(b.Low)} to {Value(b.High)})";
            var name = Indicator.Code + " " + Indicator.Name.In(culture);
            var (from, to) = (Day(Window.From), Day(Window.To.AddDays(-1)));
            var text = zh
                ? string.Create(CultureInfo.InvariantCulture, $"{name}：{Level(Before)}，{from} 至 {to}，{Before.Days} 天，n = {Before.N:N0}。")
                : string.Create(CultureInfo.InvariantCulture, $"{name}: {Level(Before)}, {from} to {to}, {Before.Days} days, n = {Before.N:N0}.");
            if (Spike is { } spike)
                text += zh ? $"不含 {Day(spike.From)} 至 {Day(spike.To.AddDays(-1))} 的异常。" : $" The spike of {Day(spike.From)} to {Day(spike.To.AddDays(-1))} is left out.";
            if (During is { HasValue: true } during)
                text += zh ? $"异常期间：{Level(during)}。" : $" During it: {Level(during)}.";
            if (Before.Caveats.Any(c => c.Id == CaveatId.ShortHistory))
                text += zh ? "历史不足 14 天，没有区间。" : " Less than 14 days of history: no interval.";
            return text;
        }

        private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    public static async Task<Outcome<Result>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if ((await Indicators.AllAsync(session, ct)).Find(input.Indicator) is not { } indicator)
            return new Refusal("improve.action.unknown-indicator", input.Indicator) { Kind = RefusalKind.NotFound };
        var scope = Slice.Parse(input.Scope);
        // Data may end before today; the last day of data is where "before" ends.
        var latest = await AskFacts.WatermarkAsync(session.Facts, session.Options, ct);
        var today = (latest is { } l && l < session.LocalNow ? l : session.LocalNow).Date.AddDays(1);
        var until = input.Until?.ToDateTime(TimeOnly.MinValue) ?? today;
        Period? spike = input is { SpikeFrom: { } first, SpikeTo: { } last } && first <= last ? Period.Days(first, last) : null;
        var window = new Period(until.AddDays(-Back), until);
        var points = await DailyPoints.RunAsync(indicator, scope, new Period(window.From, today > until ? today : until), session, ct);
        var before = points.Where(p => p.At < until).ToList();
        var during = spike is { } s ? points.Where(p => s.Contains(p.At)).ToList() : points.Where(p => p.At >= until).ToList();
        // The window as it is in the data, not as it was asked for.
        var used = before.Where(p => double.IsFinite(p.Statistic.Value(indicator.Statistic))).Select(p => p.At).ToList();
        return new Result(
            indicator, scope, used.Count > 0 ? new Period(used[0], used[^1].AddDays(1)) : window, spike, Baseline.Of(indicator, before, spike),
            during.Count > 0 ? Baseline.Of(indicator, during) : null);
    }
}
