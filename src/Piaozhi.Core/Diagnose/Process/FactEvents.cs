using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>The event log in the facts that are in memory for detection; cases without events are left out.</summary>
public static class FactEvents
{
    private static readonly long Epoch = FactLog.Milliseconds(DateTime.UnixEpoch);

    public static EventLog Of(FactLog log)
    {
        if (log.Table(FactTable.Event) is not { } events || events.Text("activity") is not { } activity)
            return new EventLog([], [0], [], [], null, _ => "");
        var names = log.Values("activity");
        if (names.Count > EventLog.MostActivities)
            throw new UnreadableLog("diagnose.log.too-many-activities", names.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var cases = Enumerable.Range(0, events.Start.Length - 1).Where(c => events.Start[c] < events.Start[c + 1]).ToArray();
        var n = events.Start[^1];
        var (codes, at) = (new ushort[n], new long[n]);
        for (var row = 0; row < n; row++)
            (codes[row], at[row]) = ((ushort)activity[row], events.At[row] - Epoch);
        return new EventLog([.. Enumerable.Range(0, names.Count).Select(i => names[i])], [.. cases.Select(c => events.Start[c]), n], codes, at, null, c => log.Cases[cases[c]]);
    }
}
