using System.Globalization;
using MudBlazor;
using Piaozhi.Core.Loop;
using Piaozhi.Shell;
using Piaozhi.Shell.Search;

namespace Piaozhi.Tests.Shell;

public class SearchTests
{
    [Theory]
    [InlineData("支付成功率", "zfcgl")]
    [InlineData("检票失败", "jpsb")]
    [InlineData("闸机 A3 离线", "zja3lx")]
    [InlineData("投诉响应时长", "tsxysc")]
    [InlineData("啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝", "abcdefghjklmnopqrstwxyz")]
    public void Chinese_text_has_the_first_letters_of_its_pinyin(string text, string initials) => Assert.Equal(initials, Pinyin.Initials(text));

    [Fact]
    public void What_is_nearer_comes_first_and_every_word_must_be_there()
    {
        FindAnything.Group[] all =
        [
            new(new("页面", "Pages"), [new(new("度量", "Measure"), "/measure")]),
            new(new("指标", "Indicators"), [new(new("自动支付失败率", "Auto-pay failures"), "/measure/K9"), new(new("支付成功率", "Payment success"), "/measure/K22", "K22")]),
        ];
        var zh = new CultureInfo("zh-CN");
        List<string> Hrefs(string typed) => [.. FindAnything.Run(all, typed, zh).SelectMany(g => g.Found).Select(f => f.Href)];
        Assert.Equal(["/measure/K22"], Hrefs("zfcg"));
        Assert.Equal(["/measure/K22", "/measure/K9"], Hrefs("支付").Order());
        Assert.Equal(["/measure/K22"], Hrefs("k22"));
        Assert.Equal(["/measure/K22"], Hrefs("支付 成功"));
        Assert.Equal(["/measure"], Hrefs("measure"));
        Assert.Empty(Hrefs("支付 退款"));
        Assert.Single(FindAnything.Run(all, "", zh));
    }

    [Fact]
    public void Every_text_of_the_component_library_has_its_Chinese()
    {
        var resources = new System.Resources.ResourceManager("MudBlazor.Resources.LanguageResource", typeof(MudTheme).Assembly)
            .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!;
        var keys = resources.Cast<System.Collections.DictionaryEntry>().Select(e => (string)e.Key).Order(StringComparer.Ordinal).ToList();
        Assert.True(keys.Count > 100);
        Assert.Equal(keys, MudTexts.Keys.Order(StringComparer.Ordinal));
    }
}
