using System.Globalization;
using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Tests.Measure;

/// <summary>
/// Facts made from the definitions themselves: every activity, code, reason and attribute that the catalogue asks for occurs, at random,
/// in cases of a few weeks. The same seed gives the same log.
/// </summary>
internal static class ARandomLog
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8));

    public const int Days = 21;

    private static readonly string[] _channels = ["app", "web", "counter"], _outlets = ["东站", "西站"];

    public static Dictionary<FactKind, List<Fact>> Make(ulong seed, int cases = 40)
    {
        var chance = new Rng(seed);
        var selectors = IndicatorCatalog.BuiltIn.All.SelectMany(i => Selectors(i.Definition)).ToList();
        var wanted = selectors.SelectMany(s => s.Where).Concat(IndicatorCatalog.BuiltIn.All.Select(i => i.Definition).OfType<ShareDefinition>().SelectMany(d => d.When)).ToList();
        var activities = selectors.Where(s => s.Table == FactTable.Event).SelectMany(s => s.Any).Distinct().ToList();
        var reasons = Values(wanted, "reason");
        var attributes = wanted.Where(c => c.Field.StartsWith("attributes.", StringComparison.Ordinal)).Select(c => c.Field["attributes.".Length..]).Distinct()
            .ToDictionary(name => name, name => Values(wanted, "attributes." + name));
        var log = new Dictionary<FactKind, List<Fact>> { [FactKind.Surveys] = [Survey()], [FactKind.Events] = [], [FactKind.Feedback] = [], [FactKind.Responses] = [], [FactKind.Readings] = [] };
        for (var c = 0; c < cases; c++)
        {
            var at = Start.AddMinutes(chance.Next(Days * 1440 * 2 / 3));
            foreach (var activity in activities.Where(_ => chance.Chance(.4)))
                for (var n = 0; n <= chance.Next(2); n++)
                    log[FactKind.Events].Add(new EventFact
                    {
                        Id = $"e{log[FactKind.Events].Count}", CaseId = $"c{c}", Activity = activity, OccurredAt = at.AddMinutes(chance.Chance(.5) ? chance.Next(40) : chance.Next(Days * 480)),
                        Outcome = chance.Chance(.3) ? EventOutcome.Failed : EventOutcome.Ok, Reason = chance.Chance(.4) ? reasons[chance.Next(reasons.Count)] : null,
                        DurationMs = chance.Chance(.8) ? chance.Next(90_000) : null, Amount = chance.Chance(.8) ? chance.Next(500) : null,
                        Objects = [.. Enumerable.Range(0, chance.Next(3)).Select(t => new ObjectRef("ticket", $"t{c}.{t}"))], Dimensions = Where(chance, c),
                        Attributes = JsonSerializer.Serialize(attributes.Where(_ => chance.Chance(.5)).ToDictionary(a => a.Key, a => (object)(a.Value.Count > 0 ? a.Value[chance.Next(a.Value.Count)] : chance.Next(60)))),
                    });
            log[FactKind.Feedback].Add(new FeedbackFact
            {
                Id = $"f{c}", ReceivedAt = at.AddHours(chance.Next(200)), Source = chance.Chance(.5) ? "app_store" : "hotline", Text = "…", Rating = chance.Chance(.7) ? 1 + chance.Next(5) : null, CaseId = $"c{c}", Dimensions = Where(chance, c),
                Classification = chance.Chance(.7) ? new Classification(chance.Chance(.5) ? "07.1" : "03.1", chance.Chance(.6) ? "negative" : "positive", 2, .8) : null,
            });
            log[FactKind.Responses].Add(new ResponseFact
            {
                Id = $"r{c}", Survey = "s", SubmittedAt = at.AddHours(chance.Next(200)), CaseId = $"c{c}", Dimensions = Where(chance, c), Exclusions = chance.Chance(.2) ? ["straight_line"] : [],
                Answers = new[] { "overall", "nps", "ces", "rel", "rel_e", "handling" }.Where(_ => chance.Chance(.8)).ToDictionary(q => q, q => JsonSerializer.SerializeToElement(1 + chance.Next(q == "nps" ? 10 : 5))),
            });
            foreach (var code in selectors.Where(s => s.Table == FactTable.Reading).SelectMany(s => s.Any).Distinct().Where(_ => chance.Chance(.3)))
                log[FactKind.Readings].Add(new ReadingFact { Id = $"d{log[FactKind.Readings].Count}", Indicator = code, MeasuredAt = at.AddHours(chance.Next(200)), Value = chance.Next(100) / 100d, Weight = 1 + chance.Next(9), Dimensions = Where(chance, c) });
        }

        return log;
    }

    public static IEnumerable<Selector> Selectors(Definition definition) => (definition switch
    {
        ShareDefinition d => new[] { d.Population, d.Then, d.Except },
        DurationDefinition d => [d.From, d.To],
        ValueDefinition d => [d.Rows],
        RateDefinition d => [d.Count, d.Exposure],
        GapDefinition d => [d.Events, d.Between],
        StockDefinition d => [d.Begun, d.Ended],
        _ => [],
    }).OfType<Selector>();

    private static List<string> Values(IEnumerable<Condition> conditions, string field) =>
        [.. conditions.Where(c => c.Field == field).SelectMany(c => c.Values).Select(v => v.ToString(CultureInfo.InvariantCulture)).Distinct().Order(StringComparer.Ordinal)];

    private static Dimensions Where(Rng chance, int c) => new()
    {
        Channel = chance.Chance(.9) ? _channels[chance.Next(3)] : null, Outlet = _outlets[c % 2], CustomerId = chance.Chance(.8) ? $"u{c % 7}" : null, StaffId = chance.Chance(.5) ? $"s{chance.Next(4)}" : null,
    };

    private static SurveyFact Survey() => new()
    {
        Id = "s",
        Questions =
        [
            new Question { Code = "overall", ScaleMax = 5, Dimension = "overall" }, new Question { Code = "nps", Type = QuestionType.Nps, ScaleMax = 10 }, new Question { Code = "ces", Type = QuestionType.Ces, ScaleMax = 7 },
            new Question { Code = "rel", ScaleMax = 5, Dimension = "REL" }, new Question { Code = "rel_e", ScaleMax = 5, ExpectationOf = "rel" }, new Question { Code = "handling", ScaleMax = 5, Dimension = "complaint" },
        ],
    };
}
