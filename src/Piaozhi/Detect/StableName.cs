using System.Globalization;

namespace Piaozhi.Detect;

/// <summary>Names are made from what is found; where two things would share one (two pulses on one day, one that came back), the later gets a number.</summary>
public static class StableName
{
    /// <summary>The name, or the first numbered one that is not taken; it is taken from then on.</summary>
    public static string Free(string name, ISet<string> taken)
    {
        var free = name;
        for (var n = 2; !taken.Add(free); n++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{n}");
        return free;
    }
}
