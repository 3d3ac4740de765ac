using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Measure;

public class IndicatorCatalogTests
{
    private static readonly CultureInfo Zh = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo En = CultureInfo.GetCultureInfo("en");

    [Fact]
    public void Every_indicator_in_the_box_can_be_asked_of_the_facts()
    {
        Assert.True(IndicatorCatalog.BuiltIn.All.Count >= 90);
        Assert.Empty(IndicatorCatalog.BuiltIn.All.SelectMany(IndicatorCatalog.Check));
    }

    [Fact]
    public void A_field_that_no_table_has_is_named()
    {
        var good = IndicatorCatalog.BuiltIn.Find("K81")!;
        var share = (ShareDefinition)good.Definition;
        var bad = good with { Definition = share with { When = [new Condition("rating; DROP TABLE x", Comparison.Lte, ["2"])] } };
        Assert.Contains(("measure.indicator.field", "Feedback.rating; DROP TABLE x"), IndicatorCatalog.Check(bad));
    }

    [Fact]
    public void Working_days_skip_the_spring_festival_and_count_make_up_days()
    {
        var calendar = WorkCalendar.Chinese;
        Assert.Equal(DayKind.MakeUpWorkday, calendar.Kind(new DateOnly(2026, 2, 14)));
        Assert.Equal(DayKind.Holiday, calendar.Kind(new DateOnly(2026, 2, 16)));
        Assert.Equal(1, calendar.Between(new DateOnly(2026, 2, 14), new DateOnly(2026, 2, 24)));
        Assert.Equal(new DateOnly(2026, 2, 24), calendar.Add(new DateOnly(2026, 2, 14), 1));
    }

    /// <summary>Notices of the State Council's General Office: 国办发明电〔2023〕7号, 〔2024〕12号, and that of 4 November 2025.</summary>
    [Theory]
    [InlineData(2024, 30, "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12", "01-01 02-10 02-17 04-04 05-05 06-10 09-15 10-07", "02-09 06-11 10-08")]
    [InlineData(2025, 28, "01-26 02-08 04-27 09-28 10-11", "01-01 01-28 02-04 04-04 05-05 06-02 10-08", "01-02 01-27 06-03 10-09")]
    [InlineData(2026, 33, "01-04 02-14 02-28 05-09 09-20 10-10", "01-02 02-15 02-23 04-06 05-05 06-19 09-25 10-07", "02-13 02-24 09-28 10-08")]
    public void Holidays_and_make_up_days_are_those_that_were_decreed(int year, int holidays, string makeUp, string off, string on)
    {
        var calendar = WorkCalendar.Chinese;
        IEnumerable<DateOnly> Days(string days) => days.Split(' ').Select(d => DateOnly.ParseExact($"{year}-{d}", "yyyy-MM-dd", CultureInfo.InvariantCulture));
        var all = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(i => new DateOnly(year, 1, 1).AddDays(i)).ToList();
        Assert.Equal(Days(makeUp), all.Where(d => calendar.Kind(d) == DayKind.MakeUpWorkday));
        Assert.Equal(holidays, all.Count(d => calendar.Kind(d) == DayKind.Holiday));
        Assert.All(Days(off), d => Assert.Equal(DayKind.Holiday, calendar.Kind(d)));
        Assert.All(Days(on), d => Assert.NotEqual(DayKind.Holiday, calendar.Kind(d)));
    }

    [Fact]
    public void Values_are_shown_with_their_unit()
    {
        Assert.Equal("95.3%", Shown.Value(.9531, Unit.Percent, Zh));
        Assert.Equal("3 小时 20 分", Shown.Value(200, Unit.Minutes, Zh));
        Assert.Equal("1.23 万", Shown.Value(12_345, Unit.Count, Zh));
        Assert.Equal("12,345", Shown.Value(12_345, Unit.Count, En));
        Assert.Equal("−1.5 个百分点", Shown.Change(-.015, Unit.Percent, Zh));
    }

    [Fact]
    public void A_share_of_few_units_carries_its_interval_and_a_caveat()
    {
        var e = Estimates.Of(IndicatorCatalog.BuiltIn.Find("K22")!, Sufficient.Proportion(9, 10));
        Assert.Equal(.9, e.Value, 12);
        Assert.True(e.Low is > .59 and < .60 && e.High is > .98 and < .99);
        Assert.Equal(CaveatId.SmallSample, Assert.Single(e.Caveats).Id);
    }
}
