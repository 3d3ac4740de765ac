using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Tests.Sample;

/// <summary>
/// What a fault does is measured on the rows that are told: within its place and time against the same place before, and against other
/// places at the same time. The sizes are those of the catalogue of faults.
/// </summary>
public class FaultSizesTests
{
    private sealed record Told(Fault Fault, IReadOnlyList<Fact> Facts, ILookup<string, EventFact> Events);

    /// <summary>A small operation with one fault that begins on its fifth day (a Wednesday, a Friday for shows).</summary>
    private static Told With(FaultId id, double scale = .3, int days = 8, int warmUp = 12)
    {
        var from = new DateOnly(2026, 3, 7);
        var plan = new SamplePlan { Seed = 17, From = from, Days = days, Scale = scale, WarmUp = warmUp, Defects = false, Voice = 3 };
        var fault = FaultCatalog.Begin(id, FaultCatalog.Suited(id, from.AddDays(4), from.AddDays(days)), plan.End);
        var facts = new Simulator(plan with { Faults = [fault] }).Days().SelectMany(d => d.Facts).ToList();
        return new Told(fault, facts, facts.OfType<EventFact>().ToLookup(e => e.Activity));
    }

    private static string? A(EventFact e, string name)
    {
        if (e.Attributes is null)
            return null;
        using var json = JsonDocument.Parse(e.Attributes);
        return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }

    private static bool During(Told w, DateTimeOffset at) => w.Fault.At(at.DateTime) > 0;

    private static bool Before(Told w, DateTimeOffset at) => at.DateTime < w.Fault.Start;

    private static double Share(IEnumerable<EventFact> of, Func<EventFact, bool> when, int least = 30)
    {
        var all = of.ToList();
        Assert.True(all.Count >= least, $"only {all.Count} rows");
        return all.Count(when) / (double)all.Count;
    }

    private static double Quantile(IEnumerable<double> of, double q)
    {
        var all = of.Order().ToList();
        Assert.True(all.Count >= 30, $"only {all.Count} rows");
        return all[(int)(q * (all.Count - 1))];
    }

    [Fact]
    public void F02_pays_without_a_ticket_on_one_node_only()
    {
        var w = With(FaultId.F02, 1, 6, 3);
        var issued = w.Events["ticket.issued"].GroupBy(e => e.CaseId).ToDictionary(g => g.Key, g => g.Min(e => e.OccurredAt));
        bool Lost(EventFact e) => !issued.TryGetValue(e.CaseId, out var at) || at - e.OccurredAt > TimeSpan.FromMinutes(30);
        var paid = w.Events["payment.succeeded"].Where(e => During(w, e.OccurredAt)).ToList();
        Assert.InRange(Share(paid.Where(e => A(e, "node") == "2"), Lost), .02, .12);
        Assert.InRange(Share(paid.Where(e => A(e, "node") != "2"), Lost), 0, .01);
    }

    [Fact]
    public void F04_leaks_locks_of_first_class_in_the_new_app_up_to_four_in_a_hundred()
    {
        var w = With(FaultId.F04, .6, 20);
        var kept = w.Events["seat.lock_expired"].Concat(w.Events["ticket.issued"]).Concat(w.Events["order.cancelled"]).Select(e => e.CaseId).ToHashSet();
        var late = w.Fault.Start.AddDays(10);
        var locked = w.Events["seat.locked"].Where(e => e.OccurredAt.DateTime >= late && e.OccurredAt.DateTime < w.Fault.End.AddHours(-12)).ToList();
        bool Here(EventFact e) => e.Dimensions.Product == "高铁一等座" && A(e, "app_version") == "5.8";
        Assert.InRange(Share(locked.Where(Here), e => !kept.Contains(e.CaseId)), .02, .06);
        Assert.InRange(Share(locked.Where(e => !Here(e)), e => !kept.Contains(e.CaseId)), 0, .006);
    }

