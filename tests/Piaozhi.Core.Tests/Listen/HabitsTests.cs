using System.Text;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Privacy;

namespace Piaozhi.Core.Tests.Listen;

public class HabitsTests
{
    private const string Sample = "网点,窗口,取号时间\n东站,W03,2026-01-15\n";

    [Fact]
    public void The_encoding_is_found_with_and_without_a_mark()
    {
        foreach (var encoding in new[] { new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode, Encodings.Gb18030 })
        {
            byte[] marked = [.. encoding.GetPreamble(), .. encoding.GetBytes(Sample)];
            Assert.Equal(Sample, Encodings.Detect(marked).GetString(marked).TrimStart('\uFEFF'));
        }
    }

    [Fact]
    public void A_character_cut_by_the_end_of_the_head_does_not_make_utf8_something_else()
    {
        var bytes = Encoding.UTF8.GetBytes("票质票质");
        for (var length = 1; length <= bytes.Length; length++)
            Assert.IsType<UTF8Encoding>(Encodings.Detect(bytes.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", ',')]
    [InlineData("a;b\n1,5;2,5\n", ';')]
    [InlineData("a\tb\n1\t2\n", '\t')]
    [InlineData("176|176.1|T|NONE|ENTERQUEUE||138|1\n176|176.1|T|A|CONNECT|14|1|2\n", '|')]
    [InlineData("alone\n1\n", ',')]
    public void The_separator_is_the_one_that_stands_equally_often(string head, char separator) => Assert.Equal(separator, Encodings.Separator(head));

    [Theory]
    [InlineData("１２３４．５", 1234.5)]
    [InlineData("1,234,567.80", 1234567.8)]
    [InlineData("￥19.60", 19.6)]
    [InlineData("196元", 196)]
    public void Numbers_are_read_as_people_write_them(string text, double value)
    {
        Assert.True(Numbers.TryRead(text, out double read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("1,2")]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData("十")]
    public void What_is_not_surely_a_number_is_none(string text) => Assert.False(Numbers.TryRead(text, out double _));

    [Theory]
    [InlineData("2026年1月15日 10点", "2026-01-15T10:00:00+08:00")]
    [InlineData("2026年1月15日下午3点05分", "2026-01-15T15:05:00+08:00")]
    [InlineData("2026/1/5 8:03", "2026-01-05T08:03:00+08:00")]
    [InlineData("２０２６-０１-１５ 10:00:00", "2026-01-15T10:00:00+08:00")]
    [InlineData("20260115100000", "2026-01-15T10:00:00+08:00")]
    [InlineData("46037.5", "2026-01-15T12:00:00+08:00")]
    [InlineData("1768449600", "2026-01-15T12:00:00+08:00")]
    [InlineData("2026-01-15T10:00:00Z", "2026-01-15T18:00:00+08:00")]
    public void Times_are_read_as_exports_write_them(string text, string expected)
    {
        Assert.True(Times.TryReadHabit(text, TimeSpan.FromHours(8), out var at));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), at);
    }

    [Theory]
    [InlineData("我叫王小明，电话13800001234", "我叫[姓名]，电话[电话]")]
    [InlineData("call 138 0000 1234 or mail a.b@x.cn", "call [电话] or mail [邮箱]")]
    [InlineData("身份证 11010519491231002X 核验失败", "身份证 [身份证] 核验失败")]
    [InlineData("主叫138****0000打来", "主叫[电话]打来")]
    [InlineData("退了196元，等了20分钟", "退了196元，等了20分钟")]
    [InlineData("订单T20260114000123没出票", "订单T20260114000123没出票")]
    public void Personal_data_in_free_text_is_masked_and_the_rest_stands(string text, string masked) => Assert.Equal(masked, PersonalText.Mask(text));

    [Fact]
    public void An_identity_number_with_a_wrong_check_character_is_none()
    {
        Assert.True(PersonalText.IsIdentity("11010519491231002X"));
        Assert.False(PersonalText.IsIdentity("110105194912310021"));
    }

    [Fact]
    public void One_person_has_one_pseudonym_under_one_key_and_another_under_another()
    {
        var (a, b) = (new Guard(new byte[32]), new Guard([.. Enumerable.Repeat((byte)1, 32)]));
        Assert.Equal(a.Identifier("138 0000 1234"), a.Identifier("+8613800001234"));
        Assert.NotEqual(a.Identifier("13800001234"), b.Identifier("13800001234"));
        Assert.Equal("C-1007", a.Identifier("C-1007"));
        Assert.Equal(a.Hash("13800001234"), a.Hash(a.Hash("13800001234")));
    }
}
