namespace Piaozhi.Shell.Kit;

/// <summary>Days that follow each other and have something in common: holidays, days without data.</summary>
public static class Stretches
{
    /// <summary>First and last moment of every unbroken run of items for which it holds.</summary>
    public static IEnumerable<(DateTime From, DateTime To)> Of<T>(IReadOnlyList<T> days, Func<T, DateTime> at, Func<T, bool> holds)
    {
        for (var i = 0; i < days.Count; i++)
        {
            if (!holds(days[i]))
                continue;
            var from = i;
            while (i + 1 < days.Count && holds(days[i + 1]))
                i++;
            yield return (at(days[from]), at(days[i]));
        }
    }

    /// <summary>A stretch as an area behind a line, from the category of its first day to that of its last; the name stands above where there is one.</summary>
    public static object[] Area(string from, string to, string color, double opacity, string name) =>
    [
        new { xAxis = from, itemStyle = new { color, opacity }, name, label = new { show = true, position = "insideTop", fontSize = 10, color = Ink.Muted } },
        new { xAxis = to },
    ];
}