    [Fact]
    public void F06_floods_the_release_and_nothing_else()
    {
        var w = With(FaultId.F06, 1, 6, 3);
        var submitted = w.Events["order.submitted"].Where(e => During(w, e.OccurredAt)).ToList();
        var bots = w.Events["risk.flagged"].Where(e => e.Reason == "bot").Select(e => e.CaseId).ToHashSet();
        Assert.InRange(Share(submitted.Where(e => e.Dimensions.Product == "演唱会"), e => bots.Contains(e.CaseId)), .30, .52);
        Assert.InRange(Share(submitted.Where(e => e.Dimensions.Product != "演唱会"), e => bots.Contains(e.CaseId)), 0, .09);
        var taken = w.Events["order.rejected"].Where(e => e.Reason == "seat_taken").Select(e => e.CaseId).ToHashSet();
        var waiting = w.Events["queue.entered"].Where(e => During(w, e.OccurredAt) && e.Dimensions.Product == "演唱会" && !e.Dimensions.CustomerId!.StartsWith("U9", StringComparison.Ordinal));
        Assert.InRange(Share(waiting, e => taken.Contains(e.CaseId)), .08, .18);
        Assert.All(w.Events["order.rejected"].Where(e => e.Reason == "seat_taken"), e => Assert.Equal("演唱会", e.Dimensions.Product));
    }

    [Fact]
    public void F07_stops_two_in_a_hundred_and_six_of_the_elderly_and_K98_rises_tenfold()
    {
        var w = With(FaultId.F07);
        var online = w.Events["order.submitted"].Where(e => e.Dimensions.Channel is not ("counter" or "kiosk") && During(w, e.OccurredAt)).ToList();
        var stopped = w.Events["risk.flagged"].Where(e => e.Reason == "rule").Select(e => e.CaseId).ToHashSet();
        Assert.InRange(Share(online, e => stopped.Contains(e.CaseId)), .015, .025);
        Assert.InRange(Share(online.Where(e => e.Dimensions.Segment == "老年"), e => stopped.Contains(e.CaseId)), .045, .075);
        var cleared = w.Events["risk.cleared"].Select(e => e.CaseId).ToHashSet();
        var settled = w.Events["risk.flagged"].Where(e => e.OccurredAt.DateTime < w.Fault.End.AddDays(-2)).ToList();
        Assert.InRange(Share(settled.Where(e => During(w, e.OccurredAt)), e => cleared.Contains(e.CaseId)), .05, .13);
        Assert.InRange(Share(settled.Where(e => Before(w, e.OccurredAt)), e => cleared.Contains(e.CaseId)), 0, .025);
    }

    [Fact]
    public void F09_makes_one_model_of_gates_read_codes_badly_and_slowly()
    {
        var w = With(FaultId.F09);
        var qr = w.Events["gate.attempted"].Where(e => A(e, "method") == "qr").ToList();
        Assert.InRange(Share(qr.Where(e => During(w, e.OccurredAt) && A(e, "model") == "M2"), e => e.Reason is not null), .075, .105);
        Assert.InRange(Share(qr.Where(e => Before(w, e.OccurredAt) && A(e, "model") == "M2"), e => e.Reason is not null), .015, .035);
        Assert.InRange(Share(qr.Where(e => During(w, e.OccurredAt) && A(e, "model") != "M2"), e => e.Reason is not null), .015, .035);
        double Mean(Func<EventFact, bool> where) => w.Events["gate.attempted"].Where(e => A(e, "model") == "M2" && where(e)).Average(e => e.DurationMs!.Value / 1000.0);
        Assert.InRange(Mean(e => During(w, e.OccurredAt)) - Mean(e => Before(w, e.OccurredAt)), 1.8, 2.2);
    }

