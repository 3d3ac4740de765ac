namespace Piaozhi.Core.Sample.Contacts;

/// <summary>One queue before several servers, first come first served. Arrivals must come in the order of time.</summary>
internal sealed class Line(int servers, DateTime open)
{
    private readonly DateTime[] _free = [.. Enumerable.Repeat(open, servers)];

    /// <summary>The server that would take the next arrival, and when, if the arrival waits.</summary>
    /// <param name="manned">Servers on duty; those beyond take nobody.</param>
    public (int Server, DateTime Start) Next(DateTime at, int manned = int.MaxValue)
    {
        var best = 0;
        for (var i = 1; i < Math.Min(manned, _free.Length); i++)
            if (_free[i] < _free[best])
                best = i;
        return (best, _free[best] > at ? _free[best] : at);
    }

    public void Occupy(int server, DateTime until) => _free[server] = until;
}
