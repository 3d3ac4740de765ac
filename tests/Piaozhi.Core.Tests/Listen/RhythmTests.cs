using Piaozhi.Core.Listen.Quality;

namespace Piaozhi.Core.Tests.Listen;

public class RhythmTests
{
    private static readonly DateTime Start = new(2026, 1, 5);

    [Fact]
    public void A_night_without_rows_is_the_rhythm_and_a_day_without_them_is_a_gap()
    {
        var hours = Days(28, (day, hour) => hour is >= 6 and < 22 && !(day == 20 && hour >= 9) ? 5 : 0);
        var gap = Assert.Single(Rhythm.Silences(hours, Start, Start.AddDays(28)));
        Assert.Equal((Start.AddDays(20).AddHours(9), Start.AddDays(21).AddHours(6), false), (gap.From, gap.To, gap.Lasting));
        Assert.Equal(13 * 5, gap.Expected);
    }

    [Fact]
    public void A_source_that_stopped_is_still_silent_at_the_end()
    {
        var gap = Assert.Single(Rhythm.Silences(Days(28, (day, hour) => day < 27 ? 3 : 0), Start, Start.AddDays(28)));
        Assert.Equal((Start.AddDays(27), true), (gap.From, gap.Lasting));
    }

    [Fact]
    public void A_closed_weekend_is_no_gap_once_three_weeks_are_known() =>
        Assert.Empty(Rhythm.Silences(Days(28, (day, hour) => Start.AddDays(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 4), Start, Start.AddDays(28)));

    [Fact]
    public void A_source_of_few_rows_is_not_called_silent_for_an_empty_afternoon() =>
        Assert.Empty(Rhythm.Silences(Days(28, (day, hour) => hour == (day * 7) % 24 ? 2 : 0), Start, Start.AddDays(28)));

    [Fact]
    public void A_rhythm_that_varies_from_week_to_week_is_no_gap() =>
        Assert.Empty(Rhythm.Silences(Days(28, (day, hour) => hour == 3 ? (day / 7) % 2 == 0 ? 20 : 0 : 10), Start, Start.AddDays(28)));

    [Fact]
    public void Nothing_is_said_of_less_than_two_days() => Assert.Empty(Rhythm.Silences(Days(1, (_, h) => h < 3 ? 50 : 0), Start, Start.AddHours(40)));

    private static Dictionary<DateTime, long> Days(int days, Func<int, int, long> count)
    {
        var hours = new Dictionary<DateTime, long>();
        for (var day = 0; day < days; day++)
            for (var hour = 0; hour < 24; hour++)
                if (count(day, hour) is > 0 and var n)
                    hours[Start.AddDays(day).AddHours(hour)] = n;
        return hours;
    }
}
