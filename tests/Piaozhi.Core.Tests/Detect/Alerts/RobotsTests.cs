using System.Globalization;
using System.Text;
using System.Text.Json;
using Piaozhi.Core.Detect.Alerts;

namespace Piaozhi.Core.Tests.Detect.Alerts;

/// <summary>Field by field what the vendors document for group robots.</summary>
public sealed class RobotsTests
{
    private static AlertMessage AMessage(AlertKind kind = AlertKind.Opened, int items = 0, string title = "支付成功率在 App 下降 3.1 个百分点") => new(
        kind, "problem:P1", "zh", title, "https://q.example.cn/diagnose/P1", "查看问题", [new("在哪里", "渠道：App"), new("受影响业务", "1.2 万")],
        [.. Enumerable.Range(1, items).Select(i => new AlertItem($"问题 {i} 的标题", $"https://q.example.cn/diagnose/P{i}", "渠道：App"))]);

    private static string[] Names(JsonElement e) => [.. e.EnumerateObject().Select(p => p.Name)];

    [Fact]
    public void WeCom_gets_markdown_with_its_own_colors()
    {
        using var json = JsonDocument.Parse(Robots.WeCom(AMessage()));
        Assert.Equal(["msgtype", "markdown"], Names(json.RootElement));
        Assert.Equal("markdown", json.RootElement.GetProperty("msgtype").GetString());
        Assert.Equal(["content"], Names(json.RootElement.GetProperty("markdown")));
        var content = json.RootElement.GetProperty("markdown").GetProperty("content").GetString()!;
        Assert.StartsWith("**<font color=\"warning\">支付成功率在 App 下降 3.1 个百分点</font>**\n> 在哪里：<font color=\"comment\">渠道：App</font>\n", content, StringComparison.Ordinal);
        Assert.EndsWith("[查看问题](https://q.example.cn/diagnose/P1)", content, StringComparison.Ordinal);
    }

    [Fact]
    public void WeCom_never_gets_more_than_it_takes_and_always_the_link()
    {
        using var json = JsonDocument.Parse(Robots.WeCom(AMessage(AlertKind.Digest, 200)));
        var content = json.RootElement.GetProperty("markdown").GetProperty("content").GetString()!;
        Assert.InRange(Encoding.UTF8.GetByteCount(content), 3000, Robots.WeComBytes);
        Assert.EndsWith("…\n[查看问题](https://q.example.cn/diagnose/P1)", content, StringComparison.Ordinal);
    }

    [Fact]
    public void DingTalk_gets_an_action_card_with_one_button()
    {
        using var json = JsonDocument.Parse(Robots.DingTalk(AMessage()));
        Assert.Equal("actionCard", json.RootElement.GetProperty("msgtype").GetString());
        var card = json.RootElement.GetProperty("actionCard");
        Assert.Equal(["title", "text", "singleTitle", "singleURL", "btnOrientation"], Names(card));
        Assert.Equal(("查看问题", "https://q.example.cn/diagnose/P1"), (card.GetProperty("singleTitle").GetString(), card.GetProperty("singleURL").GetString()));
        Assert.StartsWith("### 支付成功率", card.GetProperty("text").GetString(), StringComparison.Ordinal);
        using var bare = JsonDocument.Parse(Robots.DingTalk(AMessage() with { Url = "" }));
        Assert.Equal(["title", "text"], Names(bare.RootElement.GetProperty("markdown")));
    }

