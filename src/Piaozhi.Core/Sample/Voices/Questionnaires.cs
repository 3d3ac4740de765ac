using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample.Voices;

/// <summary>
/// Questionnaires after journeys and at the counters. Satisfaction is latent: touchpoints weigh in, failures more than good work does
/// (loss aversion), and answers are cut from it; some answer without care or twice.
/// </summary>
internal sealed class Questionnaires(Scene scene, Texts texts)
{
    /// <summary>Touchpoints with their weight in the satisfaction as a whole.</summary>
    public static readonly (string Code, double Weight, string Zh)[] Touchpoints =
    [
        ("buy", .9, "购票是否方便顺畅"), ("pay", .5, "支付是否快捷可靠"), ("change", .8, "退票改签是否方便合理"), ("entry", .7, "检票入场是否顺利"),
        ("travel", 1.0, "乘车（观演、游览）体验如何"), ("staff", .9, "工作人员态度与业务如何"), ("info", .5, "信息告知是否及时准确"),
    ];

    private static readonly JsonElement[] Numbers = [.. Enumerable.Range(0, 11).Select(i => JsonSerializer.SerializeToElement(i))];

    /// <summary>Upper ends of the answers 1–4 and of the recommendations 0–9 on the latent scale.</summary>
    private static readonly double[] Cuts = [-1.25, -.55, .22, 1.75], Recommends = [-1.9, -1.5, -1.2, -.9, -.55, -.2, .22, .75, 1.36, 2.05];

    public static JsonElement Number(int value) => Numbers[value];

    public void Define()
    {
        var at = scene.Plan.From.ToDateTime(TimeOnly.MinValue);
        var ratings = Touchpoints.Select(t => Rating(t.Code, t.Zh, t.Code)).ToList();
        Say("trip", "行程满意度", [Rating("overall", "总体满意度", "overall"), .. ratings, new Question { Code = "nps", Text = "您有多大可能向亲友推荐云程票务", Type = QuestionType.Nps, ScaleMax = 10 }, new Question { Code = "ces", Text = "办成这件事费了多大力气", Type = QuestionType.Ces, ScaleMax = 7 }, new Question { Code = "comment", Text = "还有什么想说的", Type = QuestionType.Text }], at);
        Say("counter", "窗口评价器", [Rating("overall", "本次服务满意吗", "overall")], at);
        Say("complaint", "投诉处理回访", [Rating("handling", "对投诉处理满意吗", "complaint_handling")], at);
        string[] dimensions = ["reliability", "responsiveness", "assurance", "tangibles", "empathy"];
        Say("servqual", "服务质量差距调查",
            [.. dimensions.Select(d => Rating("p_" + d, d, d)), .. dimensions.Select(d => new Question { Code = "e_" + d, Text = d, Type = QuestionType.Rating, ScaleMax = 5, ExpectationOf = "p_" + d })], at);
        if (scene.Faults[FaultId.F27] is { } wording)
            Say("trip", "行程满意度（新版问法）", [Rating("overall", "您对本次出行还算满意吧", "overall"), .. ratings, new Question { Code = "nps", Text = "您会推荐云程票务吗", Type = QuestionType.Nps, ScaleMax = 10 }, new Question { Code = "ces", Text = "办成这件事费了多大力气", Type = QuestionType.Ces, ScaleMax = 7 }, new Question { Code = "comment", Text = "还有什么想说的", Type = QuestionType.Text }], wording.Start);

        void Say(string code, string title, IReadOnlyList<Question> questions, DateTime when) =>
            scene.Told.Add(when, new SurveyFact { Id = code, Title = title, Questions = questions, RecordedAt = scene.Told.At(when) });
    }

    /// <summary>Latent satisfaction of an order's customer.</summary>
    public static double Latent(Order order, Rng chance, Span<double> feelings)
    {
        var u = .35 + chance.Normal(0, .7);
        for (var k = 0; k < Touchpoints.Length; k++)
        {
            var (code, weight, _) = Touchpoints[k];
            var bad = order.Mishaps?.Count(m => m.Failure.Touchpoint == code) ?? 0;
            var g = bad switch { 0 => chance.NextDouble() switch { < .64 => .6, < .96 => 0, _ => -1.2 }, 1 => Mild(order, code) ? -.6 : -1.2, _ => -1.6 };
            feelings[k] = g;
            if (code != "change" || bad > 0 || order.Gone)
                u += weight * g;
        }

        return u;
    }

    public void AfterJourney(Order order, DateTime arrived, Rng chance)
    {
        if (!chance.Chance(.30))
            return;
        var sent = arrived.AddHours(1 + 3 * chance.NextDouble());
        var inApp = order.Channel is "app" or "mini_program" && chance.Chance(.5);
        scene.Told.Event(sent, order.Id, "survey.sent", order.Dimensions, "survey", inApp ? """{"medium":"app"}""" : """{"medium":"sms"}""");
        Span<double> feelings = stackalloc double[Touchpoints.Length];
        var u = Latent(order, chance, feelings);
        if (!chance.Chance((inApp ? .16 : .09) * (Math.Abs(u - 1.4) > 1.6 ? 1.5 : 1)))
            return;
        var at = sent.AddHours(chance.LogNormal(3, 1.2));
        scene.Told.Event(at, order.Id, "survey.responded", order.Dimensions, "survey");
        Respond(order, at, u, feelings, inApp, chance);
        if (chance.Chance(.12))
            Servqual(order, at.AddDays(1), u, chance);
    }

