using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>What customers say of a problem: the topic that rose, by how much, and which feedback it is.</summary>
internal sealed record Voice(string? Leaf, long Now, double Usual, IReadOnlyList<Mention> Mentions);

/// <summary>
/// Finds the words that belong to a problem: feedback of cases that it hurt, and feedback on a topic that rose at its time and place. The
/// share of a topic above its usual rate is the chance that one of them speaks of the problem; those more likely than not are linked.
/// </summary>
internal sealed class Speak(FactLog log, Found problem)
{
    /// <summary>Words come late: most within three days, of long waits later.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromDays(4);

    private static readonly TimeSpan Back = TimeSpan.FromDays(28);

    public Voice Of()
    {
        var topics = Affinity.Topics(problem.Lead.Signal.Indicator).Concat(problem.Members.SelectMany(m => Affinity.Topics(m.Signal.Indicator))).Distinct().ToList();
        if (log.Table(FactTable.Feedback) is not { Ids: { } ids } feedback || feedback.Text("taxonomy") is not { } taxonomy)
            return new Voice(topics.FirstOrDefault(), 0, 0, []);
        var lead = problem.Lead.Signal;
        var (from, to) = (FactLog.Milliseconds(lead.Start), FactLog.Milliseconds((lead.End ?? log.AsOf - Late) + Late));
        var first = Math.Max(FactLog.Milliseconds(log.First), from - (long)Back.TotalMilliseconds);
        var inside = problem.Place.Slice.IsWhole ? null : new CaseSets(log, problem.Place.Slice, problem.Cut?.Part ?? new UnitPart(feedback, [], [], [], [])).Of(feedback);
        var (hurtCases, hurtCustomers) = Hurt();
        var polarity = feedback.Text("polarity");
        var positive = log.Values("polarity").Find("positive");
        var (now, before) = (new Dictionary<int, double>(), new Dictionary<int, double>());
        var (byCase, bySlice) = (new List<int>(), new List<int>());
        for (var row = 0; row < feedback.Count; row++)
        {
            var at = feedback.At[row];
            if (at < first || at > to || taxonomy[row] < 0 || (polarity is not null && polarity[row] == positive))
                continue;
            var where = inside is null ? true : inside(row);
            if (at >= from && Told(feedback, row, hurtCases, hurtCustomers))
                byCase.Add(row);
            if (where == false)
                continue;
            if (at < from)
            {
                before[taxonomy[row]] = before.GetValueOrDefault(taxonomy[row]) + 1;
                continue;
            }

            now[taxonomy[row]] = now.GetValueOrDefault(taxonomy[row]) + 1;
            bySlice.Add(row);
        }

        var ratio = (to - from) / (double)Math.Max(1, from - first);
        var values = log.Values("taxonomy");
        double Usual(int leaf) => ratio * before.GetValueOrDefault(leaf);
        double Score(int leaf)
        {
            var (k, e) = (now[leaf], Math.Max(Usual(leaf), .5));
            return k > e ? k * Math.Log(k / e) - (k - e) : 0;
        }

        bool Fits(string leaf) => topics.Contains(leaf) || problem.Members.Exists(m => Affinity.Fits(m.Chart.Indicator, leaf));
        var leafOfLead = VoiceCharts.LeafOf(lead.Indicator);
        // A topic that belongs to the step needs little proof, another one twenty times the odds.
        var ranked = now.Keys.Select(l => (Leaf: l, Name: values[l], Value: Score(l) + (topics.IndexOf(values[l]) switch { 0 => 3, > 0 => 1.5, _ => Fits(values[l]) ? 0 : -4 })))
            .Where(x => Score(x.Leaf) > 1.5 && x.Value > 0).OrderByDescending(x => x.Value).ThenBy(x => x.Name, StringComparer.Ordinal).ToList();
        // What fits the step goes before what merely rose at the same time.
        var main = leafOfLead ?? ranked.Select(r => r.Name).FirstOrDefault(Fits) ?? ranked.Where(r => r.Value > 4).Select(r => r.Name).FirstOrDefault() ?? topics.FirstOrDefault();
        var risen = ranked.Where(r => r.Name == main || Fits(r.Name)).Select(r => r.Leaf).Append(main is null ? -1 : values.Find(main)).ToHashSet();
        var mentions = new Dictionary<int, Mention>();
        foreach (var row in bySlice.Where(r => risen.Contains(taxonomy[r])))
        {
            var leaf = taxonomy[row];
            var chance = 1 - Math.Min(1, Usual(leaf) / now[leaf]);
            if (chance >= .5)
                mentions[row] = new Mention(ids[row], FactLog.Moment(feedback.At[row]), values[leaf], MentionBy.Topic, Math.Round(chance, 3));
        }

        foreach (var row in byCase.Where(r => risen.Contains(taxonomy[r]) || Fits(values[taxonomy[r]])))
            mentions[row] = new Mention(ids[row], FactLog.Moment(feedback.At[row]), values[taxonomy[row]], MentionBy.Case, .95);
        var code = main is null ? -1 : values.Find(main);
        return new Voice(main, code >= 0 ? (long)now.GetValueOrDefault(code) : 0, code >= 0 ? Usual(code) : 0, [.. mentions.Values.OrderBy(m => m.At).ThenBy(m => m.FeedbackId, StringComparer.Ordinal)]);
    }

    private (HashSet<int> Cases, Dictionary<int, long> Customers) Hurt()
    {
        var (cases, customers) = (new HashSet<int>(), new Dictionary<int, long>());
        if (problem.Cut is not { } cut)
            return (cases, customers);
        var customer = log.Dimension(cut.Part.Table, "customer_id");
        foreach (var i in BadUnits.Of(log, problem))
        {
            var row = cut.Part.Row[i];
            if (cut.Part.Table.Case[row] is >= 0 and var c)
                cases.Add(c);
            if (customer is not null && customer[row] >= 0)
                customers.TryAdd(customer[row], cut.Part.At[i]);
        }

        return (cases, customers);
    }

    /// <summary>By the case, or by the customer within a week after it went wrong for them.</summary>
    private bool Told(LogTable feedback, int row, HashSet<int> cases, Dictionary<int, long> customers)
    {
        if (feedback.Case[row] >= 0)
            return cases.Contains(feedback.Case[row]);
        return feedback.Text("customer_id") is { } customer && customer[row] >= 0 && customers.TryGetValue(customer[row], out var at)
            && feedback.At[row] >= at && feedback.At[row] - at <= 7 * 86_400_000L;
    }

}
