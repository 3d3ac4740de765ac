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
