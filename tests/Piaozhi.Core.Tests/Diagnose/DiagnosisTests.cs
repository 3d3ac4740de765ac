using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Tests.Detect;

namespace Piaozhi.Core.Tests.Diagnose;

public sealed class DiagnosisTests
{
    private const double Usual = .04;

    private static DateTime Day(int day, int hour = 0) => ALog.First.AddDays(day).AddHours(hour);

    private static IReadOnlyList<Problem> Problems(FactLog log) => Diagnosis.Of(log, ALog.Find(log), ALog.Options);

    private static Problem OnlyFault(FactLog log)
    {
        var faults = Problems(log).Where(p => p.Kind == ProblemKind.Fault).ToList();
        Assert.True(faults.Count == 1, string.Join('\n', faults.Select(f => $"{f.Title.En} | {f.Cause.Slice} | {string.Join(' ', f.Indicators)}")));
        return faults[0];
    }

    [Fact]
    public void A_fault_where_two_things_meet_is_placed_there_and_is_one_problem()
    {
        var log = new ALog(11).Orders(45, 1500, d => d is { Method: "unionpay", Channel: "app" } && d.At >= Day(38, 10) ? .3 : Usual, d => .1).Build(45);
        var problem = OnlyFault(log);
        Assert.Equal(Slice.Of("channel", "app").With("attributes.payment_method", "unionpay"), problem.Cause.Slice);
        Assert.InRange(problem.StartedAt, Day(38, 8), Day(38, 12));
        Assert.InRange(problem.DetectedAt, problem.StartedAt, Day(39));
        Assert.Null(problem.EndedAt);
        Assert.Contains("K22", problem.Indicators);
    }

    [Fact]
    public void A_fault_at_several_places_names_all_of_them_and_no_other()
    {
        var log = new ALog(12).Orders(45, 1500, d => d.Outlet is "东站" or "南站" && d.At >= Day(38) ? .12 : Usual).Build(45);
        Assert.Equal(["东站", "南站"], OnlyFault(log).Cause.Slice["outlet"].Order(StringComparer.Ordinal));
        Assert.Equal(["outlet"], OnlyFault(log).Cause.Slice.Dimensions);
    }

    [Fact]
    public void A_failure_that_was_never_seen_before_lies_where_its_attempts_are()
    {
        var made = new ALog(13);
        made.Orders(45, 1500, _ => Usual);
        string[] outlets = ["东站", "西站", "南站", "北站"];
        // Rare, new, and only with one method: without the attempts beside it, it would lie everywhere and nowhere.
        for (var i = 0; i < 120; i++)
        {
            var draw = new ALog.Draw(Day(40, 9).AddMinutes(5 * i), "unionpay", (i % 10) switch { < 6 => "app", < 9 => "web", _ => "counter" }, outlets[i % 4]);
            made.Event("t" + i, draw, "payment.initiated", draw.At);
            made.Event("t" + i, draw, "payment.timeout", draw.At.AddSeconds(30), "GATEWAY_TIMEOUT");
        }

        var problem = Assert.Single(Problems(made.Build(45)), p => p.Kind == ProblemKind.Fault && p.Cause.Activity == "payment.timeout");
        Assert.Equal(Slice.Of("attributes.payment_method", "unionpay"), problem.Cause.Slice);
        Assert.Equal("GATEWAY_TIMEOUT", problem.Cause.Reason);
    }

    [Fact]
    public void What_customers_say_of_a_fault_joins_it_and_what_they_always_say_does_not()
    {
        var made = new ALog(14);
        made.Orders(45, 1200, d => d.Method == "unionpay" && d.At >= Day(38) && d.At < Day(41) ? .4 : Usual);
        // Two voices a day on payment as ever, one on crowds; during the fault thirty a day on payment.
        for (var day = 0; day < 45; day++)
            for (var i = 0; i < (day is >= 38 and < 41 ? 33 : 3); i++)
                made.Add(new FeedbackFact
                {
                    Id = $"f{day}-{i}", ReceivedAt = ALog.Time(Day(day, 9).AddMinutes(17 * i)), Source = "hotline", Text = "…",
                    Classification = new Classification(i == 0 ? "11.5" : "03.1", "negative", 3, .9),
                });
        var problem = OnlyFault(made.Build(45));
        Assert.Equal("03.1", problem.Cause.Taxonomy);
        Assert.Equal(Slice.Of("attributes.payment_method", "unionpay"), problem.Cause.Slice);
        Assert.InRange(problem.Mentions.Count(m => m.FeedbackId.StartsWith("f38", StringComparison.Ordinal) || m.FeedbackId.StartsWith("f39", StringComparison.Ordinal)), 60, 64);
        Assert.DoesNotContain(problem.Mentions, m => m.Taxonomy == "11.5" || m.At < Day(38));
    }