    [Fact]
    public void Feishu_gets_a_card_and_beside_it_timestamp_and_sign()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_600_000_000);
        using var json = JsonDocument.Parse(Robots.Feishu(AMessage(), now, "demo"));
        Assert.Equal(["timestamp", "sign", "msg_type", "card"], Names(json.RootElement));
        Assert.Equal(("1600000000", "interactive"), (json.RootElement.GetProperty("timestamp").GetString(), json.RootElement.GetProperty("msg_type").GetString()));
        var card = json.RootElement.GetProperty("card");
        Assert.Equal("plain_text", card.GetProperty("header").GetProperty("title").GetProperty("tag").GetString());
        Assert.Equal("red", card.GetProperty("header").GetProperty("template").GetString());
        Assert.Equal("lark_md", card.GetProperty("elements")[0].GetProperty("text").GetProperty("tag").GetString());
        var button = card.GetProperty("elements")[1].GetProperty("actions")[0];
        Assert.Equal(("button", "https://q.example.cn/diagnose/P1"), (button.GetProperty("tag").GetString(), button.GetProperty("url").GetString()));
        using var open = JsonDocument.Parse(Robots.Feishu(AMessage(), now, null));
        Assert.Equal(["msg_type", "card"], Names(open.RootElement));
    }

    // Values made with the vendors' published Python samples (hmac, hashlib, base64), secret "this is secret" and "demo".
    [Fact]
    public void Signatures_are_those_of_the_vendors_samples()
    {
        Assert.Equal("hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=", Robots.DingTalkSign(1_577_262_236_757, "this is secret"));
        Assert.Equal("l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=", Robots.FeishuSign(1_599_360_473, "demo"));
        var address = Robots.DingTalkAddress("https://oapi.dingtalk.com/robot/send?access_token=x", DateTimeOffset.FromUnixTimeMilliseconds(1_577_262_236_757), "this is secret");
        Assert.StartsWith("https://oapi.dingtalk.com/robot/send?access_token=x&timestamp=1577262236757&sign=", address, StringComparison.Ordinal);
        Assert.DoesNotContain('+', address);
        Assert.Equal("sha256=677f568b706c73c0b7d6ab355672fc694edfcab5158f47431153a55e3a5414fc", Robots.WebhookSign(1_600_000_000, "{}", "demo"));
    }

    [Fact]
    public void Names_are_no_markup()
    {
        var text = Robots.WeCom(AMessage(title: "在 <font>[东站](http://evil)</font> 下降"));
        Assert.DoesNotContain("[东站]", text, StringComparison.Ordinal);
        Assert.Contains("＜font＞【东站】", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"errcode":0,"errmsg":"ok"}""", Tried.Sent)]
    [InlineData(200, """{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}""", Tried.Sent)]
    [InlineData(200, """{"errcode":45009,"errmsg":"api freq out of limit"}""", Tried.Later)]
    [InlineData(200, """{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}""", Tried.Later)]
    [InlineData(200, """{"code":11232,"msg":"frequency limited"}""", Tried.Later)]
    [InlineData(200, """{"errcode":93000,"errmsg":"invalid webhook url"}""", Tried.Refused)]
    [InlineData(200, """{"errcode":310000,"errmsg":"sign not match"}""", Tried.Refused)]
    [InlineData(200, """{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}""", Tried.Refused)]
    [InlineData(204, "", Tried.Sent)]
    [InlineData(200, "thanks", Tried.Sent)]
    [InlineData(503, "", Tried.Later)]
    [InlineData(429, "", Tried.Later)]
    [InlineData(404, "", Tried.Refused)]
    [InlineData(302, "", Tried.Refused)]
    public void An_answer_is_read_as_it_is_meant(int status, string body, Tried tried) => Assert.Equal(tried, Sending.Read(status, body).Tried);

    [Theory]
    [InlineData("12:00", "22:00", "07:00", "2026-03-05 12:00")]
    [InlineData("23:30", "22:00", "07:00", "2026-03-06 07:00")]
    [InlineData("03:00", "22:00", "07:00", "2026-03-05 07:00")]
    [InlineData("07:00", "22:00", "07:00", "2026-03-05 07:00")]
    [InlineData("12:30", "12:00", "14:00", "2026-03-05 14:00")]
    [InlineData("12:30", null, null, "2026-03-05 12:30")]
    public void Quiet_hours_end_when_they_end(string now, string? from, string? to, string sent)
    {
        static TimeOnly? Time(string? text) => text is null ? null : TimeOnly.Parse(text, CultureInfo.InvariantCulture);
        Assert.Equal(DateTime.Parse(sent, CultureInfo.InvariantCulture), Sending.NotBefore(new DateTime(2026, 3, 5) + Time(now)!.Value.ToTimeSpan(), Time(from), Time(to)));
    }

    [Fact]
    public void Tries_come_further_and_further_apart_and_end()
    {
        var waits = Enumerable.Range(1, 6).Select(n => Sending.After(n)!.Value).ToList();
        Assert.Equal(waits.Order(), waits);
        Assert.Null(Sending.After(7));
    }
}
