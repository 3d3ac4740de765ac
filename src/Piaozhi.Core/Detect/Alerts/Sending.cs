using System.Globalization;
using System.Text.Json;

namespace Piaozhi.Core.Detect.Alerts;

/// <summary>What became of one try to send.</summary>
public enum Tried
{
    Sent,

    /// <summary>The other side is busy, down or slow: another try may do.</summary>
    Later,

    /// <summary>The other side said no for good: an address or a secret is wrong.</summary>
    Refused,
}

/// <summary>When to send and when to send again.</summary>
public static class Sending
{
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12)];

    /// <summary>How long to wait after so many tries; null when it is given up.</summary>
    public static TimeSpan? After(int tries) => tries <= Waits.Length ? Waits[Math.Max(0, tries - 1)] : null;

    /// <summary>The first moment, from now on, that is not within the quiet hours; they may go over midnight.</summary>
    public static DateTime NotBefore(DateTime now, TimeOnly? from, TimeOnly? to)
    {
        if (from is not { } begin || to is not { } end || begin == end)
            return now;
        var time = TimeOnly.FromDateTime(now);
        // TimeOnly.IsBetween knows spans over midnight.
        if (!time.IsBetween(begin, end))
            return now;
        return now.Date + end.ToTimeSpan() + (begin > end && time >= begin ? TimeSpan.FromDays(1) : TimeSpan.Zero);
    }

    /// <summary>The next time of day at or after now.</summary>
    public static DateTime Next(DateTime now, TimeOnly at) => now.Date + at.ToTimeSpan() + (TimeOnly.FromDateTime(now) > at ? TimeSpan.FromDays(1) : TimeSpan.Zero);

    /// <summary>Reads an answer. Robots answer 200 and say in the body whether they took it: <c>errcode</c> (WeCom, DingTalk) or <c>code</c> (Feishu).</summary>
    public static (Tried Tried, string Said) Read(int status, string body)
    {
        if (status is 429 or 408 or >= 500)
            return (Tried.Later, Http(status));
        if (status is < 200 or >= 300)
            return (Tried.Refused, Http(status));
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return (Tried.Sent, "");
            foreach (var name in (string[])["errcode", "code", "StatusCode"])
            {
                if (!json.RootElement.TryGetProperty(name, out var code) || !code.TryGetInt64(out var number))
                    continue;
                if (number == 0)
                    return (Tried.Sent, "");
                var said = Text(json.RootElement, "errmsg") ?? Text(json.RootElement, "msg") ?? Text(json.RootElement, "StatusMessage") ?? "";
                return (Busy(number) ? Tried.Later : Tried.Refused, string.Create(CultureInfo.InvariantCulture, $"{number} {(said.Length > 200 ? said[..200] : said)}").Trim());
            }
        }
        catch (JsonException)
        {
            // A receiver of the operator's own may answer with anything.
        }

        return (Tried.Sent, "");
    }

    /// <summary>Too many messages, or the platform itself is busy: WeCom 45009 and −1, DingTalk 130101 and −1, Feishu 11232 and 9499.</summary>
    private static bool Busy(long code) => code is 45009 or -1 or 130101 or 130102 or 11232 or 9499;

    private static string Http(int status) => "HTTP " + status.ToString(CultureInfo.InvariantCulture);

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
