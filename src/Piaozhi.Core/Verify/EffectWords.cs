using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Verify;

/// <summary>The sentences that tell people why this method and this verdict.</summary>
internal sealed record EffectWords(
    EffectCase Case, EffectMethod Method, int Controls, List<Day> Used, double Estimate, double Low, double High,
    Verdict Verdict, DateOnly? Decidable, double Smallest, bool Trend, Period? Trigger)
{
    /// <summary>Other actions that were given steps of their own.</summary>
    public int Others { get; init; }

    /// <summary>Days left out because they lie far from all others.</summary>
    public int Wild { get; init; }

    /// <summary>Slope of the comparison per 30 days.</summary>
    public (double Value, double Low, double High)? Slope { get; init; }

    /// <summary>By how much placebos widened the variance.</summary>
    public double Inflation { get; init; } = 1;

    /// <summary>What a structural forecast says of the same days.</summary>
    public StructuralOutcome? Second { get; init; }

    public static Bilingual TooLittle(int before, int after) => new(
        string.Create(CultureInfo.InvariantCulture, $"数据不足以判断：开始前有 {before} 天（至少 {DailySeries.EnoughBefore} 天），开始后有 {after} 天（至少 {DailySeries.EnoughAfter} 天）。"),
        string.Create(CultureInfo.InvariantCulture, $"Too little data to tell: {before} days before the start (at least {DailySeries.EnoughBefore}) and {after} after it (at least {DailySeries.EnoughAfter})."));

    public Bilingual Say()
    {
        var (zh, en) = (new List<string>(), new List<string>());
        void Tell(FormattableString chinese, FormattableString english)
        {
            zh.Add(FormattableString.Invariant(chinese));
            en.Add(FormattableString.Invariant(english));
        }

        var unit = Case.Indicator.Unit;
        var (before, after) = (Used.Count(d => !d.After), Used.Count(d => d.After));
        var did = Method != EffectMethod.Its;
        if (Method == EffectMethod.SyntheticControl)
            Tell($"与未实施的 {Controls} 个分组按实施前走势加权合成的对照比较（合成控制，实施前 {before} 天、实施后 {after} 天）：加权后的对照在留出的日子里明显更贴近。",
                $"Compared with {Controls} slices that the action did not touch, weighted to move as this one did before (synthetic control, {before} days before, {after} after): on held-out days the weighted comparison follows clearly better.");
        else if (did)
            Tell($"与未实施的 {Controls} 个分组比较（双重差分，实施前 {before} 天、实施后 {after} 天）。",
                $"Compared with {Controls} slices that the action did not touch (difference-in-differences, {before} days before, {after} after).");
        else
            Tell($"没有可比的未实施分组，按实施前的水平与星期规律外推比较（中断时间序列，实施前 {before} 天、实施后 {after} 天）。",
                $"No untouched slice to compare with, so the level and weekday pattern before the start are carried forward (interrupted time series, {before} days before, {after} after).");
        if (Trend && did)
            Tell($"实施前两者的趋势已经不同，差异按原趋势延伸后再比较，结论较弱。",
                $"Their trends differed before the start; the difference is carried on along its trend, which makes the conclusion weaker.");
        else if (Trend)
            Tell($"已扣除实施前就有的趋势。", $"The trend that was there before is taken out.");
        if (Trigger is { } spike)
            Tell($"触发措施的异常时段（{spike.From:yyyy-MM-dd} 至 {spike.To.AddDays(-1):yyyy-MM-dd}）不计入基线，避免把自然回落算作成效。",
                $"The bad run before the action ({spike.From:yyyy-MM-dd} to {spike.To.AddDays(-1):yyyy-MM-dd}) is left out of the baseline, so that a natural return is not counted as success.");
        if (Wild > 0)
            Tell($"另有 {Wild} 天远离其余各天（多半另有原因），前后同一标准，未计入。", $"{Wild} more days lie far from all others, likely for reasons of their own, and are left out by one rule before and after.");
        if (Others > 0)
            Tell($"同一范围另有 {Others} 项措施在不同时间开始，其作用已分开估计。", $"{Others} other actions began here at other times; their steps are estimated apart.");
        if (Case.Overlapping.Count > 0)
            Tell($"与“{string.Join("、", Case.Overlapping)}”几乎同时开始，时间上分不开：以下是合计的作用。",
                $"Began at about the same time as “{string.Join(", ", Case.Overlapping)}”, so time cannot tell them apart: what follows is their joint effect.");
        if (did && !Trend && Slope is { } slope)
            Tell($"实施前两者之差每 30 天变化 {Change(slope.Value, unit, true)}（95% 区间 {Change(slope.Low, unit, true)} 至 {Change(slope.High, unit, true)}），含零也只是趋势平行的较弱证据。",
                $"Before and besides the action the difference moved by {Change(slope.Value, unit, false)} in 30 days (95% interval {Change(slope.Low, unit, false)} to {Change(slope.High, unit, false)}); holding zero is only weak evidence of parallel trends.");
        if (Inflation > 1.2)
            Tell($"把未实施的分组逐个当作已实施来检验，它们之间本来就有差异，因此区间放宽为 {Math.Sqrt(Inflation):0.0} 倍。",
                $"Untouched slices, each taken as treated in turn, drift apart by themselves; the interval is {Math.Sqrt(Inflation):0.0} times as wide for it.");
        Tell($"指标变化 {Change(Estimate, unit, true)}，95% 区间 {Change(Low, unit, true)} 至 {Change(High, unit, true)}。",
            $"The indicator changed by {Change(Estimate, unit, false)}, 95% interval {Change(Low, unit, false)} to {Change(High, unit, false)}.");
        if (Second is { } second)
            Tell($"另以结构时间序列（水平可缓慢游走）核对：{Change(second.Mean, unit, true)}，区间 {Change(second.Interval.Low, unit, true)} 至 {Change(second.Interval.High, unit, true)}。",
                $"Checked by a structural series, whose level may wander: {Change(second.Mean, unit, false)}, interval {Change(second.Interval.Low, unit, false)} to {Change(second.Interval.High, unit, false)}.");
        switch (Verdict)
        {
            case Verdict.Effective:
                Tell($"区间全部在预期方向一侧：有效。", $"The whole interval lies in the promised direction: effective.");
                break;
            case Verdict.Harmful:
                Tell($"区间全部在相反方向一侧：有害。", $"The whole interval lies in the opposite direction: harmful.");
                break;
            case Verdict.NotEffective:
                Tell($"区间包含零而不包含承诺的 {Change(Case.ExpectedChange ?? 0, unit, true)}：无效。",
                    $"The interval includes zero and excludes the promised {Change(Case.ExpectedChange ?? 0, unit, false)}: not effective.");
                break;
            default:
                Tell($"区间同时包含零和承诺的变化，尚不能判断；以现有数据能看出的最小变化约为 {Change(Smallest, unit, true)}。",
                    $"The interval allows both no change and the hoped-for one, so it is open; the data at hand would show a change of about {Change(Smallest, unit, false)} or more.");
                if (Decidable is { } day)
                    Tell($"如成效如承诺，预计 {day:yyyy-MM-dd} 可以判断。", $"If the effect is as promised, it can be decided on about {day:yyyy-MM-dd}.");
                else if (Case.ExpectedChange is null)
                    Tell($"没有写明预期变化量，因此无法判为无效。", $"No expected change was named, so it cannot be found not effective.");
                break;
        }

        return new Bilingual(string.Concat(zh), string.Join(' ', en));
    }

    private static string Change(double value, Unit unit, bool zh) => unit switch
    {
        Unit.Percent => Signed(value * 100) + (zh ? " 个百分点" : " percentage points"),
        Unit.Permille => Signed(value * 1000) + " ‰",
        Unit.PerTenThousand => Signed(value * 10000) + (zh ? " 每万" : " per 10,000"),
        Unit.PerHundredThousand => Signed(value * 100000) + (zh ? " 每十万" : " per 100,000"),
        Unit.PerHundred => Signed(value * 100) + (zh ? " 每百" : " per 100"),
        Unit.Seconds => Signed(value) + (zh ? " 秒" : " s"),
        Unit.Minutes => Signed(value) + (zh ? " 分钟" : " min"),
        Unit.Hours => Signed(value) + (zh ? " 小时" : " h"),
        Unit.Days => Signed(value) + (zh ? " 天" : " days"),
        Unit.WorkingDays => Signed(value) + (zh ? " 个工作日" : " working days"),
        Unit.Points => Signed(value) + (zh ? " 分" : " points"),
        Unit.Stars => Signed(value) + (zh ? " 星" : " stars"),
        Unit.Money => Signed(value) + (zh ? " 元" : " CNY"),
        Unit.Celsius => Signed(value) + " °C",
        _ => Signed(value),
    };

    private static string Signed(double value)
    {
        var digits = Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", >= 0.1 => "0.00", _ => "0.####" };
        return value.ToString("+" + digits + ";−" + digits + ";0", CultureInfo.InvariantCulture);
    }
}
