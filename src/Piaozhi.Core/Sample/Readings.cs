using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample;

/// <summary>Values that other systems measure once a day: availability, temperature, mystery visits, certificates, hours of training.</summary>
internal sealed class Readings(Scene scene) : IDaily
{
    public void Live()
    {
        var chance = scene.Chance("readings");
        var at = scene.Midnight.AddHours(23.5);
        var cache = scene.Faults[FaultId.F20] is { } f && f.Start.Date == scene.Midnight ? f.Factor : 0;
        Tell("K91", 1 - Math.Min(.02, chance.Exponential(.0004)) - .004 * cache, 86_400);
        Tell("K92", chance.LogNormal(.0006, .18) * (1 + 2 * cache), 2_000_000 * scene.Plan.Scale);
        Tell("K99", 1 - chance.Poisson(.25) / 45.0, 45);
        Tell("K100", 41 + chance.Normal(0, .8), 45);
        Tell("K105", .028 + chance.Normal(0, .002), 800);
        Tell("K108", Math.Clamp(.9 + chance.Normal(0, .03), 0, 1), 24);
        Tell("K113", chance.LogNormal(.006, .12), 1);
        if (scene.Today.Day == 1)
            Tell("K106", .012 + Math.Abs(chance.Normal(0, .006)), 45);
        if (scene.Today.DayOfWeek == DayOfWeek.Friday)
        {
            Tell("K101", 1 - chance.Poisson(.7) / 24.0, 24);
            Tell("K13", Math.Clamp(.90 + chance.Normal(0, .015), 0, 1), 8000, new Dimensions { Product = World.Concert });
        }

        foreach (var outlet in World.Outlets)
            Outlet(outlet, at, chance);

        void Tell(string code, double value, double weight, Dimensions? where = null) => scene.Told.Reading(code, at, value, weight, where);
    }

    private void Outlet(string outlet, DateTime at, Rng chance)
    {
        var where = new Dimensions { Outlet = outlet };
        var signs = scene.Faults.Level(FaultId.F17, at, "outlet", outlet);
        scene.Told.Reading("K51", at, 1 - Math.Min(.05, chance.Exponential(.002)), 36 * 960, where);
        scene.Told.Reading("K58", at, chance.Poisson(.2 + 3 * signs) / 40.0, 40, where);
        scene.Told.Reading("K59", at, 1 - chance.Poisson(.9) / 48.0, 48, where);
        var rude = outlet == World.Park ? scene.Faults.Level(FaultId.F14, at) : 0;
        scene.Told.Reading("K103", at, Math.Clamp(.965 - .05 * rude + chance.Normal(0, .01), 0, 1), 60, where);
        if (chance.Chance(.3))
            scene.Told.Reading("K102", at, Math.Clamp(91.5 - 6 * rude + chance.Normal(0, 2.5), 0, 100), 1, where);
    }
}
