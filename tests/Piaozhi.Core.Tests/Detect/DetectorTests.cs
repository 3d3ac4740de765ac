using Piaozhi.Core.Detect;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Detect;

public sealed class DetectorTests
{
    private const double Usual = .04;

    private static DateTime Day(int day, int hour = 0) => ALog.First.AddDays(day).AddHours(hour);

    [Fact]
    public void Operations_without_a_fault_stay_silent()
    {
        var alarms = 0;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            // Evenings and Sundays fail more, as they always did.
            var log = new ALog(seed).Orders(40, 400, d => Usual * (d.At.Hour >= 18 ? 1.8 : 1) * (d.At.DayOfWeek == DayOfWeek.Sunday ? 1.5 : 1), d => .1).Build(40);
            alarms += ALog.Find(log).Signals.Count(s => s.Bad);
        }

        Assert.True(alarms <= 1, $"{alarms} alarms in 480 days without a fault");
    }

    [Fact]
    public void A_step_in_one_method_of_payment_is_found_with_its_hour_and_size()
    {
        var log = new ALog(3).Orders(45, 900, d => d.Method == "unionpay" && d.At >= Day(38, 10) ? .20 : Usual).Build(45);
        var signal = ALog.Find(log, "K22").Signals.Where(s => s.Bad).MinBy(s => s.QValue)!;
        Assert.Equal(Slice.Of("attributes.payment_method", "unionpay"), signal.Slice);
        Assert.InRange(signal.Start, Day(38, 8), Day(38, 12));
        Assert.Null(signal.End);
        Assert.InRange(signal.DetectedAt, Day(38, 11), Day(39, 2));
        Assert.InRange(signal.Observed, .77, .83);
        Assert.InRange(signal.Expected, .95, .97);
    }

    [Fact]
    public void A_pulse_of_forty_minutes_is_found_and_timed()
    {
        var log = new ALog(5).Orders(40, 1500, d => d.At >= Day(33, 20) && d.At < Day(33, 20).AddMinutes(40) ? .5 : Usual).Build(40);
        var signal = ALog.Find(log, "K22").Signals.Where(s => s.Bad && s.Slice.IsWhole).MinBy(s => s.QValue)!;
        Assert.Equal(Day(33, 20), signal.Start);
        Assert.Equal(Day(33, 21), signal.End);
        Assert.True(signal.DetectedAt <= Day(33, 22), signal.DetectedAt.ToString("s"));
        Assert.Single(ALog.Find(log, "K22").Signals, s => s.Bad && s.Slice.IsWhole);
    }

    [Fact]
    public void What_goes_wrong_every_Friday_evening_is_told_as_such()
    {
        bool Bad(ALog.Draw d) => d.At >= Day(28) && d.At.DayOfWeek == DayOfWeek.Friday && d.At.Hour is >= 16 and < 19;
        var log = new ALog(7).Orders(63, 1200, d => Bad(d) ? .13 : Usual).Build(63);
        var signal = ALog.Find(log, "K22").Signals.Where(s => s.Bad && s.Slice.IsWhole).MinBy(s => s.QValue)!;
        Assert.Equal(DayOfWeek.Friday, signal.Recurs?.Weekday);
        Assert.InRange(signal.Recurs!.FromHour, 15, 17);
        Assert.InRange(signal.Recurs.ToHour, 18, 20);
    }

    [Fact]
    public void A_slow_drift_is_found_in_the_end()
    {
        var log = new ALog(9).Orders(75, 800, d => d.At < Day(30) ? Usual : Usual + .04 * (d.At - Day(30)).TotalDays / 45).Build(75);
        Assert.Contains(ALog.Find(log, "K22").Signals, s => s.Bad && s.Slice.IsWhole && s.End is null);
    }

    [Fact]
    public void A_significant_trifle_is_no_signal()
    {
        var log = new ALog(1);
        for (var day = 0; day < 60; day++)
            log.Add(new ReadingFact { Id = "r" + day, Indicator = "K103", MeasuredAt = ALog.Time(Day(day, 12)), Value = day < 45 ? .9600 : .9596, Weight = 5_000_000 });
        Assert.Empty(ALog.Find(log.Build(60), "K103").Signals);
    }

    [Fact]
    public void Longer_waits_are_found_although_waits_vary_from_hour_to_hour()
    {
        var log = new ALog(4);
        log.Orders(40, 600, _ => Usual, d => log.LogNormal(d.At.Hour is >= 17 and < 20 ? 4 : 2, .6) * (d.Outlet == "南站" && d.At >= Day(34) ? 2 : 1));
        var signal = ALog.Find(log.Build(40), "K27").Signals.Where(s => s.Bad).MinBy(s => s.QValue)!;
        Assert.Equal(Slice.Of("outlet", "南站"), signal.Slice);
        Assert.InRange(signal.Observed / signal.Expected, 1.6, 2.4);
    }

    [Fact]
    public void A_source_that_falls_silent_is_named_and_what_it_touches_does_not_alarm()
    {
        var (from, to) = (Day(33, 9), Day(33, 16));
        var log = new ALog(6);
        log.Orders(40, 700, _ => Usual);
        for (var i = 0; i < 40 * 600; i++)
        {
            var at = Day(i / 600, 7).AddMinutes(i % 600);
            if (at >= from && at < to)
                continue;
            foreach (var (activity, second) in ((string, int)[])[("gate.attempted", 0), ("gate.passed", 3)])
                log.Add(new EventFact { Id = $"g{i}{activity}", CaseId = "t" + i, Activity = activity, OccurredAt = ALog.Time(at.AddSeconds(second)), Source = "gate" });
        }

        var found = ALog.Find(log.Build(40));
        var outage = Assert.Single(found.Outages);
        Assert.Equal(("gate", from, to), (outage.Source, outage.From, outage.To!.Value));
        Assert.DoesNotContain(found.Signals, s => s.Bad && s.Label is null);
    }

    [Fact]
    public void A_shift_of_weights_alone_is_named_mix()
    {
        var log = new ALog(8);
        for (var i = 0; i < 45 * 400; i++)
        {
            var at = Day(i / 400, 8).AddMinutes(i % 400);
            // Refunds take longer at the window than sales; from day 38 on there are many more of them.
            var refund = log.Uniform() < (at >= Day(38) ? .55 : .2);
            var seconds = log.LogNormal(refund ? 140 : 95, .3);
            foreach (var (activity, second) in ((string, double)[])[("window.served_start", 0), ("window.served_end", seconds)])
                log.Add(new EventFact
                {
                    Id = $"w{i}{activity}", CaseId = "w" + i, Activity = activity, OccurredAt = ALog.Time(at.AddSeconds(second)), Attributes = $$"""{"business":"{{(refund ? "refund" : "sale")}}"}""",
                });
        }

        var signals = ALog.Find(log.Build(45), "K18").Signals;
        Assert.NotEmpty(signals);
        Assert.All(signals, s => Assert.Equal(NullChange.Mix, s.Label));
    }

    [Fact]
    public void Waits_that_come_with_a_holiday_and_figures_of_a_new_definition_are_named()
    {
        // The holidays of early May; demand doubles and waits follow.
        bool Peak(DateTime at) => at >= new DateTime(2026, 5, 1) && at < new DateTime(2026, 5, 6);
        var log = new ALog(2);
        log.Orders(66, 300, _ => Usual, d => log.LogNormal(Peak(d.At) ? 5 : 2, .5), at => Peak(at) ? 2.2 : 1);
        var facts = log.Build(66);
        var peak = ALog.Find(facts, "K27").Signals.Where(s => s.Bad).ToList();
        Assert.NotEmpty(peak);
        Assert.All(peak, s => Assert.Equal(NullChange.Calendar, s.Label));

        var step = new ALog(3).Orders(45, 600, d => d.At >= Day(38) ? .15 : Usual).Build(45);
        var changed = ALog.Options with { DefinitionChanges = [new DefinitionChange("K22", Day(38))] };
        var signals = Detector.Find(step, [IndicatorCatalog.BuiltIn.Find("K22")!], changed).Signals;
        Assert.NotEmpty(signals);
        Assert.All(signals, s => Assert.Equal(NullChange.Definition, s.Label));
    }

    [Fact]
    public void Ratings_that_jump_with_another_questionnaire_are_a_change_of_measurement()
    {
        var log = new ALog(10);
        log.Add(new SurveyFact { Id = "a", Questions = [new Question { Code = "q", Type = QuestionType.Rating, ScaleMax = 5, Dimension = "overall" }] });
        log.Add(new SurveyFact { Id = "b", Questions = [new Question { Code = "q", Type = QuestionType.Rating, ScaleMax = 5, Dimension = "overall" }] });
        for (var i = 0; i < 45 * 60; i++)
        {
            var later = i / 60 >= 38;
            var rating = log.Uniform() < (later ? .6 : .86) ? 5 : 2;
            log.Add(new ResponseFact
            {
                Id = "r" + i, Survey = later ? "b" : "a", SubmittedAt = ALog.Time(Day(i / 60, 8).AddMinutes(i % 60 * 10)),
                Answers = new Dictionary<string, System.Text.Json.JsonElement> { ["q"] = System.Text.Json.JsonSerializer.SerializeToElement(rating) },
            });
        }

        var signals = ALog.Find(log.Build(45), "K85").Signals;
        Assert.NotEmpty(signals);
        Assert.All(signals, s => Assert.Equal(NullChange.Definition, s.Label));
    }
}
