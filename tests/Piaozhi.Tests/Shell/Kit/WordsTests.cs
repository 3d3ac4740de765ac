using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Tests.Shell.Kit;

public class WordsTests
{
    private static readonly CultureInfo Zh = new("zh-CN"), En = new("en");

    [Fact]
    public void Moments_are_written_as_people_write_them()
    {
        var at = new DateTime(2026, 3, 5, 14, 0, 0);
        Assert.Equal("2026-03-05 周四 14:00", Moments.Of(at, Zh));
        Assert.Equal("Thu 2026-03-05 14:00", Moments.Of(at, En));
        Assert.Equal("3 小时 20 分", Moments.Length(new TimeSpan(3, 20, 0), Zh));
        Assert.Equal("2 d", Moments.Length(new TimeSpan(2, 0, 59, 0), En));
        Assert.Equal("3 小时前", Moments.Away(at.AddHours(-3.4), at, Zh));
        Assert.Equal("in 2 d", Moments.Away(at.AddDays(2.5), at, En));
    }

    [Fact]
    public void A_slice_is_told_in_words_and_never_in_keys()
    {
        var slice = Slice.Of("channel", "app").With("attributes.payment_method", "wechat").With("outlet", "东站");
        Assert.Equal("支付方式：微信支付；渠道：App；站点：东站", SliceText.Of(slice, Zh));
        Assert.Equal("Payment method: WeChat Pay; Channel: App; Outlet: 东站", SliceText.Of(slice, En));
        Assert.Equal("Door number: 7", SliceText.Of(Slice.Of("attributes.door_number", "7"), En));
        Assert.Equal("全部", SliceText.Of(Slice.Whole, Zh));
    }

    [Fact]
    public void A_view_is_read_from_an_address_and_written_back()
    {
        var view = View.Of("/measure?from=2026-03-01&to=2026-03-07&outlet=%E4%B8%9C%E7%AB%99&search=x");
        Assert.Equal(new Period(new(2026, 3, 1), new(2026, 3, 8)), view.Period);
        Assert.Equal("东站", view.Outlet);
        Assert.Equal(view, View.Of(view.In("/diagnose?search=y")));
        Assert.Contains("search=y", view.In("/diagnose?search=y"), StringComparison.Ordinal);
        Assert.Equal(View.Everything, View.Of("/measure?from=nonsense&to=2026-03-07"));
    }
}
