namespace Piaozhi.Core.Sample;

/// <summary>The invented operator: its outlets, counters, gates, staff and customers.</summary>
internal static class World
{
    public const string East = "东站", West = "西站", South = "南站", North = "北站", Arena = "体育中心", Park = "云湖景区";
    public const string SecondClass = "高铁二等座", FirstClass = "高铁一等座", Slow = "普速硬座", Coach = "城际大巴", Concert = "演唱会", Scenic = "景区门票";
    public const string RudeClerk = "C1087";

    public static readonly string[] Outlets = [East, West, South, North, Arena, Park];

    /// <summary>Windows by outlet: single windows really queue.</summary>
    public static readonly int[] Windows = [3, 1, 1, 1, 1, 1];

    public static readonly int[] Kiosks = [4, 2, 2, 2, 1, 1];
    public static readonly int[] Gates = [8, 6, 6, 6, 6, 4];

    /// <summary>Clerks of each outlet; one of them is the one who may turn rude.</summary>
    public static readonly string[][] Clerks =
    [
        ["C1071", "C1072", "C1073", "C1074", "C1075", "C1076", "C1077", "C1078"], ["C1079", "C1080"], ["C1081", "C1082"],
        ["C1083", "C1084"], ["C1085", "C1086"], [RudeClerk, "C1088"],
    ];

    public static readonly string[] Agents = [.. Enumerable.Range(0, 25).Select(i => $"A2{i:000}")];

    public static readonly (string Name, double Share)[] Regions = [("上海", .30), ("江苏", .26), ("浙江", .22), ("安徽", .14), ("其他", .08)];
    public static readonly (string Name, double Share)[] Segments = [("成人", .74), ("学生", .13), ("老年", .08), ("儿童", .05)];
    public static readonly (string Name, double Share)[] Carriers = [("移动", .55), ("联通", .22), ("电信", .23)];

    /// <summary>Products with share of orders, mean fare and where they are entered (index of the outlet; −1 = any station).</summary>
    public static readonly (string Name, double Share, double Fare, int Outlet)[] Products =
        [(SecondClass, .54, 128, -1), (FirstClass, .10, 212, -1), (Slow, .13, 56, -1), (Coach, .07, 48, -1), (Concert, .08, 520, 4), (Scenic, .08, 96, 5)];

    public static bool IsRail(string product) => product is SecondClass or FirstClass or Slow;

    public static string GateModel(int gate) => gate % 3 == 1 ? "M2" : "M1";

    public static string Vendor(string agent) => agent[^1] % 2 == 0 ? "A" : "B";

    public static T Pick<T>(this Loop.Rng rng, (T Name, double Share)[] shares)
    {
        var u = rng.NextDouble();
        foreach (var (name, share) in shares)
            if ((u -= share) < 0)
                return name;
        return shares[^1].Name;
    }

    public static T Pick<T>(this Loop.Rng rng, IReadOnlyList<T> items) => items[rng.Next(items.Count)];

    public static int Poisson(this Loop.Rng rng, double mean)
    {
        if (mean > 60)
            return Math.Max(0, (int)Math.Round(rng.Normal(mean, Math.Sqrt(mean))));
        var (k, product, limit) = (0, rng.NextDouble(), Math.Exp(-mean));
        while (product > limit)
        {
            k++;
            product *= rng.NextDouble();
        }

        return k;
    }

    /// <summary>Gamma with an integer shape.</summary>
    public static double Gamma(this Loop.Rng rng, int shape, double scale)
    {
        var sum = 0.0;
        for (var i = 0; i < shape; i++)
            sum += rng.Exponential(scale);
        return sum;
    }
}
