using System.Globalization;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>Tests for special causes, each selectable. The first eight are those of Nelson 1984.</summary>
[Flags]
public enum ChartRule
{
    None = 0,

    /// <summary>One point beyond 3σ.</summary>
    Beyond3 = 1,

    /// <summary>Nine in a row on one side.</summary>
    Nine = 2,

    /// <summary>Six in a row rising or falling.</summary>
    SixSteady = 4,

    /// <summary>Fourteen in a row up and down in turn.</summary>
    FourteenAlternating = 8,

    /// <summary>Two of three beyond 2σ on one side.</summary>
    TwoOfThree = 16,

    /// <summary>Four of five beyond 1σ on one side.</summary>
    FourOfFive = 32,

    /// <summary>Fifteen in a row within 1σ.</summary>
    FifteenWithin = 64,

    /// <summary>Eight in a row beyond 1σ, on either side.</summary>
    EightBeyond = 128,

    /// <summary>Eight in a row on one side, the fourth rule of the Western Electric handbook 1956.</summary>
    Eight = 256,
    Nelson = Beyond3 | Nine | SixSteady | FourteenAlternating | TwoOfThree | FourOfFive | FifteenWithin | EightBeyond,
    WesternElectric = Beyond3 | TwoOfThree | FourOfFive | Eight,
}

/// <summary>One rule that was broken: the point that completes it and the one with which it began.</summary>
public readonly record struct RuleBreak(ChartRule Rule, int Began, int Completed);

/// <summary>Finds broken rules in one pass over standardized values.</summary>
public static class ChartRules
{
    /// <summary>Numbers of Nelson's rules that hold the Western Electric zones, with nine on one side.</summary>
    public static IReadOnlySet<int> WesternElectric { get; } = new HashSet<int> { 1, 2, 5, 6 };

    public static IReadOnlySet<int> All { get; } = new HashSet<int> { 1, 2, 3, 4, 5, 6, 7, 8 };

    /// <summary>For every point the rules (<c>nelson-1</c> …) that are completed at it.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Broken(IReadOnlyList<double> z, IReadOnlySet<int> rules)
    {
        var selected = rules.Aggregate(ChartRule.None, (all, r) =>
            r is >= 1 and <= 8 ? all | (ChartRule)(1 << (r - 1)) : throw new ArgumentOutOfRangeException(nameof(rules), r, null));
        return [.. Broken([.. z], selected).Select(b => (IReadOnlyList<string>)
            [.. Enumerable.Range(0, 8).Where(r => ((int)b & (1 << r)) != 0).Select(r => "nelson-" + (r + 1).ToString(CultureInfo.InvariantCulture))])];
    }

    /// <summary>For every point the rules that it completes.</summary>
    public static ChartRule[] Broken(ReadOnlySpan<double> z, ChartRule rules)
    {
        var broken = new ChartRule[z.Length];
        Broken(z, rules, broken);
        return broken;
    }

    /// <summary>Without allocation, for many charts. A point of the run itself completes it; missing points are not to be passed.</summary>
    public static void Broken(ReadOnlySpan<double> z, ChartRule rules, Span<ChartRule> broken)
    {
        int side = 0, rising = 0, falling = 0, turns = 0, within = 0, beyond = 0, up2 = 0, down2 = 0, up1 = 0, down1 = 0;
        double last = 0, step = 0;
        for (var i = 0; i < z.Length; i++)
        {
            var v = z[i];
            side = v > 0 ? Math.Max(side, 0) + 1 : v < 0 ? Math.Min(side, 0) - 1 : 0;
            within = v is < 1 and > -1 ? within + 1 : 0;
            beyond = v is > 1 or < -1 ? beyond + 1 : 0;
            up2 = ((up2 << 1) | (v > 2 ? 1 : 0)) & 7;
            down2 = ((down2 << 1) | (v < -2 ? 1 : 0)) & 7;
            up1 = ((up1 << 1) | (v > 1 ? 1 : 0)) & 31;
            down1 = ((down1 << 1) | (v < -1 ? 1 : 0)) & 31;
            if (i > 0)
            {
                var d = v - last;
                rising = d > 0 ? rising + 1 : 0;
                falling = d < 0 ? falling + 1 : 0;
                turns = d * step < 0 ? turns + 1 : 0;
                step = d;
            }

            last = v;
            var b = ChartRule.None;
            if (v is > 3 or < -3)
                b |= ChartRule.Beyond3;
            if (side is >= 8 or <= -8)
                b |= side is >= 9 or <= -9 ? ChartRule.Nine | ChartRule.Eight : ChartRule.Eight;
            if (rising >= 5 || falling >= 5)
                b |= ChartRule.SixSteady;
            if (turns >= 12)
                b |= ChartRule.FourteenAlternating;
            if (Counts(up2, 2) || Counts(down2, 2))
                b |= ChartRule.TwoOfThree;
            if (Counts(up1, 4) || Counts(down1, 4))
                b |= ChartRule.FourOfFive;
            if (within >= 15)
                b |= ChartRule.FifteenWithin;
            if (beyond >= 8)
                b |= ChartRule.EightBeyond;
            broken[i] = b & rules;
        }
    }

    /// <summary>Every rule broken, with the point with which its run began.</summary>
    public static IReadOnlyList<RuleBreak> Breaks(ReadOnlySpan<double> z, ChartRule rules)
    {
        var found = new List<RuleBreak>();
        var broken = Broken(z, rules);
        for (var i = 0; i < z.Length; i++)
        {
            for (var bit = 1; bit <= (int)ChartRule.Eight; bit <<= 1)
            {
                if (((int)broken[i] & bit) != 0)
                    found.Add(new RuleBreak((ChartRule)bit, Began(z, (ChartRule)bit, i), i));
            }
        }

        return found;
    }

    /// <summary>The point itself is beyond and enough of its neighbors are.</summary>
    private static bool Counts(int window, int least) => (window & 1) != 0 && int.PopCount(window) >= least;

    private static int Began(ReadOnlySpan<double> z, ChartRule rule, int at)
    {
        var began = at;
        switch (rule)
        {
            case ChartRule.Nine or ChartRule.Eight:
                while (began > 0 && Math.Sign(z[began - 1]) == Math.Sign(z[at]))
                    began--;
                return began;
            case ChartRule.SixSteady:
                while (began > 0 && Math.Sign(z[began] - z[began - 1]) == Math.Sign(z[at] - z[at - 1]))
                    began--;
                return began;
            case ChartRule.FourteenAlternating:
                began--;
                while (began > 0 && (z[began + 1] - z[began]) * (z[began] - z[began - 1]) < 0)
                    began--;
                return began;
            case ChartRule.TwoOfThree:
                return First(z, at, 3, 2);
            case ChartRule.FourOfFive:
                return First(z, at, 5, 1);
            case ChartRule.FifteenWithin:
                while (began > 0 && Math.Abs(z[began - 1]) < 1)
                    began--;
                return began;
            case ChartRule.EightBeyond:
                while (began > 0 && Math.Abs(z[began - 1]) > 1)
                    began--;
                return began;
            default:
                return at;
        }
    }

    private static int First(ReadOnlySpan<double> z, int at, int of, double zone)
    {
        var sign = Math.Sign(z[at]);
        for (var i = Math.Max(0, at - of + 1); i < at; i++)
        {
            if (sign * z[i] > zone)
                return i;
        }

        return at;
    }
}