    [Fact]
    public void F10_loses_scans_of_one_venue_while_its_gates_say_that_they_are_offline()
    {
        var w = With(FaultId.F10, .8);
        Assert.Equal(6, w.Events["gate.offline_on"].Count());
        Assert.Equal(6, w.Events["gate.offline_off"].Count());
        var attempts = w.Events["gate.attempted"].Where(e => e.Reason is null && During(w, e.OccurredAt)).ToList();
        var rejected = w.Events["gate.rejected"].Where(e => e.Reason == "offline").SelectMany(e => e.Objects).Select(o => o.Id).ToHashSet();
        Assert.InRange(Share(attempts.Where(e => e.Dimensions.Outlet == "体育中心"), e => rejected.Contains(e.Objects[0].Id)), .17, .33);
        Assert.DoesNotContain(attempts, e => e.Dimensions.Outlet != "体育中心" && rejected.Contains(e.Objects[0].Id));
        Assert.Contains(w.Events["gate.rejected"], e => e.Reason == "already_redeemed" && e.OccurredAt.DateTime >= w.Fault.End && rejected.Contains(e.Objects[0].Id));
    }

    [Fact]
    public void F12_pays_students_too_little_and_nobody_else()
    {
        var w = With(FaultId.F12, .5, 10);
        var settled = w.Events["refund.settled"].Where(e => e.OccurredAt.DateTime > w.Fault.Start.AddDays(1)).ToList();
        Assert.InRange(Share(settled.Where(e => e.Dimensions.Segment == "学生"), e => e.Reason == "wrong_amount"), .22, .48);
        Assert.InRange(Share(settled.Where(e => e.Dimensions.Segment != "学生"), e => e.Reason == "wrong_amount"), 0, .003);
    }

    [Fact]
    public void F13_delays_messages_of_one_carrier_from_seconds_to_forty_minutes_and_loses_eight_in_a_hundred()
    {
        var w = With(FaultId.F13, 1, 6, 3);
        var arrived = w.Events["notify.delivered"].GroupBy(e => e.CaseId).ToDictionary(g => g.Key, g => g.Select(e => e.OccurredAt).Order().ToList());
        var sent = w.Events["notify.sent"].Where(e => During(w, e.OccurredAt)).ToList();
        bool Delivered(EventFact e) => arrived.TryGetValue(e.CaseId, out var at) && at.Exists(a => a >= e.OccurredAt);
        double Lag(EventFact e) => (arrived[e.CaseId].First(a => a >= e.OccurredAt) - e.OccurredAt).TotalMinutes;
        var here = sent.Where(e => A(e, "carrier") == "移动").ToList();
        Assert.InRange(Quantile(here.Where(Delivered).Select(Lag), .95), 28, 55);
        Assert.InRange(Share(here, Delivered), .88, .94);
        var elsewhere = sent.Where(e => A(e, "carrier") is "联通" or "电信").ToList();
        Assert.InRange(Quantile(elsewhere.Where(Delivered).Select(Lag), .95), .1, .5);
        Assert.InRange(Share(elsewhere, Delivered), .96, 1);
    }

    [Fact]
    public void F15_lengthens_calls_on_changes_and_refuses_five_in_a_hundred_more()
    {
        var w = With(FaultId.F15, .6, 12);
        double Talk(Func<EventFact, bool> where) => w.Events["call.ended"].Where(where).Average(e => e.DurationMs!.Value / 1000.0);
        var now = Talk(e => e.OccurredAt.DateTime >= w.Fault.Start && e.OccurredAt.DateTime < w.Fault.Start.AddDays(5) && A(e, "topic") == "change");
        Assert.InRange(now / Talk(e => Before(w, e.OccurredAt) && A(e, "topic") == "change"), 1.18, 1.48);
        Assert.InRange(Talk(e => During(w, e.OccurredAt) && A(e, "topic") == "buy") / Talk(e => Before(w, e.OccurredAt) && A(e, "topic") == "buy"), .9, 1.1);
        var refused = w.Events["change.rejected"].Select(e => e.CaseId).ToHashSet();
        double Refused(Func<EventFact, bool> where) => Share(w.Events["change.requested"].Where(where), e => refused.Contains(e.CaseId));
        Assert.InRange(Refused(e => During(w, e.OccurredAt)) - Refused(e => Before(w, e.OccurredAt)), .015, .07);
    }

