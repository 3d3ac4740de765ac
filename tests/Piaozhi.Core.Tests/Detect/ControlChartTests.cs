using System.Globalization;
using System.Text.Json;
using Piaozhi.Core.Detect.Charts;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Detect;

public sealed class ControlChartTests
{
    private static readonly DateTime First = new(2026, 1, 1);

    private static Point[] Points(IEnumerable<Sufficient> statistics) => [.. statistics.Select((s, i) => new Point(First.AddDays(i), s))];

    private static string Reference()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "spc");
            if (Directory.Exists(data))
                return data;
        }

        Assert.Skip("reference data of the control charts are not beside the checkout");
        return "";
    }

    private static string[][] Rows(string folder, string file) =>
        [.. File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(l => l.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public void Limits_of_p_u_and_xbar_charts_agree_with_qcc()
    {
        var folder = Reference();
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "qcc-reference.json")));
        double Limit(string chart, int row, int side) => reference.RootElement.GetProperty(chart).GetProperty("limits")[row][side].GetDouble();

        var juice = Rows(folder, "orangejuice.csv").Select(r => Sufficient.Proportion((long)Number(r[1]), (long)Number(r[2])));
        var p = ControlChart.Draw(ChartKind.P, StatisticKind.Proportion, Points(juice), 30);
        Assert.Equal(Limit("orangejuice_p", 0, 0), p[0].Lower, 9);
        Assert.Equal(Limit("orangejuice_p", 0, 1), p[0].Upper, 9);
        Assert.Equal([15, 23, 41], p.Index().Where(x => Math.Abs(x.Item.Z) > 3).Select(x => x.Index + 1));

        var cloth = Rows(folder, "dyedcloth.csv").Select(r => Sufficient.Rate(Number(r[0]), Number(r[1])));
        var u = ControlChart.Draw(ChartKind.U, StatisticKind.Rate, Points(cloth), 10);
        Assert.Equal(Limit("dyedcloth_u", 1, 0), u[1].Lower, 9);
        Assert.Equal(Limit("dyedcloth_u", 1, 1), u[1].Upper, 9);

        var rings = Rows(folder, "pistonrings.csv").GroupBy(r => (int)Number(r[1])).OrderBy(g => g.Key).Select(g =>
            Sufficient.Mean(g.Count(), g.Sum(r => Number(r[0])), g.Sum(r => Number(r[0]) * Number(r[0]))));
        var x = ControlChart.Draw(ChartKind.XbarS, StatisticKind.Mean, Points(rings), 25);
        Assert.Equal(Limit("pistonrings_xbar_UWAVE_SD", 0, 0), x[0].Lower, 6);
        Assert.Equal(Limit("pistonrings_xbar_UWAVE_SD", 0, 1), x[0].Upper, 6);
    }

    [Fact]
    public void Individuals_take_sigma_from_the_moving_range()
    {
        var chart = ControlChart.Draw(ChartKind.IndividualsRaw, StatisticKind.Level, Points([new(1, 10, 1), new(1, 12, 1), new(1, 11, 1), new(1, 20, 1)]), 3);
        Assert.Equal(11, chart[0].Center, 12);
        Assert.Equal(11 + 3 * 1.5 / 1.128379, chart[0].Upper, 4);
        Assert.Contains("nelson-1", chart[3].Rules);
    }

    [Fact]
    public void Laney_widens_limits_when_days_differ_more_than_chance()
    {
        var days = Points(Enumerable.Range(0, 20).Select(i => Sufficient.Proportion(i % 2 == 0 ? 380 : 420, 10_000)));
        var plain = ControlChart.Draw(ChartKind.P, StatisticKind.Proportion, days, 20);
        var laney = ControlChart.Draw(ChartKind.LaneyP, StatisticKind.Proportion, days, 20);
        Assert.True(laney[0].Upper - laney[0].Center > 1.5 * (plain[0].Upper - plain[0].Center));
    }

    [Fact]
    public void Two_of_three_beyond_two_sigma_signal() =>
        Assert.Equal("nelson-5", Assert.Single(ChartRules.Broken([0, 2.1, 0, 2.2, 0], ChartRules.WesternElectric)[3]));

    [Fact]
    public void Each_rule_speaks_at_the_point_that_completes_it()
    {
        static void Completes(string rule, int at, params double[] z)
        {
            var broken = ChartRules.Broken(z, ChartRules.All);
            Assert.Equal(at, broken.Index().First(b => b.Item.Contains(rule)).Index);
        }

        Completes("nelson-1", 1, 0, 3.01);
        Completes("nelson-2", 9, [-.5, .5, .4, .3, .5, .5, .4, .4, .5, .5]);
        Completes("nelson-3", 5, -1, -.5, 0, .5, 1, 1.5);
        Completes("nelson-4", 13, [.. Enumerable.Range(0, 14).Select(i => i % 2 == 0 ? .5 : -.5)]);
        Completes("nelson-6", 4, 1.1, 1.2, 0, 1.1, 1.3);
        Completes("nelson-7", 14, [.. Enumerable.Range(0, 15).Select(i => i % 3 * .3 - .3)]);
        Completes("nelson-8", 7, 1.1, -1.1, 1.2, -1.2, 1.1, -1.3, 1.1, -1.1);
    }
}
