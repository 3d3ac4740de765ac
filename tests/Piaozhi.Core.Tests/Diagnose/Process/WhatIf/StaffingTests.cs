using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Diagnose.Process.WhatIf;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Tests.Diagnose.Process.WhatIf;

public class StaffingTests
{
    private static int Clock(int day, int hour) => day * 24 + hour;

    /// <summary>The same queue all week: rate an hour, exponential service, patience.</summary>
    private static QueueModel Steady(double rate, double service, double patience = double.PositiveInfinity, int servers = 5)
    {
        // A grid of quantiles, so that the drawn service is exponential with that mean.
        var times = Enumerable.Range(0, 20_000).Select(i => -service * Math.Log(1 - (i + .5) / 20_000)).ToArray();
        return new QueueModel("steady", [.. Enumerable.Repeat(rate * 1e6, 168)], [.. Enumerable.Repeat(1e6, 168)], 0, times, patience, [.. Enumerable.Repeat(servers, 168)], 1_000_000, []);
    }

    /// <summary>64 calls an hour of 240 s (4.27 Erlang), within 20 s: .38, .69, .86, .94 for 5 to 8 agents.</summary>
    [Fact]
    public void Erlang_c_gives_the_published_service_levels()
    {
        Assert.Equal([.38, .69, .86, .94], Enumerable.Range(5, 4).Select(n => Math.Round(Erlang.ServiceLevel(64 * 240 / 3600.0, n, 240, 20), 2)));
        Assert.Equal((7, 0.0, double.PositiveInfinity), (Erlang.Servers(4.3, 240, 20, .8), Erlang.ServiceLevel(5, 5, 240, 20), Erlang.WaitQuantile(5, 5, 240, .9)));
        // Erlang B: 10 trunks at 5 Erlang block 1.84 % of the calls, as the tables say.
        Assert.Equal(.0184, Erlang.B(5, 10), 4);
    }

    [Fact]
    public void Erlang_a_is_erlang_c_when_nobody_leaves_and_loses_nobody_who_is_patient()
    {
        var (c, a) = (Erlang.WithoutLeaving(4.3, 6, 240), Erlang.WithLeaving(4.3, 6, 240, 1e12));
        Assert.Equal(c.Waits, a.Waits, 6);
        Assert.Equal(c.MeanWait, a.MeanWait, 2);
        Assert.Equal(0, a.Leaves, 6);
        // With patience as long as a service the system is M/M/∞: what waits is what exceeds the servers.
        var m = Erlang.WithLeaving(4.3, 6, 240, 240);
        var poisson = Enumerable.Range(0, 60).Select(k => Math.Exp(-4.3 + k * Math.Log(4.3) - MathNet.Numerics.SpecialFunctions.GammaLn(k + 1))).ToArray();
        Assert.Equal(poisson.Skip(6).Sum(), m.Waits, 9);
        Assert.Equal(poisson.Select((p, k) => p * Math.Max(0, k - 6)).Sum() / 4.3, m.Leaves, 9);
    }

    [Theory]
    [InlineData(5, double.PositiveInfinity)]
    [InlineData(6, double.PositiveInfinity)]
    [InlineData(4, 300)]
    [InlineData(5, 120)]
    public void The_simulation_agrees_with_the_formula_where_there_is_one(int servers, double patience)
    {
        var model = Steady(4.3 * 15, 240, patience, servers);
        var span = new SimulatedSpan(Clock(2, 8), 24, model.Servers, WarmUp: 24);
        var days = Enumerable.Range(0, 400).Select(r => QueueSimulation.Run(model, span, (ulong)r, uncertain: false)).ToArray();
        var expected = double.IsInfinity(patience) ? Erlang.WithoutLeaving(4.3, servers, 240) : Erlang.WithLeaving(4.3, servers, 240, patience);
        double came = days.Sum(d => (double)d.Came), left = days.Sum(d => (double)d.Left), served = came - left;
        Assert.Equal(expected.Leaves, left / came, .01);
        Assert.Equal(expected.Waits, (days.Sum(d => d.Waits.Count(w => w > 0)) + left) / came, .02);
        if (double.IsInfinity(patience))
            Assert.Equal(1, days.Sum(d => d.Waits.Sum()) / served / expected.MeanWait, .06);
    }

