using Piaozhi.Core.Statistics.Regression;

namespace Piaozhi.Core.Tests.Statistics.Regression;

public class LeastSquaresTests
{
    // y on x = 1..4: slope 0.6, intercept 0, residuals 0.4, −0.2, −0.8, 0.6 (by hand).
    private static readonly double[][] Rows = [[1, 1], [1, 2], [1, 3], [1, 4]];
    private static readonly double[] Y = [1, 1, 1, 3];

    [Fact]
    public void A_line_through_four_points_is_the_one_computed_by_hand()
    {
        var fit = LeastSquares.Solve(Rows, Y)!;
        Assert.Equal(0, fit.Beta[0], 10);
        Assert.Equal(0.6, fit.Beta[1], 10);
        Assert.Equal(1.2 / 2 / 5, fit.Classical()[1, 1], 10);
    }

    [Fact]
    public void Newey_west_equals_the_sum_of_weighted_score_products_written_out()
    {
        // Slope scores u_i = (x_i − 2.5)·e_i; variance = (Σu² + 2·½·Σ u_i u_{i−1}) / Sxx².
        double[] u = [-1.5 * 0.4, -0.5 * -0.2, 0.5 * -0.8, 1.5 * 0.6];
        var expected = (u.Sum(v => v * v) + 2 * 0.5 * (u[0] * u[1] + u[1] * u[2] + u[2] * u[3])) / 25;
        Assert.Equal(expected, LeastSquares.Solve(Rows, Y)!.NeweyWest(1)[1, 1], 10);
    }

    [Fact]
    public void A_gap_in_time_is_no_neighbor()
    {
        double[] u = [-1.5 * 0.4, -0.5 * -0.2, 0.5 * -0.8, 1.5 * 0.6];
        var expected = (u.Sum(v => v * v) + 2 * 0.5 * (u[0] * u[1] + u[2] * u[3])) / 25;
        Assert.Equal(expected, LeastSquares.Solve(Rows, Y, times: [0, 1, 5, 6])!.NeweyWest(1)[1, 1], 10);
    }

    [Fact]
    public void Clustered_errors_add_scores_within_a_cluster()
    {
        double[] u = [-1.5 * 0.4, -0.5 * -0.2, 0.5 * -0.8, 1.5 * 0.6];
        var expected = (Math.Pow(u[0] + u[1], 2) + Math.Pow(u[2] + u[3], 2)) / 25 * 2 * 3 / 2;
        Assert.Equal(expected, LeastSquares.Solve(Rows, Y)!.Clustered(["a", "a", "b", "b"])[1, 1], 10);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_written_twice()
    {
        var weighted = LeastSquares.Solve(Rows, Y, [1, 1, 1, 2])!;
        var twice = LeastSquares.Solve([.. Rows, Rows[3]], [.. Y, Y[3]])!;
        Assert.Equal(twice.Beta[1], weighted.Beta[1], 10);
    }

    [Fact]
    public void Columns_that_say_the_same_give_no_fit() => Assert.Null(LeastSquares.Solve([[1, 2], [1, 2], [1, 2]], [1, 2, 3]));
}
