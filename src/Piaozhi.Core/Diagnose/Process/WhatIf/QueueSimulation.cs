using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose.Process.WhatIf;

/// <summary>What is asked of one simulated day: hours that count, servers at each hour.</summary>
/// <param name="From">First hour of the week that counts.</param>
/// <param name="Hours">How many hours from there.</param>
/// <param name="Servers">Servers in each hour of the week.</param>
/// <param name="WarmUp">Hours simulated before, so that the line of the hours before is there.</param>
public sealed record SimulatedSpan(int From, int Hours, IReadOnlyList<int> Servers, int WarmUp = 6);

/// <summary>One replication: waits in seconds of those who came in the span and were served, and how many came and left.</summary>
public sealed record SimulatedDay(double[] Waits, int Came, int Left, double BusyShare);

/// <summary>
/// Discrete-event simulation of one line with several servers, first come first served: arrivals of a non-homogeneous Poisson process by
/// hour, service times drawn from those seen, patience, servers that come and go by the hour (who is serving finishes first). The same
/// seed gives the same customers whatever the staffing (common random numbers). Rates and the mean service time are drawn anew for each
/// replication from what the log leaves uncertain, so that intervals hold that too.
/// </summary>
public static class QueueSimulation
{
    private const int AfterHours = 6;

    public static SimulatedDay Run(QueueModel model, SimulatedSpan span, ulong seed, bool uncertain = true)
    {
        var (customers, service, patience) = (Rng.Named(seed, "arrivals"), Rng.Named(seed, "service"), Rng.Named(seed, "patience"));
        var parameters = Rng.Named(seed, "parameters");
        var day = uncertain && model.DayVariance > 0 ? Gamma(parameters, 1 / model.DayVariance) * model.DayVariance : 1;
        var n = model.Service.Length;
        var mean = model.MeanService;
        var spread = Math.Sqrt(model.Service.Sum(s => (s - mean) * (s - mean)) / Math.Max(1, n - 1));
        var slow = uncertain ? Math.Max(.2, 1 + parameters.Normal() * spread / mean / Math.Sqrt(n)) : 1;
        var total = span.WarmUp + span.Hours + AfterHours;
        var servers = new Line(h => span.Servers[Wrap(span.From - span.WarmUp + Math.Min(h, total - 1))], total);
        var (waits, came, left) = (new List<double>(), 0, 0);
        var (countFrom, countTo) = (span.WarmUp * 3600.0, (span.WarmUp + span.Hours) * 3600.0);
        double work = 0;
        for (var h = 0; h < span.WarmUp + span.Hours; h++)
        {
            var hour = Wrap(span.From - span.WarmUp + h);
            var weeks = model.Weeks[hour];
            var rate = weeks <= 0 ? 0 : uncertain && model.Arrivals[hour] > 0 ? Gamma(parameters, model.Arrivals[hour]) / weeks : model.Arrivals[hour] / weeks;
            if (rate <= 0)
                continue;
            for (var at = h * 3600 + customers.Exponential(3600 / (rate * day)); at < (h + 1) * 3600; at += customers.Exponential(3600 / (rate * day)))
            {
                var (took, waitsFor) = (slow * model.Service[service.Next(n)], double.IsInfinity(model.Patience) ? double.PositiveInfinity : patience.Exponential(model.Patience));
                var start = servers.Serve(at, took, at + waitsFor);
                if (at < countFrom || at >= countTo)
                    continue;
                came++;
                if (double.IsNaN(start))
                    left++;
                else
                {
                    waits.Add(start - at);
                    work += took;
                }
            }
        }

        var hours = Enumerable.Range(0, span.Hours).Sum(h => span.Servers[Wrap(span.From + h)]);
        return new SimulatedDay([.. waits], came, left, hours == 0 ? double.NaN : work / (hours * 3600.0));
    }

    internal static int Wrap(int hour) => ((hour % 168) + 168) % 168;

    /// <summary>Marsaglia and Tsang 2000; for a shape below 1 by the boost of their §6.</summary>
    internal static double Gamma(Rng rng, double shape)
    {
        if (shape < 1)
            return Gamma(rng, shape + 1) * Math.Pow(1 - rng.NextDouble(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = rng.Normal();
            var v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - rng.NextDouble()) < .5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    /// <summary>When each server is free next, with servers that come and go at full hours.</summary>
    private sealed class Line
    {
        private readonly Func<int, int> _at;
        private readonly int _hours;
        private readonly PriorityQueue<double, double> _free = new();
        private int _hour, _staff;

        /// <summary>Servers that must go as soon as they are free, because they were busy when their number fell.</summary>
        public Line(Func<int, int> at, int hours)
        {
            (_at, _hours) = (at, hours);
            Change(0);
        }

        /// <summary>When the service begins; NaN when the customer leaves first, or nobody serves any more.</summary>
        public double Serve(double arrived, double took, double leaves)
        {
            while (true)
            {
                var start = _free.TryPeek(out _, out var free) ? Math.Max(arrived, free) : double.PositiveInfinity;
                var next = (_hour + 1) * 3600.0;
                if (start >= next && _hour + 1 < _hours)
                {
                    Change(_hour + 1);
                    continue;
                }

                if (start > leaves || double.IsInfinity(start))
                    return double.NaN;
                _free.DequeueEnqueue(start + took, start + took);
                return start;
            }
        }

        private void Change(int hour)
        {
            _hour = hour;
            var wanted = _at(hour);
            for (; _staff < wanted; _staff++)
                _free.Enqueue(hour * 3600.0, hour * 3600.0);
            // The first to be free goes first.
            for (; _staff > wanted; _staff--)
                _free.Dequeue();
        }
    }
}
