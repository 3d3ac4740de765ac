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

    [Theory]
    [InlineData("儿童票怎么买")]
    [InlineData("景区下午场今天晚点吗")]
    [InlineData("请问退票要手续费吗？")]
    [InlineData("行李能带多大的")]
    [InlineData("How do I change my ticket?")]
    [InlineData("用着还可以，希望再快一点")]
    public void A_question_and_a_shrug_are_neutral_and_name_no_failing(string text)
    {
        var c = Classifier.Classify(text);
        Assert.Equal(("", "neutral"), (c.Taxonomy, c.Polarity));
    }

    [Theory]
    [InlineData("检票刷脸很快。", "", "positive")]
    [InlineData("座位舒服，广播清楚。", "", "positive")]
    [InlineData("带老人出行，工作人员很贴心", "07.5", "positive")]
    [InlineData("价格合适，服务好！👍", "07.5", "positive")]
    [InlineData("The train was on time and clean", "", "positive")]
    [InlineData("退款怎么还没到账？", "06.1", "negative")]
    [InlineData("支付失败怎么办", "03.1", "negative")]
    [InlineData("候补到发车都没兑现", "01.6", "negative")]
    [InlineData("三台自助机坏了两台，不过志愿者很热情", "09.4", "negative")]
    [InlineData("安检只开一个口，排了一个小时", "09.2", "negative")]
    [InlineData("轮椅没人推", "11.8", "negative")]
    [InlineData("Nice app, but I was charged twice and support never replied", "03.3", "negative")]
    public void Praise_of_a_matter_is_no_failing_of_it_and_does_not_excuse_another(string text, string code, string polarity)
    {
        var c = Classifier.Classify(text);
        Assert.Equal((code, polarity), (c.Taxonomy, c.Polarity));
    }

    [Theory]
    [InlineData("退款还没到账", "zh")]
    [InlineData("G7012 app 闪退了", "zh")]
    [InlineData("My refund is missing", "en")]
    [InlineData("電車がとても遅いです", "ja")]
    [InlineData("환불이 안 됩니다", "ko")]
    [InlineData("Поезд опоздал на два часа", "ru")]
    [InlineData("El tren llegó muy tarde y no me devolvieron el dinero", "es")]
    [InlineData("Le train est en retard et je ne suis pas remboursé", "fr")]
    [InlineData("Der Zug war sehr spät und nicht sauber", "de")]
    [InlineData("12345 !!", null)]
    public void The_language_is_told_by_script_and_common_words(string text, string? language) =>
        Assert.Equal(language, Classifier.Language(text));

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