    /// <summary>The button at the counter: pressed by one in six.</summary>
    public void AtCounter(string visit, DateTime at, bool rude, Dimensions where, Rng chance)
    {
        if (!chance.Chance(rude ? .4 : .16))
            return;
        var value = rude ? 1 + chance.Next(2) : chance.NextDouble() switch { < .72 => 5, < .94 => 4, < .98 => 3, _ => 1 };
        scene.Told.Add(at, new ResponseFact { Id = scene.Told.NewId("R"), Survey = "counter", SubmittedAt = scene.Told.At(at), RecordedAt = scene.Told.At(at.AddSeconds(1)), Mode = "counter", Answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["overall"] = Number(value) }, CaseId = visit, Dimensions = where });
    }

    private void Respond(Order order, DateTime at, double u, ReadOnlySpan<double> feelings, bool inApp, Rng chance)
    {
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var reworded = scene.Faults.Level(FaultId.F27, at);
        var careless = chance.Chance(.06);
        var seconds = careless ? 6 + 8 * chance.NextDouble() : chance.LogNormal(65, .45);
        var line = chance.Chance(.7) ? 5 : 3;
        answers["overall"] = Number(careless ? line : 1 + Level(Cuts, u + .45 * reworded));
        for (var k = 0; k < Touchpoints.Length; k++)
            answers[Touchpoints[k].Code] = Number(careless ? line : Item(feelings[k], chance));
        answers["nps"] = Number(careless ? line : Level(Recommends, u + chance.Normal(0, .3) + .3 * reworded));
        answers["ces"] = Number(careless ? line : Math.Clamp((int)Math.Round(2.1 - .45 * (u - 1.5) + chance.Normal(0, .7)), 1, 7));
        if (!careless && chance.Chance(.22))
            answers["comment"] = JsonSerializer.SerializeToElement(texts.Comment(order, u, chance));
        var response = new ResponseFact
        {
            Id = scene.Told.NewId("R"),
            Survey = "trip",
            StartedAt = scene.Told.At(at.AddSeconds(-seconds)),
            SubmittedAt = scene.Told.At(at),
            RecordedAt = scene.Told.At(at.AddSeconds(1)),
            Mode = "online",
            Answers = answers,
            CaseId = order.Id,
            Dimensions = order.Dimensions,
            Attributes = reworded > 0 ? """{"wording":"2"}""" : inApp ? """{"medium":"app"}""" : """{"medium":"sms"}""",
        };
        scene.Told.Add(at, response);
        if (careless)
            scene.Know(at, at.AddSeconds(1), new TruthRow("careless", response.Id, "speeding"));
        if (!chance.Chance(.008))
            return;
        var again = response with { Id = scene.Told.NewId("R"), SubmittedAt = scene.Told.At(at.AddMinutes(4)), RecordedAt = scene.Told.At(at.AddMinutes(4)) };
        scene.Told.Add(at.AddMinutes(4), again);
        scene.Know(at.AddMinutes(4), at.AddMinutes(4), new TruthRow("careless", again.Id, "duplicate"));
    }

    private void Servqual(Order order, DateTime at, double u, Rng chance)
    {
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var d in (string[])["reliability", "responsiveness", "assurance", "tangibles", "empathy"])
        {
            answers["p_" + d] = Number(Math.Clamp((int)Math.Round(3.6 + .45 * (u - 1) + chance.Normal(0, .6)), 1, 5));
            answers["e_" + d] = Number(chance.Chance(.55) ? 5 : 4);
        }

        scene.Told.Add(at, new ResponseFact { Id = scene.Told.NewId("R"), Survey = "servqual", StartedAt = scene.Told.At(at.AddSeconds(-chance.LogNormal(80, .4))), SubmittedAt = scene.Told.At(at), RecordedAt = scene.Told.At(at.AddSeconds(1)), Mode = "online", Answers = answers, CaseId = order.Id, Dimensions = order.Dimensions });
    }

    private static bool Mild(Order order, string code) => order.Mishaps!.First(m => m.Failure.Touchpoint == code).Failure.Complains < .002;

    private static int Item(double feeling, Rng chance) => feeling switch
    {
        > .3 => chance.NextDouble() switch { < .62 => 5, < .95 => 4, _ => 3 },
        > -.3 => chance.NextDouble() switch { < .20 => 5, < .68 => 4, < .96 => 3, _ => 2 },
        > -.9 => chance.NextDouble() switch { < .25 => 4, < .65 => 3, _ => 2 },
        _ => chance.NextDouble() switch { < .12 => 3, < .55 => 2, _ => 1 },
    };

    private static int Level(double[] cuts, double u)
    {
        var level = 0;
        while (level < cuts.Length && u > cuts[level])
            level++;
        return level;
    }

    private static Question Rating(string code, string text, string dimension) => new() { Code = code, Text = text, Type = QuestionType.Rating, ScaleMax = 5, Dimension = dimension };
}
