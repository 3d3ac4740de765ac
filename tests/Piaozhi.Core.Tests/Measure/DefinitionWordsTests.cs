using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Measure;

public class DefinitionWordsTests
{
    [Fact]
    public void Every_definition_in_the_box_is_said_in_both_languages_without_a_code_of_an_activity()
    {
        foreach (var i in IndicatorCatalog.BuiltIn.All)
        {
            var lines = DefinitionWords.Of(i.Definition);
            Assert.True(lines.Count >= 2, i.Code);
            Assert.All(lines, l => Assert.True(l.Text.Zh.Length > 0 && l.Text.En.Length > 0, i.Code));
            Assert.All(lines, l => Assert.DoesNotMatch(@"\b(order|payment|ticket|gate|refund|call|complaint)\.[a-z_]+", l.Text.Zh + l.Text.En));
        }
    }

    [Fact]
    public void A_share_says_population_numerator_and_when_its_day_is_complete()
    {
        var lines = DefinitionWords.Of(IndicatorCatalog.BuiltIn.Find("K74")!.Definition);
        Assert.Contains(lines, l => l.Label.Zh == "计入（分子）" && l.Text.Zh.Contains("10 个工作日内有", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Label.Zh == "归属日期" && l.Text.En.Contains("complete after 10 working days", StringComparison.Ordinal));
    }

    [Fact]
    public void Charts_and_units_of_the_box_fit_their_definitions()
    {
        // What the form offers must hold for what is in the box, or the box could not be made in the form.
        Assert.Empty(IndicatorCatalog.BuiltIn.All.SelectMany(i => IndicatorRules.Check(i).Select(w => $"{i.Code} {w.Code} {w.Subject}")));
    }

    [Fact]
    public void Versions_cut_a_stretch_of_days_where_another_one_begins_to_count()
    {
        var one = IndicatorCatalog.BuiltIn.Find("K22")!;
        var versions = new IndicatorVersions([new(one, null), new(one with { Version = 2, Target = null }, new(2026, 3, 5)), new(one with { Version = 3, Definition = IndicatorCatalog.BuiltIn.Find("K25")!.Definition }, new(2026, 3, 9))]);
        var parts = versions.Within(new(new(2026, 3, 1), new(2026, 3, 20)));
        Assert.Equal([(1, 5), (2, 9), (3, 20)], parts.Select(p => (p.Version.Indicator.Version, p.Period.To.Day)));
        Assert.Equal(new DateOnly(2026, 3, 9), Assert.Single(versions.DefinitionChanges()).On);
        Assert.Equal(2, versions.On(new(2026, 3, 8)).Indicator.Version);
    }
}
