using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Mapping;

namespace Piaozhi.Core.Tests.Listen;

public class ProposeMappingTests
{
    [Fact]
    public void An_export_with_one_event_a_row_is_recognised_by_names_and_words()
    {
        var p = Propose("业务日志", "订单编号,操作类型,操作时间,实付金额(分),渠道,站点,联系电话,处理结果,备注",
            "D20260115001,下单,2026/1/15 10:00,19600,微信小程序,东站,13800001234,成功,",
            "D20260115001,支付,2026/1/15 10:01,19600,微信小程序,东站,13800001234,失败,余额不足",
            "D20260115002,出票,2026/1/15 10:02,5600,窗口,西站,13900001234,成功,");
        Assert.Equal(FactKind.Events, p.Draft.Kind);
        Assert.Equal(["case_id", "activity", "occurred_at", "amount", "channel", "outlet", "customer_id", "outcome", ""], p.Columns.Select(c => c.To));
        Assert.Empty(p.Missing);
        Assert.Equal("fen", p.Draft.Columns[3].Form);
        Assert.Equal([("下单", "order.created"), ("出票", "ticket.issued"), ("支付", "payment.succeeded")], p.Draft.Columns[1].Words.Select(w => (w.Key, w.Value)));
        Assert.Equal("mini_program", p.Draft.Columns[4].Words["微信小程序"]);
        Assert.Equal(["failed", "ok"], p.Draft.Columns[7].Words.Values.Order());
    }

    [Fact]
    public void A_row_with_several_moments_becomes_several_events()
    {
        var p = Propose("window", "网点,窗口,取号时间,叫号时间,开始办理,结束办理,业务类型,工号,金额",
            "东站,W03,2026-01-15 09:00:10,2026-01-15 09:12:40,2026-01-15 09:12:55,2026-01-15 09:14:50,退票,C1007,196.00",
            "东站,W04,2026-01-15 09:01:10,2026-01-15 09:13:40,2026-01-15 09:13:55,2026-01-15 09:15:50,购票,C1008,56.50");
        Assert.Equal(["window.ticket_taken", "window.called", "window.served_start", "window.served_end"], p.Draft.Moments.Select(m => m.Activity));
        Assert.Equal(["网点", "窗口", "取号时间"], p.Draft.KeyColumns);
        Assert.Contains("no-case", p.Questions);
        Assert.Empty(p.Missing);
        Assert.Equal(4, p.Draft.ToMapping().Rows.Count);
    }

    [Fact]
    public void Reviews_in_english_are_feedback_with_the_day_first()
    {
        var p = Propose("reviews", "Review ID,Date,Stars,Comment,Station",
            "R-1001,25/01/2026 10:00,1,\"The gate did not read my ticket, nobody helped.\",East",
            "R-1002,26/01/2026 11:30,5,Staff went out of their way to help me today.,West");
        Assert.Equal(FactKind.Feedback, p.Draft.Kind);
        Assert.Equal(["feedback_id", "received_at", "rating", "text", "outlet"], p.Columns.Select(c => c.To));
        Assert.Equal("dd/MM/yyyy HH:mm", p.Draft.Columns[1].Format);
        Assert.Equal("review", Assert.Single(p.Draft.Constants).Value);
        Assert.Empty(p.Missing);
    }

    [Fact]
    public void A_questionnaire_export_is_answers_by_question()
    {
        var p = Propose("满意度调查", "序号,提交答卷时间,1、您对购票是否满意？,2、您对检票是否满意？,3、您对乘务是否满意？,4、您的建议？",
            "1,2026/1/15 10:00:00,5,4,5,希望多开一个窗口", "2,2026/1/15 10:05:00,3,4,2,");
        Assert.Equal(FactKind.Responses, p.Draft.Kind);
        Assert.Equal(["response_id", "submitted_at", "q:Q1", "q:Q2", "q:Q3", "q:Q4"], p.Columns.Select(c => c.To));
        Assert.Empty(p.Missing);
        Assert.Contains(p.Draft.Constants, c => c is { To: "survey", Value: "满意度调查" });
    }

    [Fact]
    public void Measurements_are_readings_and_percent_becomes_a_fraction()
    {
        var p = Propose("监测", "监测项,统计日期,监测值,站点", "自助机可用率,2026-01-15,98.5%,东站", "自助机可用率,2026-01-16,97.1%,东站");
        Assert.Equal(FactKind.Readings, p.Draft.Kind);
        Assert.Equal(["indicator", "measured_at", "value", "outlet"], p.Columns.Select(c => c.To));
        Assert.Equal("percent", p.Draft.Columns[2].Form);
    }

    [Fact]
    public void What_cannot_be_known_is_asked()
    {
        var p = Propose("export", "order no,time,amount,duration", "A-10001,2026-01-15 10:00:00,19600,35", "A-10002,2026-01-15 10:00:09,5600,41");
        Assert.Equal(["amount-unit", "duration-unit", "one-activity"], p.Questions.Order());
        Assert.Equal(["activity"], p.Missing);
    }

    [Fact]
    public void The_person_may_choose_another_kind()
    {
        var p = Propose("x", "订单号,反馈时间,投诉内容", FactKind.Events, "T1234567,2026-01-15 10:00:00,排队太久了没有人管也没有人解释");
        Assert.Equal(FactKind.Events, p.Draft.Kind);
        Assert.Contains(p.Columns, c => c.To == "occurred_at");
    }

    [Fact]
    public void A_proposal_is_read_again_as_the_draft_that_it_was()
    {
        foreach (var mapping in Mappings.BuiltIn)
        {
            var headers = mapping.Headers ?? [.. mapping.Used];
            var again = MappingDraft.Of(mapping, headers).ToMapping();
            Assert.Equal((mapping.Name, mapping.Kind, mapping.UtcOffsetHours), (again.Name, again.Kind, again.UtcOffsetHours));
            if (mapping.Rows.All(r => !r.Otherwise))
                Assert.Equal(mapping.Rows.Select(r => string.Join('|', r.Columns.Select(c => c.To + c.From + c.Value).Order())), again.Rows.Select(r => string.Join('|', r.Columns.Select(c => c.To + c.From + c.Value).Order())));
        }
    }

    private static Proposal Propose(string name, string header, params string[] rows) => Propose(name, header, null, rows);

    private static Proposal Propose(string name, string header, FactKind? kind, params string[] rows)
    {
        IReadOnlyList<string> Cells(string line)
        {
            var reader = new Piaozhi.Core.Listen.Habits.DelimitedReader(new StringReader(line));
            reader.Read();
            return [.. Enumerable.Range(0, reader.Count).Select(i => reader[i].ToString())];
        }

        return ProposeMapping.Run(Cells(header), [.. rows.Select(Cells)], name, kind);
    }
}
