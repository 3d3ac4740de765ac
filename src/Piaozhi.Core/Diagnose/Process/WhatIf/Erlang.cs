namespace Piaozhi.Core.Diagnose.Process.WhatIf;

/// <summary>Figures of a queue in equilibrium.</summary>
/// <param name="Waits">Share of customers that wait at all.</param>
/// <param name="MeanWait">Over all customers, in the unit of the service time.</param>
/// <param name="Leaves">Share that leaves before it is served.</param>
public readonly record struct QueueEquilibrium(double Waits, double MeanWait, double Leaves);

/// <summary>
/// Closed formulas for queues with Poisson arrivals, exponential service and one line (Erlang 1917; Palm 1957). They hold for a rate that
/// stays the same long enough; for hours that differ, closing times and real service times there is the simulation.
/// </summary>
public static class Erlang
{
    /// <summary>Share of customers turned away when there is no queue.</summary>
    public static double B(double load, int servers)
    {
        Check(load, servers);
        var b = 1.0;
        for (var n = 1; n <= servers; n++)
            b = load * b / (n + load * b);
        return b;
    }

    /// <summary>Share of customers that wait; 1 when the servers cannot keep up.</summary>
    public static double C(double load, int servers)
    {
        if (load >= servers)
            return 1;
        var b = B(load, servers);
        return b / (1 - load / servers * (1 - b));
    }

    /// <summary>Share served within <paramref name="seconds"/> (no one leaves).</summary>
    public static double ServiceLevel(double load, int servers, double serviceSeconds, double seconds) =>
        load >= servers ? 0 : 1 - C(load, servers) * Math.Exp(-(servers - load) * seconds / serviceSeconds);

    /// <summary>The wait that a share <paramref name="q"/> of the customers does not exceed; infinite when the servers cannot keep up.</summary>
    public static double WaitQuantile(double load, int servers, double serviceSeconds, double q)
    {
        var c = C(load, servers);
        return load >= servers ? double.PositiveInfinity : c <= 1 - q ? 0 : Math.Log(c / (1 - q)) * serviceSeconds / (servers - load);
    }

    public static QueueEquilibrium WithoutLeaving(double load, int servers, double serviceSeconds) =>
        load >= servers ? new(1, double.PositiveInfinity, 0) : new(C(load, servers), C(load, servers) * serviceSeconds / (servers - load), 0);

    /// <summary>Erlang A: customers leave after an exponential patience; always stable (Palm 1957; Garnett, Mandelbaum and Reiman 2002).</summary>
    public static QueueEquilibrium WithLeaving(double load, int servers, double serviceSeconds, double patienceSeconds)
    {
        Check(load, servers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patienceSeconds);
        if (load == 0)
            return default;
        // Probabilities relative to that of all servers busy and nobody waiting.
        double busy = 1 / B(load, servers), term = 1, waiting = 0, queue = 0, rate = load / serviceSeconds;
        for (var q = 1; q < 1_000_000; q++)
        {
            term *= rate / (servers / serviceSeconds + q / patienceSeconds);
            waiting += term;
            queue += q * term;
            if (term < 1e-15 * waiting)
                break;
        }

        var total = busy + waiting;
        var meanQueue = queue / total;
        return new((1 + waiting) / total, meanQueue / rate, meanQueue / patienceSeconds / rate);
    }

    /// <summary>The fewest servers for a service level.</summary>
    public static int Servers(double load, double serviceSeconds, double seconds, double level)
    {
        var servers = (int)Math.Floor(load) + 1;
        while (ServiceLevel(load, servers, serviceSeconds, seconds) < level)
            servers++;
        return servers;
    }

    private static void Check(double load, int servers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(load);
        ArgumentOutOfRangeException.ThrowIfNegative(servers);
    }
}
