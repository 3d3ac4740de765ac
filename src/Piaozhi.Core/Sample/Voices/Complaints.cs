using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Sample.Voices;

/// <summary>From a failure to a complaint: who complains, when, where, in which words, and what becomes of it.</summary>
internal sealed class Complaints(Scene scene, Texts texts)
{
    /// <summary>Scales the table of failures to the 22–32 complaints on 100 000 journeys that railways report.</summary>
    public const double Kappa = 1.2;

    private static readonly (string Name, double Share)[] Doors =
        [("hotline", .46), ("app", .22), ("chat", .12), ("counter", .08), ("regulator", .05), ("social", .05), ("email", .02)];

    /// <summary>A customer meets a failure; perhaps it is complained about.</summary>
    /// <param name="fault">Code of the fault behind it; null = everyday life.</param>
    /// <param name="louder">How much more likely than usual it is told.</param>
    /// <param name="times">Number of people hit.</param>
    public void Consider(Failure failure, Order? order, DateTime at, Rng chance, string? fault = null, double louder = 1, int times = 1, Dimensions? where = null)
    {
        var cause = fault ?? "base:" + failure.Code;
        order?.Suffered(new Mishap(failure, cause, where?.StaffId));
        if (!chance.Chance(Math.Min(.9, failure.Complains * Kappa * scene.Plan.Voice * louder * times)))
            return;
        var said = at + TimeSpan.FromSeconds(chance.LogNormal(failure.Lag.TotalSeconds, .9));
        scene.Plans(said, () => Register(failure, cause, order, said, where));
    }

    private void Register(Failure failure, string cause, Order? order, DateTime at, Dimensions? where)
    {
        var id = scene.Told.NewId("C");
        if (!scene.Told.IsTold(at))
            return;
        var chance = Rng.Named(scene.Plan.Seed, id);
        var door = chance.Pick(Doors);
        var leaf = chance.Pick(failure.Leaves);
        var dimensions = where ?? order?.Dimensions ?? Dimensions.None;
        var attributes = order is null ? null : $$"""{"payment_method":"{{order.Method}}","document":"{{order.Document}}"{{(order.Partner is { } p ? $",\"partner\":\"{p}\"" : "")}}{{(order.Zone is { } z ? $",\"zone\":\"{z}\"" : "")}}}""";
        ObjectRef[] objects = order is null ? [] : [new ObjectRef("order", order.Id)];
        var reason = failure.Code switch { "wrong_refund" => "wrong_amount", "wrong_price" => "wrong_price", _ when leaf == "08.2" => "ticketing_error", _ => null };
        Tell("complaint.registered", at, reason);
        Tell("complaint.acknowledged", at.AddHours(chance.LogNormal(1.4, 1.1)));
        Tell("complaint.assigned", at.AddHours(chance.LogNormal(2.5, .8)));
        Follow();

        var source = door switch { "app" => "web", _ => door };
        var feedback = "B" + id[1..];
        scene.Told.Add(at, new FeedbackFact
        {
            Id = feedback,
            ReceivedAt = scene.Told.At(at),
            RecordedAt = scene.Told.At(at.AddMinutes(1)),
            Source = source,
            Text = texts.Say(leaf, "negative", order, chance),
            CaseId = order?.Id ?? id,
            Dimensions = dimensions,
            Attributes = $$"""{"complaint":"{{id}}"}""",
        });
        scene.Know(at, at.AddSeconds(.4), new TruthRow("complaint", id, cause, leaf, order?.Id, "negative"));
        scene.Know(at, at.AddMinutes(1), new TruthRow("feedback", feedback, cause, leaf, order?.Id, "negative"));

        void Tell(string activity, DateTime when, string? why = null, string? attributed = null, decimal? amount = null) =>
            scene.Told.Event(when, id, activity, dimensions, "crm", attributed ?? attributes, reason: why, amount: amount, objects: objects);

        void Follow()
        {
            var day = DateOnly.FromDateTime(at);
            var closed = WorkCalendar.Chinese.Add(day, (int)Math.Min(14, 1 + chance.LogNormal(1.6, .7))).ToDateTime(new TimeOnly(9, 0)).AddHours(8 * chance.NextDouble());
            if (chance.Chance(.015))
            {
                Tell("complaint.withdrawn", at.AddHours(5));
                return;
            }

            Tell("complaint.responded", closed.AddHours(-2));
            var upheld = chance.Chance(.55);
            Tell("complaint.closed", closed, attributed: $$"""{"upheld":"{{(upheld ? "true" : "false")}}"}""");
            if (upheld && chance.Chance(.4))
                Tell("compensation.paid", closed.AddHours(1), amount: Math.Round((decimal)chance.LogNormal(60, .7), 1));
            if (chance.Chance(.025))
                Tell("complaint.reopened", closed.AddDays(2));
            if (chance.Chance(door == "regulator" ? .5 : .012))
                Tell("complaint.escalated", at.AddDays(1 + 3 * chance.NextDouble()), "12345");
            if (chance.Chance(.35))
                Rate(closed.AddHours(3), upheld);
        }

        void Rate(DateTime when, bool upheld) => scene.Told.Add(when, new ResponseFact
        {
            Id = "R" + id[1..],
            Survey = "complaint",
            StartedAt = scene.Told.At(when.AddSeconds(-25)),
            SubmittedAt = scene.Told.At(when),
            RecordedAt = scene.Told.At(when.AddSeconds(2)),
            Mode = "phone",
            Answers = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["handling"] = Questionnaires.Number(chance.Chance(upheld ? .93 : .78) ? 4 + chance.Next(2) : 1 + chance.Next(3)) },
            CaseId = id,
            Dimensions = dimensions,
        });
    }
}
