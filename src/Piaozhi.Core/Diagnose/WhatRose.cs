using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>The failing step and its reason code that came far more often than usual among the cases of a problem.</summary>
public sealed record Rose(string Activity, string? Reason, long Now, double Usual, double Score);

/// <summary>Compares what happened to the cases of a problem with what happened to such cases before: which failure, with which reason, rose most.</summary>
internal static class WhatRose
{
    private const int MostCases = 20_000;

    public static Rose? Of(FactLog log, Found problem)
    {
        if (problem.Cut is not { } cut || log.Table(FactTable.Event) is not { } events || events.Text("activity") is not { } activity)
            return null;
        var inside = problem.Place.Slice.IsWhole ? null : new CaseSets(log, problem.Place.Slice, cut.Part).Of(cut.Part.Table);
        HashSet<int> Cases(int[] units) => [.. units.Where(i => inside is null || inside(cut.Part.Row[i]) == true).Select(i => cut.Part.Table.Case[cut.Part.Row[i]]).Where(c => c >= 0)];
        var (now, before) = (Cases(cut.Now), Cases(cut.Before));
        if (now.Count == 0)
            return null;
        var hours = Hours.Of(problem.Lead);
        var start = FactLog.Milliseconds(problem.Lead.Chart.Start);
        bool During(long at) => (int)((at - start) / 3_600_000) is >= 0 and var h && h < hours.Kind.Length && (hours.Kind[h] == 1 || (h > 0 && hours.Kind[h - 1] == 1));
        var (outcome, reason) = (events.Text("outcome"), events.Text("reason"));
        var ok = log.Values("outcome").Find("ok");
        Dictionary<(int, int), double> Count(HashSet<int> cases, bool during)
        {
            var counts = new Dictionary<(int, int), double>();
            var thin = Math.Max(1.0, cases.Count / (double)MostCases);
            var nr = 0;
            foreach (var c in cases)
            {
                if (nr++ % thin >= 1)
                    continue;
                for (var row = events.Start[c]; row < events.Start[c + 1]; row++)
                {
                    var failing = (outcome is not null && outcome[row] != ok) || (reason is not null && reason[row] >= 0) || VoiceCharts.IsFailure(log.Values("activity")[activity[row]]);
                    if (!failing || (during && !During(events.At[row])))
                        continue;
                    var key = (activity[row], reason is null ? -1 : reason[row]);
                    counts[key] = counts.GetValueOrDefault(key) + thin;
                }
            }

            return counts;
        }

        var (rose, usual) = (Count(now, true), Count(before, false));
        var ratio = before.Count > 0 ? now.Count / (double)before.Count : 1;
        var nouns = Affinity.Nouns(problem.Lead.Chart.Indicator);
        var members = problem.Members.SelectMany(m => Affinity.Nouns(m.Chart.Indicator)).ToHashSet(StringComparer.Ordinal);
        Rose? best = null;
        foreach (var ((step, why), k) in rose)
        {
            var e = ratio * usual.GetValueOrDefault((step, why));
            if (k < 3 || k < 1.3 * e)
                continue;
            var name = log.Values("activity")[step];
            var score = (k * Math.Log(k / Math.Max(e, .5)) - (k - e)) / problem.Lead.Dispersion;
            // The step that the indicator watches is nearer to the cause than what follows from it.
            var noun = FindOutages.Noun(name);
            score *= nouns.Contains(noun) ? 1 : members.Contains(noun) ? .5 : .2;
            if (score > 4 && (best is null || score > best.Score))
                best = new Rose(name, why >= 0 ? log.Values("reason")[why] : null, (long)Math.Round(k), e, score);
        }

        return best;
    }
}

/// <summary>Deployments, incidents and outages shortly before something went wrong.</summary>
internal static class Happened
{
    public static IEnumerable<Loop.Bilingual> Before(FactLog log, DateTime start, Loop.Slice place)
    {
        if (log.Table(FactTable.Event) is not { } events || events.Text("activity") is not { } activity)
            yield break;
        var wanted = new HashSet<int>();
        foreach (var name in (string[])["deploy.released", "deploy.failed", "incident.opened", "outage.start", "gate.offline_on"])
            if (log.Values("activity").Find(name) is >= 0 and var code)
                wanted.Add(code);
        if (wanted.Count == 0)
            yield break;
        var (from, to) = (FactLog.Milliseconds(start.AddHours(-3)), FactLog.Milliseconds(start.AddHours(1)));
        for (var row = 0; row < events.Count; row++)
        {
            if (events.At[row] < from || events.At[row] > to || !wanted.Contains(activity[row]))
                continue;
            var meets = place.All(p => log.Dimension(events, p.Key) is not { } column || column[row] < 0 || p.Value.Contains(log.Values(p.Key)[column[row]]));
            if (!meets)
                continue;
            var words = ActivityWords.Of(log.Values("activity")[activity[row]]);
            var at = FactLog.Moment(events.At[row]).ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
            yield return new Loop.Bilingual($"此前不久（{at}）：{words.Zh}", $"Shortly before ({at}): {words.En}");
        }
    }
}
