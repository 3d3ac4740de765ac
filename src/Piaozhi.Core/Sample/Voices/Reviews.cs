using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample.Voices;

/// <summary>Stars in the app stores and words on social media, written more readily by the unhappy.</summary>
internal sealed class Reviews(Scene scene, Texts texts)
{
    public void AfterJourney(Order order, DateTime arrived, Rng chance)
    {
        Span<double> feelings = stackalloc double[Questionnaires.Touchpoints.Length];
        var unhappy = order.Mishaps is { } mishaps && chance.Chance(mishaps.Any(m => m.Failure.Complains >= .002 || !m.Cause.StartsWith("base:", StringComparison.Ordinal)) ? .7 : .2) || chance.Chance(.03);
        var prompted = scene.Faults.Level(FaultId.F27, arrived);
        if (!chance.Chance(Math.Min(.5, (unhappy ? .016 : .0025 * (1 + 2 * prompted)) * scene.Plan.Voice)))
            return;
        var u = Questionnaires.Latent(order, chance, feelings) + (unhappy ? -.8 : .5);
        var social = chance.Chance(.22);
        var stars = u switch { > 1.1 => 5, > .6 => 4, > .1 => 3, > -.5 => 2, _ => 1 };
        var at = arrived.AddHours(chance.LogNormal(5, 1));
        scene.Plans(at, () =>
        {
            var id = scene.Told.NewId("B");
            if (!scene.Told.IsTold(at))
                return;
            var (text, leaf, cause) = texts.Review(order, stars, Rng.Named(scene.Plan.Seed, id));
            scene.Told.Add(at, new FeedbackFact
            {
                Id = id,
                ReceivedAt = scene.Told.At(at),
                RecordedAt = scene.Told.At(at.AddMinutes(2)),
                Source = social ? "social" : order.Channel == "app" ? "app_store" : "review",
                Text = text,
                Rating = social ? null : stars,
                CaseId = order.Id,
                Dimensions = order.Dimensions,
            });
            scene.Know(at, at.AddMinutes(2), new TruthRow("feedback", id, cause, leaf, order.Id, stars <= 2 ? "negative" : stars == 3 ? "neutral" : "positive"));
        });
    }
}
