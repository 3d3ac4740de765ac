using Piaozhi.Core.Detect.Log;

namespace Piaozhi.Core.Detect;

/// <summary>The step that is an attempt at what another one fails at: the first about the same thing in nearly every case (a payment is initiated before it times out).</summary>
public static class Attempts
{
    /// <summary>It must stand before so many of them.</summary>
    private const double Before = .8;

    private const int Asked = 2000;

    /// <param name="rows">Rows of what fails, in order.</param>
    /// <returns>Code of the activity; −1 when there is none.</returns>
    public static int Of(FactLog log, LogTable table, IReadOnlyList<int> rows)
    {
        if (table.Text("activity") is not { } activity)
            return -1;
        var names = log.Values("activity");
        var found = new Dictionary<int, int>();
        var step = Math.Max(1, rows.Count / Asked);
        var asked = 0;
        for (var i = 0; i < rows.Count; i += step)
        {
            var row = rows[i];
            asked++;
            if (table.Case[row] is not (>= 0 and var c))
                continue;
            var noun = FindOutages.Noun(names[activity[row]]);
            for (var before = table.Start[c]; before < row; before++)
                if (activity[before] != activity[row] && FindOutages.Noun(names[activity[before]]) == noun)
                {
                    found[activity[before]] = found.GetValueOrDefault(activity[before]) + 1;
                    break;
                }
        }

        var best = found.OrderByDescending(f => f.Value).ThenBy(f => f.Key).FirstOrDefault();
        return best.Value >= Before * asked && best.Value > 0 ? best.Key : -1;
    }
}
