using System.Globalization;
using System.Text;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Detect;

/// <summary>Names a signal by what it is about, so that the next run finds it under the same name.</summary>
internal static class StableId
{
    public static string Of(string indicator, Slice slice, DateTime start, int sign)
    {
        var hash = 14695981039346656037UL;
        unchecked
        {
            foreach (var b in Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{indicator}|{slice}|{start:yyyyMMdd}|{sign}")))
                hash = (hash ^ b) * 1099511628211UL;
        }

        return "S" + hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