    [Fact]
    public void F17_costs_four_minutes_on_the_way_and_sends_people_to_the_window_to_ask()
    {
        var w = With(FaultId.F17, .9);
        var entered = w.Events["security.queue_entered"].GroupBy(e => e.CaseId).ToDictionary(g => g.Key, g => g.Min(e => e.OccurredAt));
        double Mean(Func<EventFact, bool> where) => w.Events["security.passed"].Where(e => e.Dimensions.Product != "演唱会" && where(e) && entered.ContainsKey(e.CaseId)).Average(e => (e.OccurredAt - entered[e.CaseId]).TotalMinutes);
        Assert.InRange(Mean(e => During(w, e.OccurredAt) && e.Dimensions.Outlet == "南站") - Mean(e => Before(w, e.OccurredAt) && e.Dimensions.Outlet == "南站"), 3.4, 4.6);
        Assert.InRange(Mean(e => During(w, e.OccurredAt) && e.Dimensions.Outlet == "东站") - Mean(e => Before(w, e.OccurredAt) && e.Dimensions.Outlet == "东站"), -.3, .3);
        double Asking(Func<EventFact, bool> where) => Share(w.Events["window.served_end"].Where(e => e.Dimensions.Outlet == "南站" && where(e)), e => A(e, "business") == "directions");
        Assert.InRange(Asking(e => During(w, e.OccurredAt)) / Asking(e => Before(w, e.OccurredAt)), 1.8, 5);
    }

    [Fact]
    public void F18_lets_the_line_of_one_outlet_grow_on_Friday_afternoons()
    {
        var w = With(FaultId.F18, .6, 16);
        var taken = w.Events["window.ticket_taken"].ToDictionary(e => e.CaseId, e => e.OccurredAt);
        double P90(string outlet, bool on) => Quantile(w.Events["window.called"].Where(e => e.Dimensions.Outlet == outlet && taken.ContainsKey(e.CaseId) && e.OccurredAt.DayOfWeek == DayOfWeek.Friday && e.OccurredAt.Hour is >= 16 and < 19 && During(w, e.OccurredAt) == on).Select(e => (e.OccurredAt - taken[e.CaseId]).TotalMinutes), .9);
        Assert.InRange(P90("南站", true), 18, 42);
        Assert.InRange(P90("西站", true), 1, 13);
    }

    [Fact]
    public void F19_jams_the_kiosks_of_five_outlets()
    {
        var w = With(FaultId.F19);
        bool Here(EventFact e) => e.Dimensions.Outlet != "东站";
        double Failing(Func<EventFact, bool> where) => Share(w.Events["kiosk.session"].Where(where), e => e.Outcome == EventOutcome.Failed);
        Assert.InRange(Failing(e => During(w, e.OccurredAt) && Here(e)) - Failing(e => Before(w, e.OccurredAt) && Here(e)), .12, .18);
        Assert.InRange(Failing(e => During(w, e.OccurredAt) && !Here(e)), .005, .025);
        double Up(Func<ReadingFact, bool> where) => w.Facts.OfType<ReadingFact>().Where(r => r.Indicator == "K20" && where(r)).Average(r => r.Value);
        Assert.InRange(Up(r => Before(w, r.MeasuredAt) && r.Dimensions.Outlet == "南站") - Up(r => During(w, r.MeasuredAt) && r.Dimensions.Outlet == "南站"), .14, .16);
    }

    [Fact]
    public void F20_makes_searches_of_one_region_eight_times_as_slow_and_loses_orders_there()
    {
        var w = With(FaultId.F20, 1, 6, 3);
        double P95(Func<EventFact, bool> where) => Quantile(w.Events["search.queried"].Where(where).Select(e => e.DurationMs!.Value / 1000.0), .95);
        Assert.InRange(P95(e => During(w, e.OccurredAt) && e.Dimensions.Region == "江苏") / P95(e => Before(w, e.OccurredAt) && e.Dimensions.Region == "江苏"), 6, 10.5);
        Assert.InRange(P95(e => During(w, e.OccurredAt) && e.Dimensions.Region == "上海"), .5, 1.1);
        var orders = w.Events["order.submitted"].Select(e => e.CaseId).ToHashSet();
        double Bought(string region) => Share(w.Events["search.queried"].Where(e => During(w, e.OccurredAt) && e.Dimensions.Region == region), e => orders.Contains(e.CaseId));
        Assert.InRange(Bought("江苏") / Bought("上海"), .4, .85);
    }

