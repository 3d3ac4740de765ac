using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Piaozhi.Core.Detect.Alerts;

/// <summary>The message shapes of the group robots of WeCom, DingTalk and Feishu, and of a webhook of the operator's own.</summary>
public static class Robots
{
    /// <summary>WeCom takes at most 4,096 bytes of markdown (developer.work.weixin.qq.com, 群机器人配置说明).</summary>
    public const int WeComBytes = 4096;

    /// <summary>DingTalk and Feishu take bodies of about 20,000 bytes.</summary>
    private const int OtherBytes = 18_000;

    /// <summary>WeCom: <c>{"msgtype":"markdown","markdown":{"content":…}}</c>.</summary>
    public static string WeCom(AlertMessage m)
    {
        var color = m.Kind == AlertKind.Opened ? "warning" : "info";
        var text = new StringBuilder().Append("**<font color=\"").Append(color).Append("\">").Append(Plain(m.Title)).Append("</font>**\n");
        foreach (var f in m.Facts)
            text.Append("> ").Append(Plain(f.Label)).Append("：<font color=\"comment\">").Append(Plain(f.Value)).Append("</font>\n");
        return Json(new { msgtype = "markdown", markdown = new { content = Cut(text, Items(m, "\n"), Link(m), WeComBytes) } });
    }

    /// <summary>DingTalk: <c>{"msgtype":"actionCard","actionCard":{"title","text","singleTitle","singleURL"}}</c>; markdown where there is no link.</summary>
    public static string DingTalk(AlertMessage m)
    {
        var text = new StringBuilder().Append("### ").Append(Plain(m.Title)).Append("\n\n");
        foreach (var f in m.Facts)
            text.Append("- ").Append(Plain(f.Label)).Append("：").Append(Plain(f.Value)).Append('\n');
        var body = Cut(text, Items(m, "\n\n"), "", OtherBytes);
        return m.Url.Length > 0
            ? Json(new { msgtype = "actionCard", actionCard = new { title = m.Title, text = body, singleTitle = m.UrlText, singleURL = m.Url, btnOrientation = "0" } })
            : Json(new { msgtype = "markdown", markdown = new { title = m.Title, text = body } });
    }

    /// <summary>Feishu: an interactive card; with a secret <c>timestamp</c> (seconds, as text) and <c>sign</c> stand beside it.</summary>
    public static string Feishu(AlertMessage m, DateTimeOffset now, string? secret)
    {
        var text = new StringBuilder();
        foreach (var f in m.Facts)
            text.Append("**").Append(Plain(f.Label)).Append("**：").Append(Plain(f.Value)).Append('\n');
        var elements = new List<object> { new { tag = "div", text = new { tag = "lark_md", content = Cut(text, Items(m, "\n"), "", OtherBytes) } } };
        if (m.Url.Length > 0)
            elements.Add(new { tag = "action", actions = new[] { new { tag = "button", text = new { tag = "plain_text", content = m.UrlText }, url = m.Url, type = "primary" } } });
        var card = new
        {
            config = new { wide_screen_mode = true },
            header = new { title = new { tag = "plain_text", content = m.Title }, template = m.Kind switch { AlertKind.Opened => "red", AlertKind.Ended => "green", _ => "blue" } },
            elements,
        };
        if (string.IsNullOrEmpty(secret))
            return Json(new { msg_type = "interactive", card });
        var seconds = now.ToUnixTimeSeconds();
        return Json(new { timestamp = seconds.ToString(CultureInfo.InvariantCulture), sign = FeishuSign(seconds, secret), msg_type = "interactive", card });
    }

    /// <summary>The operator's own receiver gets the message as it is.</summary>
    public static string Webhook(AlertMessage m) => Json(new
    {
        version = 1, kind = m.Kind.ToString().ToLowerInvariant(), subject = m.Subject, language = m.Language, at = m.At, title = m.Title, url = m.Url,
        facts = m.Facts.Select(f => new { label = f.Label, value = f.Value }), items = m.Items.Select(i => new { title = i.Title, url = i.Url, detail = i.Detail }),
    });

    /// <summary>DingTalk: Base64 of HMAC-SHA256 with the secret over <c>timestamp\nsecret</c>; milliseconds; both go into the address.</summary>
    public static string DingTalkSign(long milliseconds, string secret) => Convert.ToBase64String(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{milliseconds}\n{secret}"))));

    /// <summary>Feishu: Base64 of HMAC-SHA256 with <c>timestamp\nsecret</c> as the key, over nothing; seconds.</summary>
    public static string FeishuSign(long seconds, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}\n{secret}")), Array.Empty<byte>()));

    /// <summary>Own receiver: hexadecimal HMAC-SHA256 over <c>timestamp.body</c>, so that nothing old can be sent again unnoticed.</summary>
    public static string WebhookSign(long seconds, string body, string secret) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}.{body}"))));

    /// <summary>The robot's address with the signature that DingTalk asks for.</summary>
    public static string DingTalkAddress(string address, DateTimeOffset now, string? secret)
    {
        if (string.IsNullOrEmpty(secret))
            return address;
        var at = now.ToUnixTimeMilliseconds();
        return string.Create(CultureInfo.InvariantCulture, $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}timestamp={at}&sign={Uri.EscapeDataString(DingTalkSign(at, secret))}");
    }

    private static IEnumerable<string> Items(AlertMessage m, string end) =>
        m.Items.Select((i, n) => string.Create(CultureInfo.InvariantCulture, $"{n + 1}. {(i.Url.Length > 0 ? $"[{Plain(i.Title)}]({i.Url})" : Plain(i.Title))}{(i.Detail.Length > 0 ? " · " + Plain(i.Detail) : "")}{end}"));

    private static string Link(AlertMessage m) => m.Url.Length > 0 ? $"[{Plain(m.UrlText)}]({m.Url})" : "";

    /// <summary>As many items as fit; the link at the end always does.</summary>
    private static string Cut(StringBuilder head, IEnumerable<string> items, string link, int bytes)
    {
        var room = bytes - Encoding.UTF8.GetByteCount(link) - 4;
        var text = head.ToString();
        while (Encoding.UTF8.GetByteCount(text) > room)
            text = text[..^16];
        foreach (var item in items)
        {
            if (Encoding.UTF8.GetByteCount(text) + Encoding.UTF8.GetByteCount(item) > room)
                return text + "…\n" + link;
            text += item;
        }

        return text + link;
    }

    /// <summary>Names of stations and trains are no markup.</summary>
    private static string Plain(string text) => string.Concat(text.Select(c => c switch
    {
        '<' => "＜",
        '>' => "＞",
        '[' => "【",
        ']' => "】",
        '*' or '`' or '\r' or '\n' => " ",
        _ => c.ToString(),
    }));

    private static string Json(object value) => JsonSerializer.Serialize(value, Options);

    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
