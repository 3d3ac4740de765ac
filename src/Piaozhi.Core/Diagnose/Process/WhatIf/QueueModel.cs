using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose.Process.WhatIf;

/// <summary>A queue as the log shows it: what a simulation needs, and how sure it is.</summary>
/// <param name="Arrivals">Customers that came in each hour of the week (Monday 0 o'clock first), over all <paramref name="Weeks"/>.</param>
/// <param name="Weeks">How many times the log has each hour of the week.</param>
/// <param name="DayVariance">Variance of the factor by which whole days are busier or quieter than their hours say; 0 when no more than chance.</param>
/// <param name="Service">Service times in seconds, ascending; a sample when there are very many.</param>
/// <param name="Patience">Mean patience in seconds (exponential, waits that ended in service are censored); infinite when nobody leaves.</param>
/// <param name="Servers">Servers at work in each hour of the week, the middle of the weeks.</param>
public sealed record QueueModel(string Id, double[] Arrivals, double[] Weeks, double DayVariance, double[] Service, double Patience, int[] Servers, long Visits, IReadOnlyList<Caveat> Caveats)
{
    public double MeanService => Service.Average();

    /// <summary>Customers an hour.</summary>
    public double Rate(int hourOfWeek) => Weeks[hourOfWeek] > 0 ? Arrivals[hourOfWeek] / Weeks[hourOfWeek] : 0;

    /// <summary>Work that arrives in an hour, in servers kept busy (Erlang).</summary>
    public double Load(int hourOfWeek) => Rate(hourOfWeek) * MeanService / 3600;
}

public static class FitQueue
{
    private const int FewVisits = 200, FewWeeks = 4, MostServices = 20_000, HoursOfWeek = 168;
    private const long Hour = 3_600_000, Day = 24 * Hour;

    /// <summary>1970-01-01 was a Thursday.</summary>
    private const int FirstDay = 3;

    public static int HourOfWeek(long at)
    {
        var hours = Math.DivRem(at, Hour, out var rest) - (rest < 0 ? 1 : 0);
        return (int)(((hours + FirstDay * 24) % HoursOfWeek + HoursOfWeek) % HoursOfWeek);
    }

    public static Outcome<QueueModel> Of(EventLog log, QueueShape shape)
    {
        var visits = Visits.Of(log, shape);
        if (visits.Count == 0)
            return new Refusal("diagnose.whatif.no-arrivals", shape.Id);
        var services = visits.Where(v => v.Served && v.Ended > v.Started).Select(v => (v.Ended - v.Started) / 1000.0).Order().ToArray();
        if (services.Length < 30)
            return new Refusal("diagnose.whatif.no-service-times", shape.Id, services.Length);
        var (from, to) = (visits[0].Arrived, visits[^1].Arrived);
        var (arrivals, weeks) = (new double[HoursOfWeek], new double[HoursOfWeek]);
        foreach (var v in visits)
            arrivals[HourOfWeek(v.Arrived)]++;
        for (var at = from - (from % Hour + Hour) % Hour; at <= to; at += Hour)
            weeks[HourOfWeek(at)]++;
        var left = visits.Count(v => v.Left != long.MinValue);
        var waited = visits.Sum(v => v.Served ? v.Started - v.Arrived : v.Left != long.MinValue ? v.Left - v.Arrived : 0) / 1000.0;
        var caveats = new List<Caveat>();
        if (visits.Count < FewVisits)
            caveats.Add(new Caveat(CaveatId.SmallSample, shape.Id, visits.Count));
        if (to - from < FewWeeks * 7 * Day)
            caveats.Add(new Caveat(CaveatId.ShortHistory, shape.Id, Math.Round((to - from) / (double)Day)));
        return new QueueModel(shape.Id, arrivals, weeks, Varies(visits, arrivals, weeks, from, to), Thin(services), left == 0 ? double.PositiveInfinity : waited / left, Staffed(visits, from), visits.Count, caveats);
    }

    private static double[] Thin(double[] sorted) =>
        sorted.Length <= MostServices ? sorted : [.. Enumerable.Range(0, MostServices).Select(i => sorted[(int)((i + .5) * sorted.Length / MostServices)])];

    /// <summary>Variance of day factors beyond Poisson, by moments over whole days.</summary>
    private static double Varies(IReadOnlyList<Visit> visits, double[] arrivals, double[] weeks, long from, long to)
    {
        var seen = visits.GroupBy(v => v.Arrived / Day).ToDictionary(g => g.Key, g => (double)g.Count());
        double excess = 0, squares = 0;
        var days = 0;
        for (var day = from / Day + 1; day < to / Day; day++)
        {
            var expected = Enumerable.Range(0, 24).Sum(h => HourOfWeek(day * Day + h * Hour) is var w && weeks[w] > 0 ? arrivals[w] / weeks[w] : 0);
            if (expected <= 0)
                continue;
            // The mean is from the same days: with few weeks it follows them.
            var week = Math.Max(2, weeks[HourOfWeek(day * Day)]);
            excess += Math.Pow(seen.GetValueOrDefault(day) - expected, 2) * week / (week - 1) - expected;
            squares += expected * expected;
            days++;
        }

        return days < 7 ? 0 : Math.Max(0, excess / squares);
    }

    /// <summary>For each hour the most that served at the same time (or different servers, where they are named), and of these the middle of the weeks.</summary>
    private static int[] Staffed(IReadOnlyList<Visit> visits, long from)
    {
        var served = visits.Where(v => v.Served && v.Ended > v.Started).ToArray();
        var hours = new Dictionary<long, HashSet<int>>();
        var busy = new Dictionary<long, int>();
        var moments = served.SelectMany(v => new[] { (At: v.Started, Step: 1), (At: v.Ended, Step: -1) }).OrderBy(m => m.At).ThenBy(m => m.Step);
        var now = 0;
        foreach (var (at, step) in moments)
        {
            now += step;
            busy[at / Hour] = Math.Max(busy.GetValueOrDefault(at / Hour), now);
        }

        foreach (var v in served.Where(v => v.Server >= 0))
            for (var h = v.Started / Hour; h <= v.Ended / Hour; h++)
            {
                if (!hours.TryGetValue(h, out var set))
                    hours[h] = set = [];
                set.Add(v.Server);
            }

        var result = new int[HoursOfWeek];
        foreach (var group in busy.Keys.Union(hours.Keys).GroupBy(h => HourOfWeek(h * Hour)))
        {
            var counts = group.Select(h => Math.Max(busy.GetValueOrDefault(h), hours.TryGetValue(h, out var set) ? set.Count : 0)).Order().ToArray();
            result[group.Key] = counts[counts.Length / 2];
        }

        return result;
    }
}
