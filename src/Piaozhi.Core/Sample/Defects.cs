using Piaozhi.Core.Listen;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample;

/// <summary>What real exports suffer from: rows sent twice or late, clocks that are wrong, missing codes, once fen for yuan, silence.</summary>
internal sealed class Defects(Scene scene)
{
    private const string Fast = World.East + "-G2", Slow = World.North + "-G3";

    public void Spoil(List<Fact> facts)
    {
        var chance = scene.Chance("defects");
        var outage = scene.Faults[FaultId.F28];
        var slip = scene.Today.DayNumber % 120 == 61;
        for (var i = facts.Count - 1; i >= 0; i--)
        {
            if (facts[i] is not EventFact e)
                continue;
            if (outage is not null && e.Source == "gate" && e.OccurredAt.DateTime is var at && at >= outage.Start && at < outage.End)
            {
                // Most of it is lost; the rest comes in a burst when the connector is back.
                if (chance.Chance(.85))
                    facts[i] = null!;
                else
                    facts[i] = e with { RecordedAt = scene.Told.At(outage.End.AddMinutes(20 * chance.NextDouble())) };
                continue;
            }

            if (!scene.Plan.Defects)
                continue;
            var u = chance.NextDouble();
            if (u < .004)
                facts[i] = e = e with { RecordedAt = e.OccurredAt.AddHours(1 + chance.Exponential(5)) };
            else if (u < .007 && e.Dimensions.Outlet is not null)
                facts[i] = e = e with { Dimensions = e.Dimensions with { Outlet = null } };
            if (e.Dimensions.Device is Fast or Slow && e.OccurredAt.AddSeconds(e.Dimensions.Device == Fast ? 90 : -90) is var skewed && scene.Told.IsTold(skewed.DateTime))
                facts[i] = e = e with { OccurredAt = skewed };
            if (slip && e is { Amount: { } amount, Source: "payment", OccurredAt.Hour: 3 })
                facts[i] = e = e with { Amount = amount * 100 };
            if (chance.Chance(.015) && e.Source is "payment" or "notice")
                facts.Add(e with { RecordedAt = e.RecordedAt?.AddSeconds(20 + chance.Exponential(60)) });
        }

        facts.RemoveAll(f => f is null || f.RecordedAt?.DateTime >= scene.Plan.End);
    }
}
