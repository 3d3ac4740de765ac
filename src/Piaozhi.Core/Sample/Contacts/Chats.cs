using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Journey;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Contacts;

/// <summary>The chat bot: answers at once, solves 58 % alone, hands the rest to people.</summary>
internal sealed class Chats(Scene scene, Demand demand, Complaints complaints, Texts texts) : IDaily
{
    public const double ChatsPerDay = 620, Containment = .58;
    private const double LeastTold = .15;
    private static readonly (string Name, double Share)[] Intents = [("refund", .30), ("change", .22), ("buy", .22), ("travel", .16), ("account", .10)];

    public void Live()
    {
        var chance = scene.Chance("chats");
        var told = Math.Min(1, Math.Max(scene.Plan.Scale, LeastTold)) / Math.Max(1, scene.Plan.Scale);
        for (var i = chance.Poisson(ChatsPerDay * Math.Max(1, scene.Plan.Scale) * demand.Today * told); i > 0; i--)
            One(scene.Midnight + Demand.Moment(Demand.OnlineHours, chance), chance);
    }

    private void One(DateTime at, Rng chance)
    {
        var order = scene.Lately.Pick(chance);
        var intent = chance.Pick(Intents);
        var id = chance.Chance(.6) && order is not null ? order.Id : scene.Told.NewId("H");
        var where = new Dimensions { Channel = "app", CustomerId = order?.Customer, Region = order?.Region, Segment = order?.Segment };
        var attributes = $$"""{"intent":"{{intent}}"}""";
        var broken = scene.Faults.Level(FaultId.F23, at, "attributes.intent", intent);
        Tell(at, "chat.started");
        var replied = at.AddSeconds(chance.LogNormal(3, .8));
        Tell(replied, "chat.first_reply");
        var talked = replied.AddSeconds(chance.LogNormal(110, .6));
        if (chance.Chance(Math.Max(.05, Containment - .18 * broken)))
        {
            Tell(talked, "chat.resolved");
        }
        else
        {
            Tell(talked, "chat.handoff", broken > 0 ? "not_understood" : "asked_for_person");
            Tell(talked.AddSeconds(chance.LogNormal(300, .6)), "chat.resolved");
            complaints.Consider(Failures.UselessBot, order, talked, chance, broken > 0 ? nameof(FaultId.F23) : null, broken > 0 ? 5 : 1, where: where);
        }

        if (!chance.Chance(.15))
            return;
        var feedback = scene.Told.NewId("B");
        scene.Told.Add(at, new FeedbackFact
        {
            Id = feedback, ReceivedAt = scene.Told.At(at), RecordedAt = scene.Told.At(at.AddSeconds(2)), Source = "chat", Text = texts.Question(intent, order, chance), CaseId = id, Dimensions = where,
        });
        scene.Know(at, at.AddSeconds(2), new TruthRow("feedback", feedback, "base:question", "", order?.Id, "neutral"));

        void Tell(DateTime when, string activity, string? reason = null) =>
            scene.Told.Event(when, id, activity, where, "chat", attributes, EventOutcome.Ok, reason);
    }
}
