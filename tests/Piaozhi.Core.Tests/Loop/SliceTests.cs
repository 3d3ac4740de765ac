using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Tests.Loop;

public class SliceTests
{
    [Fact]
    public void A_slice_survives_being_written_into_an_address_and_read_back()
    {
        var slice = Slice.Of("outlet", "东站;a=b,c").With("channel", "web", "app");
        Assert.Equal(slice, Slice.Parse(slice.ToString()));
    }

    [Fact]
    public void A_narrower_slice_is_covered_and_an_excluding_one_is_not_met()
    {
        var app = Slice.Of("channel", "app");
        Assert.True(app.Covers(app.With("outlet", "东站")));
        Assert.False(app.Covers(Slice.Whole));
        Assert.False(app.Meets(Slice.Of("channel", "web")));
        Assert.True(app.Meets(Slice.Of("outlet", "东站")));
    }
}