    [Fact]
    public void F21_sells_one_class_at_a_tenth_and_thirty_times_as_often()
    {
        var w = With(FaultId.F21, .3);
        var paid = w.Events["payment.succeeded"].Where(e => During(w, e.OccurredAt) && e.Dimensions.Product == "高铁一等座" && e.Dimensions.Channel is "app" or "mini_program").ToList();
        var ratio = paid.Where(e => During(w, e.OccurredAt) && e.Dimensions.Product == "高铁一等座").Average(e => double.Parse(A(e, "charged")!, System.Globalization.CultureInfo.InvariantCulture) / double.Parse(A(e, "quoted")!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(ratio, .09, .11);
        int Sold(int days) => w.Events["order.submitted"].Count(e => e.Dimensions.Product == "高铁一等座" && e.OccurredAt.DateTime >= w.Fault.Start.AddDays(days) && e.OccurredAt.DateTime < w.Fault.End.AddDays(days));
        Assert.InRange(Sold(0) / (double)Sold(-1), 15, 45);
    }

    [Fact]
    public void F24_fails_passports_and_no_other_document()
    {
        var w = With(FaultId.F24, 1, 6, 3);
        double First(Func<EventFact, bool> where)
        {
            var first = w.Events["id.verified"].Concat(w.Events["id.failed"]).Where(where).GroupBy(e => e.CaseId).Select(g => g.MinBy(e => e.OccurredAt)!);
            return Share(first, e => e.Activity == "id.verified");
        }

        Assert.InRange(First(e => Before(w, e.OccurredAt) && A(e, "document") == "passport") - First(e => During(w, e.OccurredAt) && A(e, "document") == "passport"), .48, .72);
        Assert.InRange(First(e => During(w, e.OccurredAt) && A(e, "document") == "id_card"), .985, 1);
    }

    [Fact]
    public void F28_silences_one_source_for_seven_hours_and_lets_the_rest_come_late()
    {
        var w = With(FaultId.F28);
        int Told(string source, int days) => w.Facts.OfType<EventFact>().Count(e => e.Source == source && e.OccurredAt.DateTime >= w.Fault.Start.AddDays(days) && e.OccurredAt.DateTime < w.Fault.End.AddDays(days));
        Assert.InRange(Told("gate", 0) / (double)Told("gate", -7 + 6), .05, .3);
        Assert.InRange(Told("booking", 0) / (double)Told("booking", -1), .7, 1.6);
        Assert.All(w.Facts.OfType<EventFact>().Where(e => e.Source == "gate" && During(w, e.OccurredAt)), e => Assert.True(e.RecordedAt >= new DateTimeOffset(w.Fault.End, TimeSpan.FromHours(8))));
    }

    [Fact]
    public void F29_changes_what_is_asked_of_the_windows_of_one_outlet_and_not_how_long_each_takes()
    {
        var w = With(FaultId.F29, .9);
        var begun = w.Events["window.served_start"].ToDictionary(e => e.CaseId, e => e.OccurredAt);
        double Mean(Func<EventFact, bool> where) => w.Events["window.served_end"].Where(e => e.Dimensions.Outlet == "北站" && begun.ContainsKey(e.CaseId) && where(e)).Average(e => (e.OccurredAt - begun[e.CaseId]).TotalSeconds);
        Assert.InRange(Mean(e => During(w, e.OccurredAt)) / Mean(e => Before(w, e.OccurredAt)), 1.03, 1.25);
        Assert.InRange(Mean(e => During(w, e.OccurredAt) && A(e, "business") == "sale") / Mean(e => Before(w, e.OccurredAt) && A(e, "business") == "sale"), .85, 1.15);
        double Refunds(Func<EventFact, bool> where) => Share(w.Events["window.served_end"].Where(e => e.Dimensions.Outlet == "北站" && where(e)), e => A(e, "business") == "refund");
        Assert.InRange(Refunds(e => During(w, e.OccurredAt)) - Refunds(e => Before(w, e.OccurredAt)), .2, .42);
    }
}
