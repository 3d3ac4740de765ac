using System.Globalization;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>What changed and is no fault: told once each, with what was seen of it.</summary>
internal sealed class NamedChanges(FactLog log, Detection detection, DetectOptions options)
{
    public IEnumerable<Problem> Of()
    {
        var labelled = detection.Seen.Where(s => s.Signal.Label is not null).OrderByDescending(Strength.Of).ToList();
        foreach (var outage in detection.Outages)
            yield return Silent(outage, [.. labelled.Where(s => s.Signal.Label == NullChange.Data && outage.Touches(s.Signal.Start, s.Signal.End, TimeSpan.FromDays(2))).Select(s => s.Signal)]);
        foreach (var slip in detection.Slips)
            yield return Slipped(slip, [.. labelled.Where(s => s.Signal.Label == NullChange.Data && slip.Touches(s.Chart.Indicator.Definition)).Select(s => s.Signal)]);
        foreach (var surge in FindOutages.Surges(log, options).Where(Holiday))
            yield return Peak(surge, [.. labelled.Where(s => s.Signal.Label == NullChange.Calendar && Touches(surge, s.Signal)).Select(s => s.Signal)]);
        var rest = labelled.Where(s => s.Signal.Label is NullChange.Definition or NullChange.Mix
            || (s.Signal.Label == NullChange.Calendar && !FindOutages.Surges(log, options).Any(x => Holiday(x) && Touches(x, s.Signal)))
            || (s.Signal.Label == NullChange.Data && detection.Outages.Count == 0 && detection.Slips.Count == 0)).ToList();
        while (rest.Count > 0)
        {
            var lead = rest[0];
            var members = rest.Where(s => s.Signal.Label == lead.Signal.Label && (Math.Abs((s.Signal.Start - lead.Signal.Start).TotalDays) <= 2.5 || s.Signal.Recurs is not null) && s.Signal.Slice.Meets(lead.Signal.Slice)).ToList();
            rest.RemoveAll(members.Contains);
            // Better or worse does not matter for a name, but a change of mix that made things better is nobody's question.
            if (lead.Signal.Label != NullChange.Mix || members.Exists(m => m.Signal.Bad))
                yield return Labelled(lead, [.. members.Select(m => m.Signal)]);
        }
    }

    private bool Holiday(Surge s) => ((s.To ?? log.AsOf) - s.From).TotalHours >= 10 && Enumerable.Range(0, Math.Max(1, (int)((s.To ?? log.AsOf) - s.From).TotalDays + 1))
        .Any(d => options.Calendar(DateOnly.FromDateTime(s.From.AddDays(d))) is DayKind.Holiday or DayKind.MakeUpWorkday || options.Calendar(DateOnly.FromDateTime(s.From.AddDays(d + 1))) is DayKind.Holiday);

    private static bool Touches(Surge s, Signal signal) => signal.Start < (s.To ?? DateTime.MaxValue).AddDaysSafe(1) && (signal.End ?? DateTime.MaxValue) > s.From.AddDays(-1);

    private Problem Silent(Outage o, IReadOnlyList<Signal> signals)
    {
        var (from, to) = (Moment(o.From), o.To is { } end ? Moment(end) : null);
        var missing = o.Missing.ToString("0", CultureInfo.InvariantCulture);
        return Make(ProblemKind.Data, "source:" + o.Source, Slice.Whole, o.From, o.To, o.NoticedAt, signals,
            new Bilingual($"数据源 {o.Source} 断流：{from} 起{(to is null ? "至今" : $"至 {to}")}没有数据", $"Source {o.Source} sent nothing from {from} {(to is null ? "until now" : $"to {to}")}"),
            new Bilingual($"约缺 {missing} 行，其间同一数据源的各类事件一齐消失", $"About {missing} rows are missing; every kind of event of the source stopped together"), o.Activities.Order(StringComparer.Ordinal).FirstOrDefault());
    }

    private static Problem Slipped(Slip s, IReadOnlyList<Signal> signals) => Make(ProblemKind.Data, $"unit:{s.Activity}.{s.Field}", Slice.Whole, s.From, s.To, s.NoticedAt, signals, SlipWords.Of(s),
        new Bilingual($"{s.Rows} 行数值一齐改变，分布形状不变", $"{s.Rows} figures moved together and their spread stayed as it was"), s.Activity);

    private Problem Peak(Surge s, IReadOnlyList<Signal> signals)
    {
        var times = s.Times.ToString("0.0", CultureInfo.InvariantCulture);
        return Make(ProblemKind.Calendar, "demand", Slice.Whole, s.From, s.To, s.From.AddHours(24), signals,
            new Bilingual($"节假日高峰：{Moment(s.From)} 起业务量为平常的 {times} 倍", $"Holiday peak: {times} times the usual demand since {Moment(s.From)}"),
            new Bilingual("等待和放弃随需求上升，单位失败率没有变化", "Waits and abandonment follow demand; failures per unit did not change"), null);
    }

    private Problem Labelled(SeenSignal lead, IReadOnlyList<Signal> signals)
    {
        var (kind, zh, en) = lead.Signal.Label switch
        {
            NullChange.Definition => (ProblemKind.Definition, "口径或问法变了", "definition or wording changed"),
            NullChange.Mix => (ProblemKind.Mix, "结构变化：各部分没有变，占比变了", "mix shift: the parts are as before, their shares are not"),
            NullChange.Calendar => (ProblemKind.Calendar, "随业务高峰而来", "comes with the peak of demand"),
            _ => (ProblemKind.Data, "数据不全", "incomplete data"),
        };
        var indicator = lead.Chart.Indicator;
        var title = ProblemWords.Title(indicator, lead.Signal, lead.Signal.Start);
        return Make(kind, lead.Signal.Indicator, lead.Signal.Slice, lead.Signal.Start, lead.Signal.End, signals.Min(s => s.DetectedAt), signals,
            new Bilingual($"{title.Zh}（{zh}）", $"{title.En} ({en})"), ProblemWords.Signal(indicator, lead.Signal), null);
    }

    private static Problem Make(
        ProblemKind kind, string about, Slice slice, DateTime from, DateTime? to, DateTime noticed, IReadOnlyList<Signal> signals, Bilingual title, Bilingual evidence, string? activity) => new()
    {
        Id = ProblemId.Of(kind, about, slice, from), Kind = kind, Title = title, StartedAt = from, EndedAt = to, DetectedAt = noticed,
        Cause = new Cause(slice, activity, null, null), Signals = signals, Impact = new Impact(0, 0, 0), Confidence = .9,
        Evidence = [new Evidence(EvidenceKind.Chart, evidence)],
    };

    private static string Moment(DateTime at) => at.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}

file static class Moments
{
    public static DateTime AddDaysSafe(this DateTime at, int days) => at > DateTime.MaxValue.AddDays(-days) ? DateTime.MaxValue : at.AddDays(days);
}
