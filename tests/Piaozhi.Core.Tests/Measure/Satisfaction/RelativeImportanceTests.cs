using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class RelativeImportanceTests
{
    /// <summary>R package relaimpo on the data set swiss (public), measures lmg and genizi; the latter equals Johnson's weights.</summary>
    [Fact]
    public void Shares_agree_with_relaimpo()
    {
        var found = Swiss();
        PairwiseComparisonTests.Close([.0570912207680913, .171173028900234, .260134678624385, .105570150373494, .112765922926522], [.. found.Shares.Select(s => s.Share)], 1e-12);
        Assert.Equal(.706735001592726, found.RSquared, 1e-12);
        PairwiseComparisonTests.Close([.0979197290413951, .0271518626232265, .449437205966834, .120825779565862, .0630692785915065], [.. found.Shares.Select(s => s.Beta * s.Beta)], 1e-12);
        PairwiseComparisonTests.Close([.124664909905748, .417164470500591, .440615646723924, .215003501618544, .173518927324862], [.. found.Shares.Select(s => s.Correlation * s.Correlation)], 1e-12);
    }

    [Fact]
    public void Relative_weights_agree_with_the_R_package_rwa()
    {
        var columns = Columns("data/mtcars.csv", "hp", "cyl", "disp", "gear", "mpg");
        var products = Core.Measure.Satisfaction.Weighting.CrossProducts.Of(columns);
        PairwiseComparisonTests.Close([.232174439299447, .228479725928217, .222146870540001, .0963886032153909], RelativeImportance.Johnson(products.Correlations(), 4), 1e-12);
    }

    /// <summary>relaimpo on 119,567 rows of the public airline satisfaction data in which 0 = not applicable is left out.</summary>
    [Fact]
    public void Shares_of_fourteen_drivers_over_a_hundred_thousand_rows_agree_with_relaimpo()
    {
        string[] names = ["Departure and Arrival Time Convenience", "Ease of Online Booking", "Check-in Service", "Online Boarding", "Gate Location", "On-board Service", "Seat Comfort", "Leg Room Service", "Cleanliness", "Food and Drink", "In-flight Service", "In-flight Wifi Service", "In-flight Entertainment", "Baggage Handling"];
        double[] lmg = [.0224003519513197, .0220168828432989, .0181501456247397, .151937387609985, .002895608156876, .0344808696524536, .0348142208747633, .0405449440076464, .0223821401646166, .0100070233005553, .0145942598553933, .0519980733831303, .0464523393460822, .0156563667153729];
        var columns = Columns("data/airline_passenger_satisfaction_129880.csv", [.. names, "Satisfaction"]);
        List<double[]> drivers = [.. columns.Take(14).Select(c => c.Select(v => v == 0 ? double.NaN : v).ToArray())];
        var watch = Stopwatch.StartNew();
        var found = RelativeImportance.Of(columns[14], drivers).Value;
        TestContext.Current.SendDiagnosticMessage($"14 drivers, {columns[14].Length} rows: {watch.Elapsed.TotalMilliseconds:0} ms");
        PairwiseComparisonTests.Close(lmg, [.. found.Shares.Select(s => s.Share)], 1e-9);
        Assert.Equal(119_567, found.N);
        Assert.Equal(.488330613486233, found.RSquared, 1e-9);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.MissingRows);
        var johnson = RelativeImportance.Johnson(Core.Measure.Satisfaction.Weighting.CrossProducts.Of([.. drivers, columns[14]]).Correlations(), 14);
        Assert.Equal(.151932331968799, johnson[3], 1e-9);
        Assert.Equal(.038543169637921, johnson[12], 1e-9);
    }

    [Fact]
    public void Shares_add_up_to_the_fit_and_do_not_depend_on_the_order() => Gen.Select(Gen.Int[2, 7], Gen.Int[1, 1 << 30]).Sample((p, seed) =>
    {
        var (outcome, drivers) = Random(p, 60, (ulong)seed);
        var found = RelativeImportance.Shapley(outcome, drivers);
        var turned = RelativeImportance.Shapley(outcome, [.. drivers.AsEnumerable().Reverse()]);
        PairwiseComparisonTests.Close([.. found.Reverse()], turned, 1e-9);
        var johnson = RelativeImportance.Johnson(Core.Measure.Satisfaction.Weighting.CrossProducts.Of([.. drivers, outcome]).Correlations(), p);
        Assert.Equal(found.Sum(), johnson.Sum(), 1e-9);
        Assert.All(found, s => Assert.True(s > -1e-12));
    }, iter: 50);

    [Fact]
    public void A_driver_that_repeats_another_shares_with_it_and_is_named()
    {
        var (outcome, drivers) = Random(3, 200, 5);
        var found = RelativeImportance.Of(outcome, [.. drivers, drivers[0], Enumerable.Repeat(4.0, 200).ToArray()]).Value;
        Assert.Equal(found.Shares[0].Share, found.Shares[3].Share, 1e-9);
        Assert.Equal(0, found.Shares[4].Share);
        Assert.Equal(RelativeImportance.Shapley(outcome, drivers).Sum(), found.RSquared, 1e-9);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.Singular);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.ZeroVariance);
        Assert.True(double.IsNaN(found.Shares[0].Beta));
    }

    [Fact]
    public void Intervals_hold_the_share_and_narrow_with_the_rows()
    {
        double Width(int n)
        {
            var (outcome, drivers) = Random(3, n, 11);
            var found = RelativeImportance.Of(outcome, drivers, rounds: 300).Value;
            Assert.All(found.Shares, s => Assert.True(s.Interval.Contains(s.Share)));
            return found.Shares.Average(s => s.Interval.High - s.Interval.Low);
        }

        var (few, many) = (Width(100), Width(10_000));
        Assert.InRange(few / many, 6, 16);
    }

    [Fact]
    public void Too_little_is_refused_with_its_reason()
    {
        var (outcome, drivers) = Random(3, 20, 1);
        Assert.Equal("measure.drivers.few", RelativeImportance.Of(outcome, drivers).Refusals[0].Code);
        Assert.Equal("measure.drivers.none", RelativeImportance.Of(outcome, []).Refusals[0].Code);
        Assert.Equal("measure.drivers.few", RelativeImportance.Of([], [[]]).Refusals[0].Code);
        (_, drivers) = Random(3, 50, 1);
        Assert.Equal("measure.drivers.outcome-equal", RelativeImportance.Of([.. Enumerable.Repeat(5.0, 50)], drivers).Refusals[0].Code);
        Assert.Equal("measure.drivers.lengths", RelativeImportance.Of(outcome, drivers).Refusals[0].Code);
    }

    [Fact]
    public void More_than_sixteen_drivers_are_weighed_by_relative_weights()
    {
        var (outcome, drivers) = Random(20, 400, 3);
        var found = RelativeImportance.Of(outcome, drivers).Value;
        Assert.False(found.Exact);
        Assert.InRange(found.RSquared, .3, 1);
    }

    private static Drivers Swiss()
    {
        var columns = Columns("data/swiss.csv", "Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality", "Fertility");
        return RelativeImportance.Of(columns[5], columns[..5]).Value;
    }

    private static double[][] Columns(string file, params string[] names)
    {
        var lines = File.ReadAllLines(SharedFolder.Need(file)).Select(l => l.Split(',').Select(c => c.Trim('"')).ToArray()).ToList();
        return [.. names.Select(n =>
        {
            var at = Array.IndexOf(lines[0], n);
            Assert.True(at >= 0, n);
            return lines.Skip(1).Select(l => l[at] == "Satisfied" ? 1 : double.TryParse(l[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : 0).ToArray();
        })];
    }

    private static (double[] Outcome, double[][] Drivers) Random(int p, int n, ulong seed)
    {
        var random = new Rng(seed);
        var rows = Enumerable.Range(0, n).Select(_ =>
        {
            var common = random.Normal();
            var x = Enumerable.Range(0, p).Select(_ => .6 * common + random.Normal()).ToArray();
            return (X: x, Y: x.Select((v, j) => v * (j + 1) / p).Sum() + random.Normal(0, 1.5));
        }).ToList();
        return ([.. rows.Select(r => r.Y)], [.. Enumerable.Range(0, p).Select(j => rows.Select(r => r.X[j]).ToArray())]);
    }
}
