using Piaozhi.Core.Loop;
using Piaozhi.Core.Standardize;

namespace Piaozhi.Core.Tests.Standardize;

public class SimilarLessonsTests
{
    private static Lesson A(string id, string title, string indicator, string taxonomy, Slice slice) =>
        new(id, "I" + id, title, "", true, [indicator], taxonomy, slice, new DateTime(2026, 1, 1));

    [Fact]
    public void The_nearest_lesson_comes_first_and_unlike_ones_not_at_all()
    {
        var gateway = A("1", "微信支付网关超时加重试", "K22", "03.1", Slice.Of("channel", "app"));
        var elsewhere = A("2", "支付宝支付失败提示", "K22", "03.2", Slice.Of("channel", "web"));
        var queue = A("3", "窗口排队分流", "K16", "07.5", Slice.Of("outlet", "西站"));
        var found = SimilarLessons.Find(new LessonQuery("微信支付超时", ["K22"], "03.1", Slice.Of("channel", "app")), [queue, elsewhere, gateway]);
        Assert.Equal(["1", "2"], found.Select(f => f.Lesson.Id));
        Assert.True(found[0].Score > found[1].Score);
    }
}
