using System.Collections.Immutable;
using System.Globalization;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>Sentences about problems in both languages.</summary>
internal static class ProblemWords
{
    private static readonly CultureInfo Zh = CultureInfo.GetCultureInfo("zh-CN"), En = CultureInfo.GetCultureInfo("en");

    public static Bilingual Title(Indicator i, Signal s, DateTime start)
    {
        var (zhPlace, enPlace) = Where(s.Slice);
        var (zhChange, enChange) = Change(i, s);
        var (zhWhen, enWhen) = When(s);
        return new Bilingual(
            string.Create(CultureInfo.InvariantCulture, $"{i.Name.Zh}{zhPlace}{zhWhen}{zhChange}，自 {start:MM-dd HH:mm}"),
            string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(i.Name.En[0])}{i.Name.En[1..]}{enPlace} {enChange}{enWhen}, since {start:MM-dd HH:mm}"));
    }

    public static Bilingual Signal(Indicator i, Signal s)
    {
        var (zhPlace, enPlace) = Where(s.Slice);
        var (zhWhen, enWhen) = When(s);
        return new Bilingual(
            $"{i.Name.Zh}{zhPlace}{zhWhen}：{Shown.Value(s.Observed, i.Unit, Zh)}，平常 {Shown.Value(s.Expected, i.Unit, Zh)}（n={s.N}，{Q(s.QValue)}）",
            $"{i.Name.En}{enPlace}{enWhen}: {Shown.Value(s.Observed, i.Unit, En)}, usually {Shown.Value(s.Expected, i.Unit, En)} (n={s.N}, {Q(s.QValue)})");
    }

    public static Bilingual Rose(Rose r)
    {
        var name = ActivityWords.Of(r.Activity);
        var reason = r.Reason is null ? "" : " " + r.Reason;
        return new Bilingual(
            string.Create(CultureInfo.InvariantCulture, $"上升最多的步骤：{name.Zh}{reason}，{r.Now} 次，平常约 {r.Usual:0.#} 次"),
            string.Create(CultureInfo.InvariantCulture, $"The step that rose most: {name.En}{reason}, {r.Now} times, usually about {r.Usual:0.#}"));
    }

    public static Bilingual Voice(Voice v)
    {
        var topic = v.Leaf is null ? null : Taxonomy.Of(v.Leaf);
        return new Bilingual(
            string.Create(CultureInfo.InvariantCulture, $"{v.Mentions.Count} 条反馈说到它，主要是“{topic?.Zh ?? v.Leaf}”（{v.Now} 条，平常约 {v.Usual:0.#} 条）"),
            string.Create(CultureInfo.InvariantCulture, $"{v.Mentions.Count} feedback speak of it, mainly on “{topic?.En ?? v.Leaf}” ({v.Now}, usually about {v.Usual:0.#})"));
    }

    public static Bilingual Staff(ImmutableArray<string> staff) =>
        new($"集中在员工 {string.Join('、', staff)}", $"Concentrated on staff {string.Join(", ", staff)}");

    public static Bilingual Instead(Place second, Place first)
    {
        var (zh, en) = Name(second.Slice);
        return new Bilingual(
            string.Create(CultureInfo.InvariantCulture, $"次优的位置：{zh}（解释力 {second.Score:0}，低于 {first.Score:0}）"),
            string.Create(CultureInfo.InvariantCulture, $"Next best place: {en} (explains {second.Score:0}, less than {first.Score:0})"));
    }

    public static (string Zh, string En) Name(Slice slice) => slice.IsWhole ? ("全部", "everywhere") : (Values(slice, Zh, "、"), Values(slice, En, "/"));

    private static string Values(Slice slice, CultureInfo culture, string between) => string.Join(" · ", slice.Select(p =>
        string.Join(between, p.Value.Take(4).Select(v => SliceText.Value(p.Key, v, culture))) + (p.Value.Length <= 4 ? "" : $"…({p.Value.Length})")));

    private static (string Zh, string En) Where(Slice slice)
    {
        if (slice.IsWhole)
            return ("", "");
        var (zh, en) = Name(slice);
        return ($"（{zh}）", $" at {en}");
    }

    private static (string Zh, string En) When(Signal s)
    {
        if (s.Recurs is not { } r)
            return ("", "");
        var (zh, en) = r.Weekday is { } day
            ? ("每" + Zh.DateTimeFormat.GetShortestDayName(day) is var d && d.Length == 2 ? "每周" + d[1] : "每" + Zh.DateTimeFormat.GetDayName(day), "every " + En.DateTimeFormat.GetDayName(day))
            : ("每天", "every day");
        return (string.Create(CultureInfo.InvariantCulture, $"{zh} {r.FromHour}–{r.ToHour} 时"), string.Create(CultureInfo.InvariantCulture, $" {en} {r.FromHour}:00–{r.ToHour}:00"));
    }

    private static string Q(double q) => q < 1e-4 ? "q<0.0001" : string.Create(CultureInfo.InvariantCulture, $"q={q:0.0000}");

    /// <summary>Points for a share; from what to what for everything else, with the relative change while it can be pictured.</summary>
    private static (string Zh, string En) Change(Indicator i, Signal s)
    {
        var (zh, en) = s.Sign > 0 ? ("上升", "rose") : ("下降", "fell");
        var change = Math.Abs(s.Observed - s.Expected);
        if (i.Unit == Unit.Percent)
        {
            var points = (change * 100).ToString(change < .01 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
            return ($"{zh} {points} 个百分点", $"{en} by {points} percentage points");
        }

        var percent = change / Math.Abs(s.Expected) * 100;
        var (by, byEn) = percent < 300 ? (string.Create(CultureInfo.InvariantCulture, $" {percent:0}%，"), string.Create(CultureInfo.InvariantCulture, $" by {percent:0}%")) : ("", "");
        return ($"{zh}{by}到 {Shown.Value(s.Observed, i.Unit, Zh)}（平常 {Shown.Value(s.Expected, i.Unit, Zh)}）", $"{en}{byEn} to {Shown.Value(s.Observed, i.Unit, En)} (usually {Shown.Value(s.Expected, i.Unit, En)})");
    }
}
