using System.Text;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Listen.Import;

namespace Piaozhi.Tests.Listen;

public class ForeignTableTests
{
    [Fact]
    public void An_answered_and_an_abandoned_call_become_their_moments()
    {
        var events = Events("通话ID,呼入时间,主叫,排队时长(秒),应答时间,坐席工号,通话时长(秒),挂断原因,满意度按键\n1,2026-01-15 10:00:00,138****0000,14,2026-01-15 10:00:14,A1,216,正常,5\n2,2026-01-15 10:01:40,139****0000,65,,,0,排队放弃,\n合计,,,,,,,,\n", "cdr.csv");
        Assert.Equal(["call.queued", "call.answered", "call.ended", "call.queued", "call.abandoned"], events.Select(e => e.Activity));
        Assert.Equal(TimeSpan.FromSeconds(230), events[2].OccurredAt - events[0].OccurredAt);
        Assert.Equal((EventOutcome.Abandoned, 65_000L), (events[4].Outcome, events[4].DurationMs));
    }

    [Fact]
    public void Fen_become_yuan_and_a_payment_without_end_is_a_timeout()
    {
        var events = Events("商户订单号,支付渠道,发起时间,完成时间,金额(分),结果,渠道错误码\nT1,微信支付,2026-01-14 18:38:31,2026-01-14 18:38:44,19600,成功,\nT2,支付宝,2026-01-14 18:38:35,,19600,超时,SYS\n", "recon.csv");
        Assert.Equal(["payment.initiated", "payment.succeeded", "payment.initiated", "payment.timeout"], events.Select(e => e.Activity));
        Assert.All(events, e => Assert.Equal(196m, e.Amount));
        Assert.Equal("SYS", events[3].Reason);
        Assert.Contains("wechat", events[0].Attributes, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shared_exports_load_without_a_question()
    {
        var folder = Shared();
        if (folder is null)
            Assert.Skip("the shared fixtures are not beside the checkout");
        foreach (var (name, rows) in new[] { ("hotline_cdr_zh.csv", 5), ("gate_log_zh.csv", 5), ("window_queue_zh.csv", 4), ("payment_recon_zh.csv", 4), ("asterisk_queue_log.txt", 5) })
        {
            using var file = FactFile.Open(Path.Combine(folder, name));
            var batches = FactBatches.Read(file).ToList();
            Assert.True(batches.Sum(b => b.Rejects.Count) == 0, $"{name}: {string.Join(';', batches.SelectMany(b => b.Rejects))}");
            Assert.True(batches.Sum(b => b.Facts.Count) == rows, $"{name}: {batches.Sum(b => b.Facts.Count)}");
        }

        using var reviews = FactFile.Open(Path.Combine(folder, "google_play_reviews_utf16.csv"));
        Assert.All(FactBatches.Read(reviews).SelectMany(b => b.Facts), f => Assert.Equal("app_store", Assert.IsType<FeedbackFact>(f).Source));
    }

    private static List<EventFact> Events(string text, string name)
    {
        using var file = FactFile.Open(new MemoryStream(Encodings.Gb18030.GetBytes(text)), name);
        return [.. FactBatches.Read(file).SelectMany(b => b.Facts).Cast<EventFact>()];
    }

    private static string? Shared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            foreach (var candidate in new[] { Path.Combine(folder.FullName, "shared"), Path.Combine(folder.Parent?.FullName ?? "/", "shared") })
                if (Directory.Exists(Path.Combine(candidate, "design")))
                    return Path.Combine(candidate, "fixtures");
        return null;
    }
}
