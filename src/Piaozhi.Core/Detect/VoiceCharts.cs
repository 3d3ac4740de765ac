using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>
/// Charts beside the catalogue, made from what the log holds: how often customers complain of each topic, and how often each kind of
/// failure happens. They have free names, no K-codes.
/// </summary>
public static class VoiceCharts
{
    private const string Prefix = "topic.";

    private const int MostReasons = 4;

    private static readonly string[] Failing =
    [
        "failed", "timeout", "rejected", "expired", "abandoned", "duplicate", "conflict", "handoff", "manual", "lock_expired", "issue_failed", "escalated", "reopened",
        "cancelled", "offline_on", "flagged", "reverted", "annulled",
    ];

    /// <summary>The topic behind a chart of complaints; null for any other.</summary>
    public static string? LeafOf(string code) => code.StartsWith(Prefix, StringComparison.Ordinal) ? code[Prefix.Length..] : null;

    /// <summary>The indicator behind a free name, as far as its name tells: enough to show it.</summary>
    public static Indicator Named(string code) => LeafOf(code) is { } leaf && Taxonomy.Of(leaf) is { } topic
        ? Complaints(leaf, topic, new Selector()) : Made(code, new RateDefinition { Count = new Selector { Any = [ActivityOf(code)] }, Exposure = new Selector() });

    /// <summary>The step behind a free name, without the reason that it was narrowed to.</summary>
    public static string ActivityOf(string code) => code.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? code[..slash] : code;

    public static bool IsFailure(string activity) => Failing.Contains(activity[(activity.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    public static IEnumerable<Indicator> Of(FactLog log) => [.. Topics(log), .. Failures(log)];

    private static IEnumerable<Indicator> Topics(FactLog log)
    {
        if (log.Table(FactTable.Feedback)?.Text("taxonomy") is not { } column || Demand(log) is not { } demand)
            yield break;
        var values = log.Values("taxonomy");
        foreach (var leaf in column.Where(c => c >= 0).Distinct().Select(c => values[c]).Order(StringComparer.Ordinal))
        {
            if (leaf == "07.5" || Taxonomy.Of(leaf) is not { } topic)
                continue;
            yield return Complaints(leaf, topic, demand);
        }
    }

    private static Indicator Complaints(string leaf, Topic topic, Selector demand) => new()
    {
        Code = Prefix + leaf,
        Name = new Bilingual("投诉：" + topic.Zh, "Complaints: " + topic.En),
        Formula = new Bilingual("该主题的负面反馈与业务量之比", "negative feedback on this topic over the orders of the day"),
        Unit = Unit.PerTenThousand, Direction = Direction.Down, Journey = "after", Chart = ChartKind.LaneyU,
        Definition = new RateDefinition
        {
            Count = new Selector
            {
                Table = FactTable.Feedback,
                Where = [new Condition("taxonomy", Comparison.Eq, [leaf]), new Condition("polarity", Comparison.Ne, ["positive"])],
            },
            Exposure = demand,
        },
    };

    private static IEnumerable<Indicator> Failures(FactLog log)
    {
        if (log.Table(FactTable.Event)?.Text("activity") is not { } column || Demand(log) is not { } demand)
            yield break;
        var (values, outcomes) = (log.Values("activity"), log.Table(FactTable.Event)!.Text("outcome"));
        var (failed, all) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        var ok = log.Values("outcome").Find("ok");
        for (var row = 0; row < column.Length; row++)
        {
            all[column[row]] = all.GetValueOrDefault(column[row]) + 1;
            if (outcomes is not null && outcomes[row] != ok)
                failed[column[row]] = failed.GetValueOrDefault(column[row]) + 1;
        }

        var rows = Rows(column, all.Keys.Where(c => IsFailure(values[c]) || failed.GetValueOrDefault(c) == all[c]).ToHashSet());
        foreach (var (code, count) in all.Where(a => a.Value >= 30).OrderBy(a => values[a.Key], StringComparer.Ordinal))
        {
            var activity = values[code];
            var bad = failed.GetValueOrDefault(code);
            if (IsFailure(activity) || bad == count)
            {
                // Held against its attempts, so that fewer of them upstream are no failure here.
                var attempt = Attempts.Of(log, log.Table(FactTable.Event)!, rows[code]);
                var exposure = attempt >= 0 ? new Selector { Any = [values[attempt]] } : demand;
                yield return Made(activity, new RateDefinition { Count = new Selector { Any = [activity], Where = [new Condition("reason", Comparison.Ne, ["sold_out"])] }, Exposure = exposure });
                foreach (var reason in Reasons(log, rows[code]))
                    yield return Made(activity + "/" + reason, new RateDefinition { Count = new Selector { Any = [activity], Where = [new Condition("reason", Comparison.Eq, [reason])] }, Exposure = exposure });
            }
            else if (bad >= 30)
                yield return ShareThatFails(activity);
        }
    }

    /// <summary>Reasons that are a part of a failure and could rise unseen among the others.</summary>
    private static IEnumerable<string> Reasons(FactLog log, List<int> rows)
    {
        if (log.Table(FactTable.Event)!.Text("reason") is not { } column)
            return [];
        return rows.Where(r => column[r] >= 0).GroupBy(r => column[r]).Select(g => (Reason: log.Values("reason")[g.Key], Count: g.Count()))
            .Where(g => g.Count >= 30 && g.Count <= .6 * rows.Count && g.Reason != "sold_out").OrderByDescending(g => g.Count).ThenBy(g => g.Reason, StringComparer.Ordinal).Take(MostReasons).Select(g => g.Reason);
    }

    private static Dictionary<int, List<int>> Rows(int[] column, HashSet<int> wanted)
    {
        var rows = wanted.ToDictionary(c => c, _ => new List<int>());
        for (var row = 0; row < column.Length; row++)
            if (rows.TryGetValue(column[row], out var list))
                list.Add(row);
        return rows;
    }

    /// <summary>The share of an activity's rows that did not come out well.</summary>
    public static Indicator ShareThatFails(string activity) => Made(
        activity, new ShareDefinition { Of = CountedUnit.Row, Population = new Selector { Any = [activity] }, When = [new Condition("outcome", Comparison.Ne, ["ok"])] });

    private static Indicator Made(string activity, Definition definition) => new()
    {
        Code = activity,
        Name = Named(ActivityWords.Of(ActivityOf(activity)), activity[ActivityOf(activity).Length..].TrimStart('/')),
        Formula = new Bilingual("该失败与业务量之比", "this failure over the orders of the day, or over its attempts"),
        Unit = definition is ShareDefinition ? Unit.Percent : Unit.PerHundred,
        Direction = Direction.Down, Journey = ActivityWords.Journey(ActivityOf(activity)), Chart = definition is ShareDefinition ? ChartKind.LaneyP : ChartKind.LaneyU, Definition = definition,
    };

    private static Bilingual Named(Bilingual step, string reason) => reason.Length == 0 ? step : new Bilingual($"{step.Zh}（{reason}）", $"{step.En} ({reason})");

    /// <summary>What stands for the amount of business: the first of the usual steps that the log knows.</summary>
    private static Selector? Demand(FactLog log)
    {
        var values = log.Values("activity");
        foreach (var activity in (string[])["order.submitted", "order.created", "ticket.issued", "payment.initiated", "gate.attempted", "window.ticket_taken", "call.queued"])
            if (values.Find(activity) >= 0)
                return new Selector { Any = [activity] };
        return values.Count > 0 ? new Selector { Any = [values[0]] } : null;
    }
}
