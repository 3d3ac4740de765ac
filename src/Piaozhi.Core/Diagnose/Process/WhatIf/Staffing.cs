using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Diagnose.Process.WhatIf;

/// <summary>What must be kept.</summary>
public enum StaffingGoal
{
    /// <summary>A share (0.9) of the customers waits no longer than the limit in seconds.</summary>
    WaitQuantile,

    /// <summary>No more than the limit (a share) leaves.</summary>
    Leaving,
}

/// <param name="From">First hour of the week, Monday 0 o'clock first: Friday 17 o'clock is 4·24 + 17.</param>
/// <param name="Share">For <see cref="StaffingGoal.WaitQuantile"/>: .9 asks for P90.</param>
public sealed record StaffingQuestion(int From, int Hours, StaffingGoal Goal, double Limit, double Share = .9, int MostServers = 60, int Replications = 200, ulong Seed = 1);

/// <summary>What a number of servers brings.</summary>
/// <param name="Value">The figure of the goal (seconds, or share), with its interval over replications and uncertain parameters.</param>
/// <param name="Left">Share that leaves.</param>
/// <param name="Busy">Share of the servers' time spent serving.</param>
public sealed record StaffingOption(int Servers, double Value, Interval Interval, double MeanWait, double Left, double Busy, long Customers);

/// <param name="Servers">The fewest servers for which the whole interval keeps the goal; null when not even the most do.</param>
/// <param name="AtLeast">The fewest for which the interval does not exclude the goal: the answer lies between both.</param>
public sealed record StaffingAnswer(int? Servers, int? AtLeast, IReadOnlyList<StaffingOption> Options);

/// <summary>How well the model, staffed as it was, gives the waits that were.</summary>
public sealed record Plausibility(double Seen, double Simulated, Interval Interval)
{
    /// <summary>What was lies within the interval, widened by a tenth for what no model holds.</summary>
    public bool Plausible => Seen >= Interval.Low * .9 - 10 && Seen <= Interval.High * 1.1 + 10;
}

/// <summary>How many servers a goal needs, by simulation of the fitted queue.</summary>
public static class Staffing
{
    public static StaffingAnswer Least(QueueModel model, StaffingQuestion question)
    {
        var options = new List<StaffingOption>();
        int? servers = null, atLeast = null;
        // Fewer than the load cannot do unless customers leave.
        var load = Enumerable.Range(0, question.Hours).Average(h => model.Load(QueueSimulation.Wrap(question.From + h)));
        for (var n = Math.Clamp((int)Math.Floor(load * (double.IsInfinity(model.Patience) ? .9 : .5)), 1, question.MostServers); n <= question.MostServers; n++)
        {
            var option = With(model, question, n);
            options.Add(option);
            if (atLeast is null && option.Interval.Low <= question.Limit)
                atLeast = n;
            if (option.Interval.High <= question.Limit)
            {
                servers = n;
                break;
            }
        }

        return new StaffingAnswer(servers, atLeast, options);
    }

    /// <summary>The figures with so many servers in all hours asked for, the other hours as they were.</summary>
    public static StaffingOption With(QueueModel model, StaffingQuestion question, int servers)
    {
        var staff = (int[])model.Servers.Clone();
        for (var h = 0; h < question.Hours; h++)
            staff[QueueSimulation.Wrap(question.From + h)] = servers;
        return Simulate(model, question, staff, servers);
    }

    /// <summary>Servers hour by hour: each hour the fewest that keep the goal for those who come in it, given the hours before.</summary>
    public static IReadOnlyList<(int Hour, StaffingAnswer Answer)> Plan(QueueModel model, StaffingQuestion question)
    {
        var (plan, fitted) = (new List<(int, StaffingAnswer)>(), model with { Servers = (int[])model.Servers.Clone() });
        for (var h = 0; h < question.Hours; h++)
        {
            var hour = QueueSimulation.Wrap(question.From + h);
            var answer = Least(fitted, question with { From = hour, Hours = 1 });
            plan.Add((hour, answer));
            fitted.Servers[hour] = answer.Servers ?? question.MostServers;
        }

        return plan;
    }

    /// <summary>The model run as it was staffed, beside what the log shows for the same hours.</summary>
    public static Plausibility Check(QueueModel model, EventLog log, QueueShape shape, StaffingQuestion question)
    {
        var wanted = Enumerable.Range(0, question.Hours).Select(h => QueueSimulation.Wrap(question.From + h)).ToHashSet();
        var waits = Visits.Of(log, shape).Where(v => v.Served && wanted.Contains(FitQueue.HourOfWeek(v.Arrived))).Select(v => v.Started - v.Arrived).ToArray();
        var simulated = Simulate(model, question with { Goal = StaffingGoal.WaitQuantile }, model.Servers, 0);
        return new Plausibility(Selection.Quantile(waits, question.Share) / 1000, simulated.Value, simulated.Interval);
    }

    private static StaffingOption Simulate(QueueModel model, StaffingQuestion question, IReadOnlyList<int> staff, int servers)
    {
        var span = new SimulatedSpan(question.From, question.Hours, staff);
        var days = new SimulatedDay[question.Replications];
        Parallel.For(0, days.Length, r => days[r] = QueueSimulation.Run(model, span, question.Seed * 1_000_003 + (ulong)r));
        var (came, left) = (days.Sum(d => (double)d.Came), days.Sum(d => (double)d.Left));
        var waits = days.SelectMany(d => d.Waits).Order().ToArray();
        var (value, interval) = question.Goal == StaffingGoal.Leaving
            ? Share([.. days.Select(d => ((double)d.Left, (double)d.Came))])
            : Quantile(waits, [.. days.Select(d => d.Waits)], question.Share);
        return new StaffingOption(servers, value, interval, waits.Length == 0 ? double.NaN : waits.Average(), came == 0 ? double.NaN : left / came, days.Average(d => d.BusyShare), (long)came);
    }

    /// <summary>Quantile over all days, its interval from how the share below it varies between days (Woodruff 1952).</summary>
    private static (double, Interval) Quantile(double[] sorted, double[][] days, double q)
    {
        if (sorted.Length == 0)
            return (double.NaN, Interval.Unknown);
        double At(double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
        var value = At(q);
        var (share, interval) = Share([.. days.Select(d => ((double)d.Count(w => w <= value), (double)d.Length))]);
        var half = (interval.High - interval.Low) / 2;
        return (value, new Interval(At(Math.Max(0, q - half)), share >= 0 && q + half >= 1 ? sorted[^1] : At(q + half)));
    }

    /// <summary>A share whose units come in days: variance of the ratio between days (Cochran 1977, §6.3).</summary>
    private static (double, Interval) Share((double Part, double Whole)[] days)
    {
        var (part, whole, n) = (days.Sum(d => d.Part), days.Sum(d => d.Whole), (double)days.Length);
        if (whole == 0)
            return (double.NaN, Interval.Unknown);
        var share = part / whole;
        var half = 1.96 * Math.Sqrt(n / (n - 1) * days.Sum(d => Math.Pow(d.Part - share * d.Whole, 2))) / whole;
        return (share, new Interval(Math.Max(0, share - half), Math.Min(1, share + half)));
    }
}