    [Fact]
    public void The_fewest_windows_for_p90_are_those_of_the_formula_on_a_steady_queue()
    {
        // 40 customers an hour of 4 minutes: load 2.667.
        var model = Steady(40, 240, servers: 5);
        var answer = Staffing.Least(model, new StaffingQuestion(Clock(4, 17), 4, StaffingGoal.WaitQuantile, 300, Replications: 300));
        var needed = Enumerable.Range(3, 10).First(n => Erlang.WaitQuantile(40 * 240 / 3600.0, n, 240, .9) <= 300);
        Assert.InRange(needed, answer.AtLeast!.Value, answer.Servers!.Value);
        Assert.InRange(answer.Servers.Value - answer.AtLeast.Value, 0, 1);
        // More windows never wait longer: the same customers come.
        Assert.Equal(answer.Options.Select(o => o.Value).OrderDescending(), answer.Options.Select(o => o.Value));
    }

    [Fact]
    public void A_goal_that_no_number_of_windows_keeps_has_no_answer()
    {
        var answer = Staffing.Least(Steady(400, 240), new StaffingQuestion(Clock(4, 17), 2, StaffingGoal.WaitQuantile, 60, MostServers: 20, Replications: 20));
        Assert.Null(answer.Servers);
        Assert.Null(answer.AtLeast);
        Assert.NotEmpty(answer.Options);
    }

    [Fact]
    public void Windows_that_close_finish_whom_they_serve_and_the_rest_waits_for_the_next()
    {
        // One server until 9, none from 9 to 10, two from 10.
        var servers = new int[168];
        (servers[8], servers[10]) = (1, 2);
        var model = Steady(6, 600) with { Servers = servers };
        var day = QueueSimulation.Run(model, new SimulatedSpan(9, 1, servers, WarmUp: 1), 3, uncertain: false);
        Assert.True(day.Came > 0);
        Assert.Equal(day.Came, day.Waits.Length);
    }

    [Fact]
    public void A_queue_is_fitted_from_its_log_and_gives_back_what_was()
    {
        var (log, truth) = AWeekOfWindows(weeks: 8);
        var model = FitQueue.Of(log, QueueShape.Windows).Value;
        var friday = Clock(4, 18);
        Assert.Equal(truth, model.Rate(friday), truth * .2);
        Assert.Equal(3, model.Servers[friday]);
        Assert.Equal(300, model.MeanService, 15.0);
        Assert.InRange(model.Patience, 1500, 6000);
        var question = new StaffingQuestion(Clock(4, 17), 4, StaffingGoal.WaitQuantile, 300, Replications: 300);
        var check = Staffing.Check(model, log, QueueShape.Windows, question);
        Assert.True(check.Plausible, $"{check.Seen} against {check.Simulated} ({check.Interval})");
        var answer = Staffing.Least(model, question);
        Assert.InRange(answer.Servers!.Value, 4, 6);
        Assert.All(Staffing.Plan(model, question with { Replications = 100 }), p => Assert.InRange(p.Answer.Servers!.Value, 2, 7));
    }

    [Fact]
    public void A_log_without_the_events_is_refused_with_the_reason()
    {
        Assert.Equal("diagnose.whatif.no-arrivals", FitQueue.Of(Logs.Of("abc"), QueueShape.Windows).Refusals[0].Code);
        var builder = new EventLogBuilder();
        builder.Add("1", "call.queued", 0);
        Assert.Equal("diagnose.whatif.no-service-times", FitQueue.Of(builder.Build(), QueueShape.Hotline).Refusals[0].Code);
    }

    /// <summary>Three windows, 5 minutes a customer, Friday evenings of twice the customers, patience 50 minutes; made by the simplest loop there is.</summary>
    private static (EventLog, double FridayRate) AWeekOfWindows(int weeks)
    {
        var (builder, rng, number) = (new EventLogBuilder(), new Rng(11), 0);
        const long hour = 3_600_000;
        // Monday, 5 January 1970.
        var monday = 4 * 24 * hour;
        for (var day = 0; day < weeks * 7; day++)
        {
            var free = new double[3];
            var open = monday + (day * 24 + 8) * hour;
            for (double at = 0; at < 14 * 3600;)
            {
                var evening = day % 7 == 4 && at >= 9 * 3600 && at < 13 * 3600;
                at += rng.Exponential(3600 / (evening ? 40.0 : 20));
                if (at >= 14 * 3600)
                    break;
                var server = Array.IndexOf(free, free.Min());
                var (start, leaves, name) = (Math.Max(at, free[server]), at + rng.Exponential(3000), $"v{++number}");
                builder.Add(name, "window.ticket_taken", open + (long)(at * 1000));
                if (start > leaves)
                {
                    builder.Add(name, "window.left", open + (long)(leaves * 1000));
                    continue;
                }

                free[server] = start + 60 + rng.Exponential(240);
                builder.Add(name, "window.served_start", open + (long)(start * 1000));
                builder.Set("device", $"W{server}");
                builder.Add(name, "window.served_end", open + (long)(free[server] * 1000));
            }
        }

        return (builder.Build(), 40);
    }
}
