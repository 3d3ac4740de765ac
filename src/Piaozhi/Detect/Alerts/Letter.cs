using System.Globalization;
using System.Net;
using System.Text;
using MimeKit;
using MimeKit.Utils;
using Piaozhi.Core.Detect.Alerts;

namespace Piaozhi.Detect.Alerts;

/// <summary>A message as a letter: plain text and simple HTML, threaded by what it is about.</summary>
internal static class Letter
{
    /// <summary>A name without a domain is a letter box of this machine; nobody means that.</summary>
    public static bool IsAddress(string text) => MailboxAddress.TryParse(text.Trim(), out var box) && box.Domain.Length > 0;

    public static MimeMessage Of(AlertMessage m, string from, string to)
    {
        var mail = new MimeMessage();
        var sender = MailboxAddress.Parse(from);
        mail.From.Add(string.IsNullOrEmpty(sender.Name) ? new MailboxAddress("票质 Piaozhi", sender.Address) : sender);
        mail.To.Add(MailboxAddress.Parse(to));
        mail.Subject = (m.Language == "zh" ? "[票质] " : "[Piaozhi] ") + m.Title;
        // Mail programs put the update below the first message about the same problem.
        var thread = Thread(m.Subject, sender.Domain);
        if (m.Kind == AlertKind.Opened)
            mail.MessageId = thread;
        else
        {
            mail.MessageId = MimeUtils.GenerateMessageId(sender.Domain);
            if (m.Kind == AlertKind.Ended)
                mail.InReplyTo = thread;
        }

        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Body = new BodyBuilder { TextBody = Text(m), HtmlBody = Html(m) }.ToMessageBody();
        return mail;
    }

    private static string Thread(string subject, string domain) => string.Concat(subject.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')) + "@" + domain;

    private static string Text(AlertMessage m)
    {
        var text = new StringBuilder(m.Title).Append("\n\n");
        foreach (var f in m.Facts)
            text.Append(CultureInfo.InvariantCulture, $"{f.Label}: {f.Value}\n");
        foreach (var i in m.Items)
            text.Append(CultureInfo.InvariantCulture, $"\n- {i.Title}\n  {i.Detail}\n  {i.Url}\n");
        if (m.Url.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n{m.UrlText}: {m.Url}\n");
        return text.ToString();
    }

    private static string Html(AlertMessage m)
    {
        static string E(string text) => WebUtility.HtmlEncode(text);
        var html = new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:'PingFang SC','Microsoft YaHei',sans-serif;color:#1c262b;font-size:14px;line-height:1.5\">");
        html.Append("<p style=\"font-size:17px;font-weight:600;margin:0 0 12px;color:").Append(m.Kind == AlertKind.Opened ? "#c0262d" : "#1c262b").Append("\">").Append(E(m.Title)).Append("</p><table style=\"border-collapse:collapse\">");
        foreach (var f in m.Facts)
            html.Append("<tr><td style=\"padding:2px 16px 2px 0;color:#59666e\">").Append(E(f.Label)).Append("</td><td>").Append(E(f.Value)).Append("</td></tr>");
        html.Append("</table>");
        foreach (var i in m.Items)
            html.Append("<p style=\"margin:10px 0 0\"><a style=\"color:#0b726d\" href=\"").Append(E(i.Url)).Append("\">").Append(E(i.Title)).Append("</a><br><span style=\"color:#59666e\">").Append(E(i.Detail)).Append("</span></p>");
        if (m.Url.Length > 0)
            html.Append("<p style=\"margin:18px 0\"><a style=\"background:#0b726d;color:#fff;padding:8px 18px;border-radius:6px;text-decoration:none\" href=\"").Append(E(m.Url)).Append("\">").Append(E(m.UrlText)).Append("</a></p>");
        return html.Append("</body></html>").ToString();
    }
}
