using Piaozhi.Core.Detect.Charts;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Detect.Charts;

public class WeekProfileTests
{
    private static readonly DateTime Monday = new(2026, 6, 1);

    private static DayKind Plain(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.Ordinary;

    private static List<Point> Weeks(int weeks, Func<int, double> rate, ulong seed = 1)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, 7 * weeks).Select(d => new Point(Monday.AddDays(d), Sufficient.Proportion(Enumerable.Range(0, 2000).Count(_ => rng.Chance(rate(d % 7))), 2000)))];
    }

    [Fact]
    public void A_rhythm_is_taken_out_and_drawn_back_in()
    {
        var points = Weeks(8, d => d == 6 ? .80 : .95);
        var profile = WeekProfile.Of(points, StatisticKind.Proportion, Plain);
        Assert.True(profile.Shows);
        var flat = points.Select(p => profile.Without(p).Statistic.Value(StatisticKind.Proportion)).ToList();
        Assert.True(flat.Max() - flat.Min() < .05);
        Assert.InRange(profile.Back(Monday.AddDays(6), .93), .77, .83);
        Assert.InRange(profile.Back(Monday, .93), .92, .97);
    }

    [Fact]
    public void A_holiday_is_expected_to_be_a_sunday()
    {
        var profile = WeekProfile.Of(Weeks(8, d => d == 6 ? .80 : .95), StatisticKind.Proportion, day => day == new DateOnly(2026, 9, 2) ? DayKind.Holiday : Plain(day));
        Assert.Equal(profile.Back(Monday.AddDays(6), .93), profile.Back(new DateTime(2026, 9, 2), .93));
    }

    [Fact]
    public void Days_that_differ_by_chance_alone_are_left_nearly_as_they_are()
    {
        var moved = Enumerable.Range(1, 20).Select(seed => WeekProfile.Of(Weeks(6, _ => .9, (ulong)seed), StatisticKind.Proportion, Plain))
            .Average(p => Enumerable.Range(0, 7).Max(d => Math.Abs(p.Back(Monday.AddDays(d), .9) - .9)));
        Assert.True(moved < .003, moved.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Under_three_weeks_there_is_no_rhythm() => Assert.False(WeekProfile.Of(Weeks(2, d => d == 6 ? .5 : .95), StatisticKind.Proportion, Plain).Shows);
}