    [Theory]
    [InlineData(.01)]
    [InlineData(100)]
    public void Money_in_another_unit_is_named_as_data_and_is_no_fault(double times)
    {
        var made = new ALog(15);
        made.Orders(45, 400, _ => Usual);
        for (var i = 0; i < 45 * 60; i++)
        {
            var at = Day(i / 60, 8).AddMinutes(10 * (i % 60));
            var amount = made.LogNormal(80, .5) * (at >= Day(37) && at < Day(39) ? times : 1);
            made.Add(new EventFact { Id = "c" + i, CaseId = "p" + i, Activity = "compensation.paid", OccurredAt = ALog.Time(at), Amount = (decimal)amount, Source = "crm" });
        }

        var problems = Problems(made.Build(45));
        Assert.DoesNotContain(problems, p => p.Kind == ProblemKind.Fault);
        var slip = Assert.Single(problems, p => p.Kind == ProblemKind.Data);
        Assert.Equal(("compensation.paid", Day(37, 8), Day(38, 18)), (slip.Cause.Activity, slip.StartedAt, slip.EndedAt!.Value));
    }

    [Fact]
    public void Figures_that_grow_tenfold_are_no_change_of_unit()
    {
        var made = new ALog(16);
        made.Orders(45, 300, _ => Usual);
        for (var i = 0; i < 45 * 60; i++)
        {
            var at = Day(i / 60, 8).AddMinutes(10 * (i % 60));
            made.Add(new EventFact { Id = "s" + i, CaseId = "q" + i, Activity = "search.queried", OccurredAt = ALog.Time(at), DurationMs = (long)(made.LogNormal(300, .5) * (at >= Day(38) ? 10 : 1)), Source = "web" });
        }

        var problems = Problems(made.Build(45));
        Assert.DoesNotContain(problems, p => p.Kind == ProblemKind.Data);
        Assert.Contains(problems, p => p.Kind == ProblemKind.Fault && p.Indicators.Contains("K04"));
    }

    [Fact]
    public void One_order_that_waited_for_a_day_is_no_problem()
    {
        var made = new ALog(17);
        made.Orders(40, 500, _ => Usual, d => d.At.Date == Day(35) && d.At.Hour == 12 && d.At.Minute == 0 ? 1400 : made.LogNormal(2, .5));
        Assert.DoesNotContain(Problems(made.Build(40)), p => p.Kind == ProblemKind.Fault);
    }

    [Fact]
    public void What_is_slow_in_one_place_alone_is_a_fault_even_on_a_holiday()
    {
        // The holidays of early May: everybody is busier, waits grow a little everywhere and threefold with one method.
        bool Peak(DateTime at) => at >= new DateTime(2026, 5, 1) && at < new DateTime(2026, 5, 6);
        var made = new ALog(18);
        made.Orders(66, 600, _ => Usual, d => made.LogNormal(Peak(d.At) && d.Method == "alipay" ? 6 : 2, .5), at => Peak(at) ? 2 : 1);
        var problem = Assert.Single(Problems(made.Build(66)), p => p.Kind == ProblemKind.Fault);
        Assert.Equal(Slice.Of("attributes.payment_method", "alipay"), problem.Cause.Slice);
        Assert.Contains("K27", problem.Indicators);
    }

    [Fact]
    public void The_worst_problem_comes_first()
    {
        var log = new ALog(19).Orders(50, 1500, d => (d.Outlet == "东站" && d.At >= Day(44) ? .25 : Usual) + (d is { Outlet: "北站", Method: "alipay" } && d.At >= Day(36) && d.At < Day(38) ? .2 : 0)).Build(50);
        var faults = Problems(log).Where(p => p.Kind == ProblemKind.Fault).ToList();
        Assert.Equal(2, faults.Count);
        Assert.Equal(["东站"], faults[0].Cause.Slice["outlet"]);
        Assert.True(faults[0].Confidence * faults[0].Impact.Customers > faults[1].Confidence * faults[1].Impact.Customers);
    }
}
