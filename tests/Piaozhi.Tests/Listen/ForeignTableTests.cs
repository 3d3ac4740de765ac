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
    public void A_gate_that_let_pass_and_one_that_refused_become_their_moments()
    {
        var events = Events(Exports.Gate, "闸机.csv");
        Assert.Equal(["gate.attempted", "gate.passed", "gate.attempted", "gate.rejected", "gate.manual", "gate.attempted", "gate.rejected"], events.Select(e => e.Activity));
        Assert.Equal(("票-71", "票-71"), (events[0].CaseId, Assert.Single(events[0].Objects).Id));
        Assert.Equal((EventOutcome.Failed, "证件过期", 4300L), (events[2].Outcome, events[2].Reason, events[2].DurationMs));
        Assert.Equal(("南广场", "N2-1"), (events[3].Dimensions.Outlet, events[3].Dimensions.Device));
        Assert.Contains("\"method\":\"二维码\"", events[5].Attributes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_visit_at_a_window_becomes_four_moments_and_one_that_was_given_up_only_those_that_were()
    {
        var events = Events(Exports.Window, "窗口.csv");
        Assert.Equal(["window.ticket_taken", "window.called", "window.served_start", "window.served_end", "window.ticket_taken", "window.called"], events.Select(e => e.Activity));
        Assert.Equal(TimeSpan.FromMinutes(7), events[1].OccurredAt - events[0].OccurredAt);
        Assert.Equal((88.5m, "K07"), (events[3].Amount, events[3].Dimensions.StaffId));
        Assert.Equal(2, events.Select(e => e.CaseId).Distinct().Count());
    }

    [Fact]
    public void Reviews_of_the_play_console_come_in_utf_16_with_breaks_and_quotes_in_their_texts()
    {
        using var file = FactFile.Open(new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Exports.Play)]), "reviews_com.example_202603.csv");
        var batches = FactBatches.Read(file).ToList();
        Assert.Empty(batches.SelectMany(b => b.Rejects));
        var reviews = batches.SelectMany(b => b.Facts).Cast<FeedbackFact>().ToList();
        Assert.Equal([1d, 5d], reviews.Select(r => r.Rating!.Value));
        Assert.Equal("付款后一直转圈\n客服说\"等等\"", reviews[0].Text);
        Assert.All(reviews, r => Assert.Equal(("app_store", "app"), (r.Source, r.Dimensions.Channel)));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 4, 0, 0, TimeSpan.Zero), reviews[0].ReceivedAt);
    }

    [Fact]
    public void A_queue_log_without_a_header_becomes_calls()
    {
        var events = Events(Exports.QueueLog, "queue_log");
        Assert.Equal(["call.queued", "call.answered", "call.ended", "call.queued", "call.abandoned"], events.Select(e => e.Activity));
        Assert.Equal((EventOutcome.Abandoned, 41_000L), (events[4].Outcome, events[4].DurationMs));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772416800), events[0].OccurredAt);
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
