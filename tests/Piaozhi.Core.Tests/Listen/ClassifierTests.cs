using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Listen.Mapping;

namespace Piaozhi.Core.Tests.Listen;

public class ClassifierTests
{
    [Theory]
    [InlineData("付款一直提示支付失败，太气人了", "03.1", "negative")]
    [InlineData("退款十多天了还没到账，客服不回复", "06.1", "negative")]
    [InlineData("闸机前刷脸刷了好几次都不认", "10.1", "negative")]
    [InlineData("窗口大姐特别耐心，服务很好，感谢", "07.5", "positive")]
    [InlineData("I was charged twice for one order, terrible", "03.3", "negative")]
    [InlineData("Train was two hours late and nobody cared", "11.1", "negative")]
    [InlineData("The staff were very helpful and friendly", "07.5", "positive")]
    [InlineData("嗯嗯", "", "neutral")]
    [InlineData("", "", "neutral")]
    public void A_text_gets_its_main_topic_and_polarity(string text, string code, string polarity)
    {
        var c = Classifier.Classify(text);
        Assert.Equal((code, polarity), (c.Taxonomy, c.Polarity));
        Assert.InRange(c.Intensity, 1, 5);
        Assert.InRange(c.Confidence, 0, 1);
    }

    [Fact]
    public void Praise_is_not_turned_round_by_a_word_that_only_ends_like_a_negation()
    {
        Assert.Equal("positive", Classifier.Classify("工作人员特别耐心，谢谢").Polarity);
        Assert.Equal("negative", Classifier.Classify("客服不耐心").Polarity);
    }

    [Fact]
    public void A_negation_turns_a_kind_word_round()
    {
        Assert.Equal("negative", Classifier.Classify("态度一点都不热情").Polarity);
        Assert.Equal("negative", Classifier.Classify("the clerk was not friendly").Polarity);
    }

    [Fact]
    public void There_are_fifteen_topics_and_seventy_leaves_each_with_names_and_cues()
    {
        Assert.Equal((15, 70), (Taxonomy.All.Count(t => !t.IsLeaf), Taxonomy.Leaves.Count()));
        Assert.All(Taxonomy.Leaves, t => Assert.True(t.Cues.Count >= 2 && t.Cues.All(c => c.Split('+').All(p => p.Length > 0)) && t.Zh.Length > 0 && t.En.Length > 0));
    }

    [Fact]
    public void A_mapping_is_the_same_after_it_was_written_and_read() =>
        Assert.All(Mappings.BuiltIn, m => Assert.Equal(Mappings.Write(m), Mappings.Write(Mappings.Read(Mappings.Write(m))!)));
}
