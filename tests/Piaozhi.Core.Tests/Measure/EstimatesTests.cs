using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Measure;

public class EstimatesTests
{
    private static Indicator P90 => IndicatorCatalog.BuiltIn.Find("K16")!;

    [Theory]
    [InlineData(1)]
    [InlineData(28)]
    public void A_quantile_of_too_few_values_has_no_interval(long n)
    {
        Assert.Equal(StatisticKind.Quantile, P90.Statistic);
        var estimate = Estimates.Of(P90, new Sufficient(n, 0, n, Quantile: 9, Low: 9, High: 9));
        Assert.Equal(9, estimate.Value);
        Assert.True(double.IsNaN(estimate.Low) && double.IsNaN(estimate.High));
    }

    [Fact]
    public void A_quantile_of_enough_values_lies_between_two_of_them()
    {
        var estimate = Estimates.Of(P90, new Sufficient(29, 0, 29, Quantile: 9, Low: 7, High: 12));
        Assert.Equal((7, 12), (estimate.Low, estimate.High));
    }
}
