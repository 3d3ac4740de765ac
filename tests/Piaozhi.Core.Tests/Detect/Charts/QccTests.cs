using System.Globalization;
using System.Text.Json;
using Piaozhi.Core.Detect.Charts;

namespace Piaozhi.Core.Tests.Detect.Charts;

/// <summary>Against R qcc 3.0 on its textbook data, where these lie beside the checkout.</summary>
public class QccTests
{
    private static readonly string? Data = Folder();

    /// <summary>qcc divides ranges by a d2 of three decimals (2.326 for n = 5), this library by the integral.</summary>
    private const double RoundedD2 = 5e-5;

    private static readonly Norm OfQcc = new(74.001176, 0.02276 / 2.326);

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "spc");
            if (Directory.Exists(data))
                return data;
        }

        return null;
    }

    private static double[][] Columns(string file)
    {
        var rows = File.ReadLines(Path.Combine(Data!, file)).Skip(1).Select(l => l.Split(',')).ToArray();
        return [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Select(r => double.TryParse(r[c], CultureInfo.InvariantCulture, out var v) ? v : r[c] == "TRUE" ? 1 : 0).ToArray())];
    }

    private static JsonElement Reference(string chart)
    {
        if (Data is null)
            Assert.Skip("reference data of the control charts are not beside the checkout");
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "qcc-reference.json"))).RootElement.GetProperty(chart);
    }

    private static double[] Row(JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetDouble())];

    private static void Limits(JsonElement expected, Charted chart, double tolerance = 1e-9)
    {
        Fixture.Same(expected.GetProperty("center").GetDouble(), chart.Kind == ShewhartKind.Np ? chart.Centers[0] : chart.Norm.Center);
        foreach (var (i, limits) in expected.GetProperty("limits").EnumerateArray().Index())
        {
            Fixture.Same(limits[0].GetDouble(), chart.Lowers[i], tolerance);
            Fixture.Same(limits[1].GetDouble(), chart.Uppers[i], tolerance);
        }

        if (expected.TryGetProperty("beyond", out var beyond) && beyond.ValueKind == JsonValueKind.Array)
            Assert.Equal(Row(beyond), chart.Z.Index().Where(z => Math.Abs(z.Item) > 3).Select(z => z.Index + 1.0));
    }

    private static double[][] Rings(out int trial)
    {
        var c = Columns("pistonrings.csv");
        trial = (int)c[2].Sum() / 5;
        return [.. c[0].Chunk(5)];
    }

    [Fact]
    public void Means_ranges_and_deviations_of_piston_rings()
    {
        Limits(Reference("pistonrings_xbar"), Charted.Of(ShewhartKind.XbarR, Subgroups.WithRanges(Rings(out var trial)), new PhaseOne(trial)), RoundedD2);
        Limits(Reference("pistonrings_xbar"), Charted.Apply(ShewhartKind.XbarR, OfQcc, Subgroups.WithRanges(Rings(out _))));
        Limits(Reference("pistonrings_xbar_RMSDF"), Charted.Of(ShewhartKind.XbarS, Subgroups.WithDeviations(Rings(out _)[..trial]), new PhaseOne(From: SigmaFrom.Pooled)));
        var (ranges, deviations) = (Subgroups.WithRanges(Rings(out _)), Subgroups.WithDeviations(Rings(out _)));
        Limits(Reference("pistonrings_R"), Charted.Of(ShewhartKind.Range, new Subgroups(ranges.Spreads!, ranges.Sizes), new PhaseOne(trial)), RoundedD2);
        Limits(Reference("pistonrings_S"), Charted.Of(ShewhartKind.Deviation, new Subgroups(deviations.Spreads!, deviations.Sizes), new PhaseOne(trial)));
    }

    [Fact]
    public void Moving_averages_and_sums_of_piston_rings()
    {
        var expected = Reference("pistonrings_cusum");
        var chart = Charted.Apply(ShewhartKind.XbarR, OfQcc, Subgroups.WithRanges(Rings(out var trial)));
        var cusum = CusumChart.Of(chart.Z);
        Fixture.Same(Row(expected.GetProperty("pos")), cusum.High, 1e-8);
        Fixture.Same([.. Row(expected.GetProperty("neg")).Select(v => -v)], cusum.Low, 1e-8);
        var ewma = EwmaChart.Of(chart.Values[..trial], chart.Norm.Center, chart.Norm.Sigma, [.. Enumerable.Repeat(5.0, trial)]);
        foreach (var (i, limits) in Reference("pistonrings_ewma").GetProperty("limits").EnumerateArray().Index())
        {
            Fixture.Same(limits[0].GetDouble(), ewma.Lowers[i]);
            Fixture.Same(limits[1].GetDouble(), ewma.Uppers[i]);
        }
    }

    [Fact]
    public void Capability_of_piston_rings()
    {
        var expected = Reference("pistonrings_capability").GetProperty("indices").EnumerateArray().Select(Row).ToArray();
        var groups = Rings(out var trial)[..trial];
        var all = groups.SelectMany(g => g).ToArray();
        var c = Capability.Of(OfQcc.Center, OfQcc.Sigma, Subgroups.Deviation(all), all.Length, 73.95, 74.05);
        foreach (var (index, row) in new[] { c.Cp, c.CpLower, c.CpUpper, c.Cpk, c.Cpm, c.Pp, c.PpLower, c.PpUpper, c.Ppk, c.Ppm }.Zip(expected))
            Fixture.Same(row, [index.Value, index.Interval.Low, index.Interval.High], 1e-8);
    }

    [Fact]
    public void Counts_and_shares_of_orange_juice_circuits_computers_and_cloth()
    {
        var expected = Reference("orangejuice_p");
        var juice = Columns("orangejuice.csv");
        var shares = Subgroups.Shares(juice[1], juice[2]);
        Limits(expected, Charted.Of(ShewhartKind.P, shares, new PhaseOne(30)));
        Limits(Reference("orangejuice_np"), Charted.Of(ShewhartKind.Np, new Subgroups(juice[1][..30], juice[2][..30])));
        // The two points beyond the limits that the textbook leaves out are those that the stated rule finds first.
        var without = Charted.Of(ShewhartKind.P, shares, new PhaseOne(30, LeaveOut: true));
        Assert.True(without.LeftOut[14] && without.LeftOut[22]);
        var circuit = Columns("circuit.csv");
        Limits(Reference("circuit_c"), Charted.Of(ShewhartKind.C, new Subgroups(circuit[1][..26])));
        var computers = Columns("pcmanufact.csv");
        Limits(Reference("pcmanufact_u"), Charted.Of(ShewhartKind.U, Subgroups.Shares(computers[0], computers[1])));
        var cloth = Columns("dyedcloth.csv");
        Limits(Reference("dyedcloth_u"), Charted.Of(ShewhartKind.U, Subgroups.Shares(cloth[0], cloth[1])));
    }
}
