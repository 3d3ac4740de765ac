using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Journey;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Contacts;

/// <summary>The hotline: seats by the hour, calls in turn, impatient callers, and calls again by those who were not helped (M/M/c+M).</summary>
internal sealed class Hotline(Scene scene, Demand demand, Complaints complaints) : IDaily
{
    public const double CallsPerDay = 800, MeanSeconds = 240, Patience = 110;
    private const double LeastTold = .15;
    private static readonly string[] Topics = ["refund", "change", "buy", "travel", "account"];

    private readonly record struct Call(DateTime At, Order? Order, string Topic, bool Told);

    private readonly List<Call> _again = [];

    public void Live()
    {
        var chance = scene.Chance("hotline");
        var told = Math.Min(1, Math.Max(scene.Plan.Scale, LeastTold));
        var calls = new PriorityQueue<Call, DateTime>();
        foreach (var call in _again)
            calls.Enqueue(call, call.At);
        _again.Clear();
        for (var i = chance.Poisson(CallsPerDay * Math.Max(1, scene.Plan.Scale) * demand.Today); i > 0; i--)
        {
            var at = scene.Midnight + Demand.Moment(Demand.OnlineHours, chance);
            if (Extra(at) is var extra && extra > 0 && chance.Chance(extra))
                Enqueue(at.AddMinutes(30 * chance.NextDouble()));
            Enqueue(at);
        }

        var line = new Line(Enumerable.Range(0, 24).Max(Seats), scene.Midnight);
        while (calls.TryDequeue(out var call, out _))
            Answer(call, calls, line, chance);

        void Enqueue(DateTime at) => calls.Enqueue(new Call(at, scene.Lately.Pick(chance), Topic(at, chance), chance.Chance(told)), at);
    }

    /// <summary>Seats that are manned at an hour; seven in the busiest.</summary>
    public int Seats(int hour)
    {
        // A holiday is in the calendar, and so it is in the roster.
        var peak = scene.Faults[FaultId.F16] is { } holiday ? 1 + 1.5 * holiday.At(scene.Midnight.AddHours(12)) : 1;
        var offered = CallsPerDay * Math.Max(1, scene.Plan.Scale) * peak * Demand.OnlineHours[hour] / 100 * MeanSeconds / 3600;
        return Math.Max(1, (int)Math.Round(offered + 1.45 * Math.Sqrt(offered)));
    }

    private double Extra(DateTime at) =>
        .2 * scene.Faults.Level(FaultId.F02, at) + .18 * scene.Faults.Level(FaultId.F11, at) + .10 * scene.Faults.Level(FaultId.F23, at) + .12 * scene.Faults.Level(FaultId.F15, at);

    private string Topic(DateTime at, Rng chance)
    {
        if (chance.Chance(.3 * Math.Min(1, scene.Faults.Level(FaultId.F15, at))))
            return "change";
        if (chance.Chance(.3 * Math.Min(1, scene.Faults.Level(FaultId.F11, at))))
            return "refund";
        return chance.Pick(Topics);
    }

    private void Answer(Call call, PriorityQueue<Call, DateTime> calls, Line line, Rng chance)
    {
        var (seat, start) = line.Next(call.At, Seats(call.At.Hour));
        var id = call.Order?.Id ?? scene.Told.NewId("L");
        var where = new Dimensions { Channel = "hotline", CustomerId = call.Order?.Customer, Region = call.Order?.Region, Segment = call.Order?.Segment };
        Tell(call.At, "call.queued");
        var patience = TimeSpan.FromSeconds(chance.Exponential(Patience));
        if (start - call.At > patience)
        {
            Tell(call.At + patience, "call.abandoned", EventOutcome.Abandoned);
            if (call.Told)
                complaints.Consider(Failures.NotAnswered, call.Order, call.At, chance, Cause(call.At));
            return;
        }

        var agent = World.Agents[(seat + scene.Today.DayNumber * 3 + call.At.Hour / 8 * 8) % World.Agents.Length];
        var vendor = World.Vendor(agent);
        var confused = call.Topic == "change" ? scene.Faults.Level(FaultId.F15, start) : 0;
        var seconds = MeanSeconds * Math.Exp(.63 * chance.Normal() - .2) * (1 + .35 * confused);
        line.Occupy(seat, start.AddSeconds(seconds));
        var attributes = $$"""{"topic":"{{call.Topic}}","vendor":"{{vendor}}"}""";
        where = where with { StaffId = agent };
        Tell(start, "call.answered", attributes: attributes);
        Tell(start.AddSeconds(seconds), "call.ended", attributes: attributes, ms: (long)(seconds * 1000));
        var drift = scene.Faults.Level(FaultId.F26, start, "attributes.vendor", vendor);
        Aftermath(call, start.AddSeconds(seconds), Math.Min(.95, .25 + .40 * confused + .20 * drift), confused, drift, where, calls, chance);

        void Tell(DateTime at, string activity, EventOutcome outcome = EventOutcome.Ok, string? attributes = null, long? ms = null)
        {
            if (call.Told)
                scene.Told.Event(at, id, activity, where, "cti", attributes ?? $$"""{"topic":"{{call.Topic}}"}""", outcome, null, ms);
        }
    }

    private void Aftermath(Call call, DateTime ended, double unresolved, double confused, double drift, Dimensions where, PriorityQueue<Call, DateTime> calls, Rng chance)
    {
        if (chance.Chance(unresolved) && chance.Chance(.3))
        {
            var at = ended.AddHours(1 + 46 * Math.Pow(chance.NextDouble(), 2));
            if (at.Date == scene.Midnight)
                calls.Enqueue(call with { At = at }, at);
            else
                scene.Plans(at, () => _again.Add(call with { At = at }));
        }

        if (!call.Told)
            return;
        if (confused > 0 && chance.Chance(.3 * Math.Min(1, confused)))
            complaints.Consider(Failures.PolicyUnclear, call.Order, ended, chance, nameof(FaultId.F15), 2, where: where);
        if (chance.Chance(.0055))
            complaints.Consider(Failures.Rude, call.Order, ended, chance, where: where);
        else if (chance.Chance(.012 * (1 + 3 * drift)))
            complaints.Consider(Failures.WrongAnswer, call.Order, ended, chance, drift > 0 && chance.Chance(3 * drift / (1 + 3 * drift)) ? nameof(FaultId.F26) : null, where: where);
    }

    private string? Cause(DateTime at) =>
        scene.Faults.Level(FaultId.F11, at) > .3 ? nameof(FaultId.F11) : scene.Faults.Level(FaultId.F15, at) > .3 ? nameof(FaultId.F15) : null;
}
